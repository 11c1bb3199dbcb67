using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Parses the stack of an error, which PowerShell provides as text only.</summary>
internal static class ScriptStack
{
    private static readonly Regex s_frame = new(@", (?<file>.+): \D*(?<line>\d+)\D*$", RegexOptions.CultureInvariant);

    /// <summary>The script lines that led to an error; an empty name for a script without a file.</summary>
    public static IEnumerable<int> LinesOf(ErrorRecord error, string file) =>
        (error.ScriptStackTrace ?? "").Split('\n').Select(line => s_frame.Match(line.Trim()))
            .Where(frame => frame.Success && (frame.Groups["file"].Value == file || (file.Length == 0 && frame.Groups["file"].Value.StartsWith("<", StringComparison.Ordinal))))
            .Select(frame => int.Parse(frame.Groups["line"].Value, CultureInfo.InvariantCulture));

    /// <summary>Whether a part of a script contains a line, or a position in it.</summary>
    public static bool Holds(IScriptExtent extent, int line, int? column = null) =>
        extent.StartLineNumber <= line && line <= extent.EndLineNumber
        && (column is null || ((line > extent.StartLineNumber || column >= extent.StartColumnNumber) && (line < extent.EndLineNumber || column < extent.EndColumnNumber)));
}
