using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Detects a sign-in command that did not start. An error in its arguments, such as ConvertTo-SecureString with an empty string, ends the
/// statement before the command runs, and the script continues with the next statement. Such a sign-in is treated as a failed sign-in.
/// </summary>
internal static class SkippedSignIn
{
    /// <summary>Whether one of the errors occurred in the arguments of a sign-in command.</summary>
    public static bool IsCauseOf(IEnumerable<ErrorRecord> errors, PSCmdlet cmdlet, Type signIn)
    {
        IScriptPosition[]? scripts = null;
        foreach (ErrorRecord error in errors)
        {
            if (error.InvocationInfo is not InvocationInfo at
                || (at.MyCommand is CmdletInfo command && signIn.IsAssignableFrom(command.ImplementingType)))
            {
                continue;
            }
            // Errors from another runspace have no file and do not belong to this script.
            if (string.IsNullOrEmpty(at.ScriptName) && !string.IsNullOrEmpty(cmdlet.MyInvocation.ScriptName)) continue;
            scripts ??= [.. Runspace.DefaultRunspace.Debugger.GetCallStack().Select(frame => frame.Position.StartScriptPosition)];
            if (SignInsOf(ScriptOf(at, scripts, out int line), cmdlet, signIn)
                    .Any(found => ScriptStack.Contains(found.Extent, line, at.OffsetInLine) || Begins(found, line, at.OffsetInLine))
                || IsCaller(error, scripts, cmdlet, signIn))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the statement that contains the command begins at this position, such as $session = Connect-FaxPlus …. The error of an
    /// expression has this position.
    /// </summary>
    private static bool Begins(Ast node, int line, int column) => node.Parent is PipelineAst or AssignmentStatementAst
        && ((node.Parent.Extent.StartLineNumber == line && node.Parent.Extent.StartColumnNumber == column)
            || Begins(node.Parent, line, column));

    /// <summary>
    /// Whether the error occurred in a function that was called in the arguments. The error is attributed to the sign-in only if the
    /// statement calls the function once.
    /// </summary>
    private static bool IsCaller(ErrorRecord error, IScriptPosition[] scripts, PSCmdlet cmdlet, Type signIn)
    {
        foreach (IScriptPosition script in scripts)
        {
            int[] lines = [.. ScriptStack.LinesOf(error, script.File ?? "")];
            if (lines.Length == 0) continue;
            foreach (CommandAst found in SignInsOf(script.GetFullScript(), cmdlet, signIn))
            {
                if (found.Parent is PipelineAst { PipelineElements.Count: 1 }
                    && Array.Exists(lines, line => ScriptStack.Contains(found.Extent, line, null) && IsAlone(found, line)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsAlone(CommandAst found, int line)
    {
        Ast root = found;
        while (root.Parent is not null) root = root.Parent;
        return root.FindAll(
            node => node is PipelineBaseAst
                && ScriptStack.Contains(node.Extent, line, null)
                && !Encloses(node, found)
                && !Encloses(found, node),
            searchNestedScriptBlocks: true).FirstOrDefault() is null;
    }

    private static bool Encloses(Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && inner.Extent.EndOffset <= outer.Extent.EndOffset;

    private static IEnumerable<CommandAst> SignInsOf(string text, PSCmdlet cmdlet, Type signIn) =>
        text.IndexOf("Connect", StringComparison.OrdinalIgnoreCase) < 0
            ? []
            : Parser.ParseInput(text, out _, out _)
                .FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
                .Cast<CommandAst>()
                .Where(command => command.GetCommandName() is string name
                    && name.IndexOf("Connect", StringComparison.OrdinalIgnoreCase) >= 0
                    && cmdlet.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet) is CmdletInfo info
                    && signIn.IsAssignableFrom(info.ImplementingType));

    /// <summary>
    /// The text of the complete script if available, because a command may span several lines; otherwise the single line.
    /// </summary>
    private static string ScriptOf(InvocationInfo at, IScriptPosition[] scripts, out int line)
    {
        line = at.ScriptLineNumber;
        foreach (IScriptPosition script in scripts)
        {
            if ((script.File ?? "") == (at.ScriptName ?? "") && HasLine(script.GetFullScript(), line, at.Line))
            {
                return script.GetFullScript();
            }
        }

        try
        {
            if (!string.IsNullOrEmpty(at.ScriptName)
                && File.Exists(at.ScriptName)
                && File.ReadAllText(at.ScriptName) is string text
                && HasLine(text, line, at.Line))
            {
                return text;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The complete script is not available, so the single line is used.
        }

        line = 1;
        return at.Line;
    }

    private static bool HasLine(string script, int line, string text) =>
        script.Split('\n').ElementAtOrDefault(line - 1)?.Trim() == text.Trim();
}
