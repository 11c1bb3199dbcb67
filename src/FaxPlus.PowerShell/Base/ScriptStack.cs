using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell;

/// <summary>The stack of an error, which PowerShell gives as text only.</summary>
internal static class ScriptStack
{
    private static readonly Regex s_frame = new(@", (?<file>.+): \D*(?<line>\d+)\D*$", RegexOptions.CultureInvariant);

    /// <summary>The lines of a script that led to an error; an empty name for a script without a file.</summary>
    public static IEnumerable<int> LinesOf(ErrorRecord error, string file) =>
        (error.ScriptStackTrace ?? "").Split('\n').Select(line => s_frame.Match(line.Trim()))
            .Where(frame => frame.Success && (frame.Groups["file"].Value == file || (file.Length == 0 && frame.Groups["file"].Value.StartsWith("<", StringComparison.Ordinal))))
            .Select(frame => int.Parse(frame.Groups["line"].Value, CultureInfo.InvariantCulture));
}
