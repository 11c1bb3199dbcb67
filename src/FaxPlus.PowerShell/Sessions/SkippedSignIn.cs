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
    private const int LargeScript = 100_000;

    /// <summary>
    /// The error that occurred in the arguments of a sign-in command, or ended the statements before this command; null if there is no such
    /// error.
    /// </summary>
    public static ErrorRecord? Cause(IEnumerable<ErrorRecord> errors, PSCmdlet cmdlet, Type signIn)
    {
        IScriptPosition[]? scripts = null;
        var calls = new SignInCalls(cmdlet, signIn);
        StatementsBeforeSignIn? statements = null;
        Dictionary<string, CommandAst[]> parsed = [];
        CommandAst[] CommandsOf(string text, string? file) =>
            parsed.TryGetValue(text, out CommandAst[] known) ? known : parsed[text] = Parse(text, file);
        foreach (ErrorRecord error in errors)
        {
            if (error.InvocationInfo is not InvocationInfo at
                || (at.MyCommand is CmdletInfo command && signIn.IsAssignableFrom(command.ImplementingType)))
            {
                continue;
            }
            // An error without a script name is ignored if its stack trace has no frame in the file of the calling script, because it
            // occurred in another runspace. An error in code that Invoke-Expression runs has such a frame.
            string file = cmdlet.MyInvocation.ScriptName ?? "";
            if (string.IsNullOrEmpty(at.ScriptName) && file.Length > 0 && !ScriptStack.LinesOf(error, file).Any()) continue;
            if (scripts is null || statements is null)
            {
                IScriptExtent[] running = [.. Runspace.DefaultRunspace.Debugger.GetCallStack().Select(frame => frame.Position)];
                scripts = [.. running.Select(frame => frame.StartScriptPosition)];
                statements = new StatementsBeforeSignIn(cmdlet, calls, running);
            }

            CommandAst[] commands = CommandsOf(ScriptOf(at, scripts, out int line), at.ScriptName);
            if (commands
                    .Where(found => ScriptStack.Contains(found.Extent, line, at.OffsetInLine) || Begins(found, line, at.OffsetInLine))
                    .Any(found => calls.WasSkipped(found, error))
                || Array.Exists(commands, found => SignInFeed.Contains(found, line, at.OffsetInLine) && calls.IsSignIn(found))
                || statements.WereEnded(commands, error, line)
                || statements.WereEnded(error)
                || IsCaller(error, scripts, CommandsOf, calls, statements))
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the statement that contains the command, such as $session = Connect-FaxPlus …, begins at the specified position. An error in
    /// an expression has the position of its statement.
    /// </summary>
    private static bool Begins(Ast node, int line, int column) => node.Parent is PipelineAst or AssignmentStatementAst
        && ((node.Parent.Extent.StartLineNumber == line && node.Parent.Extent.StartColumnNumber == column)
            || Begins(node.Parent, line, column));

    /// <summary>
    /// Whether the error occurred in a function that was called in the arguments of a sign-in. The stack trace contains only the line of
    /// the call. The error is attributed to the sign-in if the line has no other statement, or calls the function only in these arguments.
    /// </summary>
    private static bool IsCaller(
        ErrorRecord error,
        IScriptPosition[] scripts,
        Func<string, string?, CommandAst[]> commandsOf,
        SignInCalls calls,
        StatementsBeforeSignIn statements)
    {
        foreach (IScriptPosition script in scripts)
        {
            StackFrame[] stack = [.. ScriptStack.CallsOf(error, script.File ?? "")];
            if (stack.Length == 0) continue;
            CommandAst[] commands = commandsOf(script.GetFullScript(), script.File);
            if (Array.Exists(stack, frame => statements.WereEnded(commands, error, frame))) return true;
            foreach (CommandAst found in commands)
            {
                if (Array.Exists(stack, frame => SignInFeed.Contains(found, frame, calls)) && calls.IsSignIn(found)) return true;
                if (found.Parent is PipelineAst { PipelineElements.Count: 1 }
                    && Array.Exists(stack, call => ScriptStack.Contains(found.Extent, call.Line, null)
                        && (IsAlone(found, call.Line) || IsInArguments(found, call, calls)))
                    && calls.WasSkipped(found, error))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsInArguments(CommandAst found, StackFrame frame, SignInCalls calls)
    {
        Ast[] callers =
        [
            .. RootOf(found).FindAll(
                node => ScriptStack.Contains(node.Extent, frame.Line, null) && calls.MayCall(node, frame.Called),
                searchNestedScriptBlocks: true),
        ];
        return callers.Length > 0 && Array.TrueForAll(callers, caller => caller != found && Encloses(found, caller));
    }

    private static Ast RootOf(Ast node)
    {
        while (node.Parent is not null) node = node.Parent;
        return node;
    }

    private static bool IsAlone(CommandAst found, int line) =>
        RootOf(found).FindAll(
            node => node is PipelineBaseAst
                && ScriptStack.Contains(node.Extent, line, null)
                && !Encloses(node, found)
                && !Encloses(found, node),
            searchNestedScriptBlocks: true).FirstOrDefault() is null;

    private static bool Encloses(Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && inner.Extent.EndOffset <= outer.Extent.EndOffset;

    /// <summary>
    /// The commands of a script. A large script that does not contain the word Connect is not parsed, because parsing it after each error
    /// would be slow.
    /// </summary>
    private static CommandAst[] Parse(string text, string? file) => text.Length > LargeScript && !SignInCalls.MayConnect(text)
        ? []
        :
        [
            .. Parser.ParseInput(text, file, out _, out _)
                .FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
                .Cast<CommandAst>(),
        ];

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
