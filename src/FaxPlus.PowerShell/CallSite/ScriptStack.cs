using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Parses the stack trace of an error, which PowerShell provides only as text.</summary>
internal static class ScriptStack
{
    private static readonly Regex s_frame = new(
        @"^at (?<name>.+?), (?<file>.+): \D*(?<line>\d+)\D*$", RegexOptions.CultureInvariant);

    /// <summary>The lines of a script file in the stack trace of an error. The name of a script without a file is empty.</summary>
    public static IEnumerable<int> LinesOf(ErrorRecord error, string file) => CallsOf(error, file).Select(call => call.Line);

    /// <summary>
    /// The lines of a script file in the stack trace of an error, each with the name of the function that the line called. The name is empty
    /// for the line at which the error occurred.
    /// </summary>
    public static IEnumerable<(int Line, string Called)> CallsOf(ErrorRecord error, string file) => FramesOf(error)
        .Where(frame => frame.File == file || (file.Length == 0 && frame.File.StartsWith("<", StringComparison.Ordinal)))
        .Select(frame => (frame.Line, frame.Called));

    /// <summary>The stack trace of an error: functions, files and lines, each with the name of the function that the line called.</summary>
    public static IEnumerable<(string Name, string File, int Line, string Called)> FramesOf(ErrorRecord error)
    {
        string called = "";
        foreach (Match frame in (error.ScriptStackTrace ?? "").Split('\n').Select(line => s_frame.Match(line.Trim())))
        {
            string name = frame.Groups["name"].Value;
            if (frame.Success)
            {
                int line = int.Parse(frame.Groups["line"].Value, CultureInfo.InvariantCulture);
                yield return (name, frame.Groups["file"].Value, line, called);
            }

            called = name;
        }
    }

    /// <summary>Whether an error occurred in a function or a script file, or in a command called from there.</summary>
    public static bool Includes(ErrorRecord error, CommandInfo command) => command is ExternalScriptInfo script
        ? LinesOf(error, script.Path).Any()
        : (error.ScriptStackTrace ?? "").Split('\n').Any(frame => frame.StartsWith($"at {command.Name},", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether the position of an error is a position in its script. The text of Invoke-Expression has no file, like the script that calls
    /// it, so only the line is compared in that case.
    /// </summary>
    public static bool IsExact(ErrorRecord error) => error.InvocationInfo is { OffsetInLine: > 0 } at
        && (!string.IsNullOrEmpty(at.ScriptName) || LinesOf(error, "").Take(2).Count() == 1);

    /// <summary>Whether the position of an error is in a part of its script.</summary>
    public static bool IsAt(ErrorRecord error, IScriptExtent extent) =>
        Contains(extent, error.InvocationInfo.ScriptLineNumber, IsExact(error) ? error.InvocationInfo.OffsetInLine : null);

    /// <summary>Whether an error occurred in a part of a script file, or in a function that this part called.</summary>
    public static bool Includes(ErrorRecord error, IScriptExtent extent, string file)
    {
        bool isOfFile = (error.InvocationInfo.ScriptName ?? "") == file;
        if (isOfFile && IsAt(error, extent)) return true;
        // The position of an error in a function is a line of the function rather than the calling line, so the check also includes the
        // stack trace, which contains only lines. Its first line is that of the position.
        int line = error.InvocationInfo.ScriptLineNumber;
        IEnumerable<int> lines = LinesOf(error, file);
        if (isOfFile && IsExact(error) && lines.FirstOrDefault() == line) lines = lines.Skip(1);
        return lines.Any(calling => Contains(extent, calling));
    }

    /// <summary>Whether a part of a script contains a line, or a position in that line.</summary>
    public static bool Contains(IScriptExtent extent, int line, int? column = null) =>
        extent.StartLineNumber <= line && line <= extent.EndLineNumber
        && (column is null
            || ((line > extent.StartLineNumber || column >= extent.StartColumnNumber)
                && (line < extent.EndLineNumber || column < extent.EndColumnNumber)));
}
