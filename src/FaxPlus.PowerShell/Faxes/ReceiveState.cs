using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>
/// Reads the checkpoint in -State, which is a string or an object from an Azure Automation variable or ConvertFrom-Json, and checks the
/// variable name in -StateVariable.
/// </summary>
internal static class ReceiveState
{
    // PowerShell itself changes or uses these variables.
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
            // The value is the output of Get-Content without -Raw.
            IEnumerable lines
                when bare is not IDictionary
                    && lines.Cast<object?>().All(line => (line is PSObject item ? item.BaseObject : line) is string) =>
                string.Join("\n", lines.Cast<object?>()),
            IDictionary or PSObject => RawBody.Json(cmdlet, bare)!,
            // Objects of other JSON libraries convert to JSON text.
            _ => Convert.ToString(bare, CultureInfo.InvariantCulture),
        };
    }

    /// <exception cref="FaxPlusException">The string is not a valid variable name, or PowerShell uses the variable.</exception>
    public static void CheckName(string variable)
    {
        if (variable.StartsWith("$", StringComparison.Ordinal)) throw NoVariable(variable, "a variable name does not contain $");
        if (Regex.IsMatch(variable, @"^(\w+:)?\w+(\.\w+)+$"))
        {
            throw NoVariable(variable, "the text specifies a property rather than a variable");
        }
        if (!Regex.IsMatch(variable, @"^(\w+:)?\w+\z")) throw NoVariable(variable, "the text is not a variable name");
        string name = variable.Split(':').Last();
        if (s_automatic.Contains(name, StringComparer.OrdinalIgnoreCase) || name.EndsWith("Preference", StringComparison.OrdinalIgnoreCase))
        {
            throw NoVariable(variable, "PowerShell itself uses this variable");
        }
    }

    public static FaxPlusException NoVariable(string variable, string why) =>
        new(
            FaxPlusErrorKind.BadRequest,
            "The checkpoint cannot be stored in the variable " +
            $"'{(variable.Length > 40 ? variable.Substring(0, 40) + "…" : variable)}': {why}.")
        {
            RecommendedAction = "Specify the name of your own variable, such as -StateVariable state.",
        };
}
