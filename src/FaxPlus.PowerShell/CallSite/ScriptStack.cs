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
    // The name of a function may be followed by the name of a block, such as in Get-Token<Process>.
    private static readonly Regex s_frame = new(
        @"^at (?<name>.+?)(<(Begin|Process|End|Clean|DynamicParam)>)?, (?<file>.+): \D*(?<line>\d+)\D*$", RegexOptions.CultureInvariant);

    /// <summary>The lines of a script file in the stack trace of an error. The name of a script without a file is empty.</summary>
    public static IEnumerable<int> LinesOf(ErrorRecord error, string file) => CallsOf(error, file).Select(call => call.Line);

    /// <summary>
    /// The frames of a script file in the stack trace of an error. The name of a script without a file is empty.
    /// </summary>
    public static IEnumerable<StackFrame> CallsOf(ErrorRecord error, string file) => FramesOf(error)
        .Where(frame => frame.File == file || (file.Length == 0 && frame.File.StartsWith("<", StringComparison.Ordinal)));

    /// <summary>The stack trace of an error, innermost frame first.</summary>
    public static IEnumerable<StackFrame> FramesOf(ErrorRecord error)
    {
        string called = "";
        int depth = 0;
        foreach (Match frame in (error.ScriptStackTrace ?? "").Split('\n').Select(line => s_frame.Match(line.Trim())))
        {
            string name = frame.Groups["name"].Value;
            if (frame.Success)
            {
                int line = int.Parse(frame.Groups["line"].Value, CultureInfo.InvariantCulture);
                yield return new StackFrame(name, frame.Groups["file"].Value, line, called, depth);
            }

            called = name;
            depth++;
        }
    }

    /// <summary>Whether an error occurred in a function or a script file, or in a command called from there.</summary>
    public static bool Includes(ErrorRecord error, CommandInfo command) => command is ExternalScriptInfo script
        ? LinesOf(error, script.Path).Any()
        : FramesOf(error).Any(frame => frame.Name.Equals(command.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether the column of an error is known to belong to its script. The text of Invoke-Expression has no file name. If the script that
    /// calls Invoke-Expression has no file name either, the column may belong to either of them, so only the line is compared.
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
        // The position of an error in a function is a line of the function rather than the calling line. Therefore, the check also includes
        // the stack trace, which contains only lines. The first of these lines may be that of the position, which is already checked.
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

/// <summary>
/// A frame of an error's stack trace: the line of a function, script file or script block at which the error occurred, or that called the
/// next inner frame.
/// </summary>
internal sealed class StackFrame(string name, string file, int line, string called, int depth)
{
    private const string ScriptBlock = "<ScriptBlock>";

    /// <summary>The name of the function; <c>&lt;ScriptBlock&gt;</c> for a script file or script block.</summary>
    public string Name { get; } = name;

    public string File { get; } = file;

    public int Line { get; } = line;

    /// <summary>The name of the function that the line called; empty for the line at which the error occurred.</summary>
    public string Called { get; } = called;

    /// <summary>The number of frames between this frame and the error.</summary>
    public int Depth { get; } = depth;

    public static bool IsScriptBlock(string name) => name == ScriptBlock;
}
