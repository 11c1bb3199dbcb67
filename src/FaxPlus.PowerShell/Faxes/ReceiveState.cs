using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell;

/// <summary>A checkpoint in a variable: as text, or as what variables of Azure Automation and ConvertFrom-Json make of it.</summary>
internal static class ReceiveState
{
    // PowerShell changes these by itself.
    private static readonly string[] s_automatic = ["_", "PSItem", "input", "args", "this", "Matches", "Error", "?", "^", "$"];

    public static string Text(PSCmdlet cmdlet, object? state)
    {
        object? bare = state is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : state;
        return bare switch
        {
            null => "",
            string text => text,
            // Get-Content without -Raw.
            IEnumerable lines when bare is not IDictionary && lines.Cast<object?>().All(line => (line is PSObject item ? item.BaseObject : line) is string) => string.Join("\n", lines.Cast<object?>()),
            IDictionary or PSObject => RawBody.Json(cmdlet, bare)!,
            // The objects of other JSON libraries write themselves as JSON.
            _ => Convert.ToString(bare, CultureInfo.InvariantCulture),
        };
    }

    /// <exception cref="FaxPlusException">It is not the name of a variable.</exception>
    public static void CheckName(string variable)
    {
        if (variable.StartsWith("$", StringComparison.Ordinal)) throw NoVariable(variable, "a name is written without $");
        if (!Regex.IsMatch(variable, @"^(\w+:)?\w[\w .-]*$")) throw NoVariable(variable, "it is not a name");
        if (s_automatic.Contains(variable.Split(':').Last(), StringComparer.OrdinalIgnoreCase)) throw NoVariable(variable, "PowerShell changes it by itself");
    }

    public static FaxPlusException NoVariable(string variable, string why) =>
        new(FaxPlusErrorKind.BadRequest, $"The checkpoint cannot be kept in the variable '{(variable.Length > 40 ? variable.Substring(0, 40) + "…" : variable)}': {why}.")
        {
            RecommendedAction = "Give the name of a variable of yours, as in -StateVariable state.",
        };
}
