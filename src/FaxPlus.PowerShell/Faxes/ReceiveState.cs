using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>A checkpoint in a variable: as text, or as an object of an Azure Automation variable or ConvertFrom-Json.</summary>
internal static class ReceiveState
{
    // PowerShell changes or uses these variables itself.
    private static readonly string[] s_automatic =
    [
        "_", "PSItem", "input", "args", "this", "Matches", "Error", "?", "^", "$", "foreach", "switch", "PWD", "LASTEXITCODE", "StackTrace",
        "OFS", "MyInvocation", "PSBoundParameters", "PSCmdlet", "PSDefaultParameterValues", "FormatEnumerationLimit", "PROFILE",
        "PSEmailServer", "PSSessionOption", "NestedPromptLevel", "Sender", "Event", "EventArgs", "EventSubscriber"
    ];

    public static string Text(PSCmdlet cmdlet, object? state)
    {
        object? bare = state is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : state;
        return bare switch
        {
            null => "",
            string text => text.TrimStart('\uFEFF'),
            byte[] bytes => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'),
            // Get-Content without -Raw.
            IEnumerable lines
                when bare is not IDictionary
                    && lines.Cast<object?>().All(line => (line is PSObject item ? item.BaseObject : line) is string) =>
                string.Join("\n", lines.Cast<object?>()),
            IDictionary or PSObject => RawBody.Json(cmdlet, bare)!,
            // Objects of other JSON libraries convert to JSON text.
            _ => Convert.ToString(bare, CultureInfo.InvariantCulture),
        };
    }

    /// <exception cref="FaxPlusException">It is not the name of a variable.</exception>
    public static void CheckName(string variable)
    {
        if (variable.StartsWith("$", StringComparison.Ordinal)) throw NoVariable(variable, "a name is written without $");
        if (Regex.IsMatch(variable, @"^(\w+:)?\w+(\.\w+)+$"))
        {
            throw NoVariable(variable, "it is the property of a variable, not a variable");
        }
        if (!Regex.IsMatch(variable, @"^(\w+:)?\w+\z")) throw NoVariable(variable, "it is not a name");
        string name = variable.Split(':').Last();
        if (s_automatic.Contains(name, StringComparer.OrdinalIgnoreCase) || name.EndsWith("Preference", StringComparison.OrdinalIgnoreCase))
        {
            throw NoVariable(variable, "PowerShell itself uses it");
        }
    }

    public static FaxPlusException NoVariable(string variable, string why) =>
        new(
            FaxPlusErrorKind.BadRequest,
            "The checkpoint cannot be kept in the variable " +
            $"'{(variable.Length > 40 ? variable.Substring(0, 40) + "…" : variable)}': {why}.")
        {
            RecommendedAction = "Specify the name of your own variable, as in -StateVariable state.",
        };
}
