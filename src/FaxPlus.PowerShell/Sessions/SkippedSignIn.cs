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

    /// <summary>Whether one of the errors occurred in the arguments of a sign-in command.</summary>
    public static bool IsCauseOf(IEnumerable<ErrorRecord> errors, PSCmdlet cmdlet, Type signIn)
    {
        IScriptPosition[]? scripts = null;
        var calls = new CalledCommands(cmdlet);
        Dictionary<string, CommandAst[]> parsed = [];
        CommandAst[] CommandsOf(string text) => parsed.TryGetValue(text, out CommandAst[] known) ? known : parsed[text] = Parse(text);
        foreach (ErrorRecord error in errors)
        {
            if (error.InvocationInfo is not InvocationInfo at
                || (at.MyCommand is CmdletInfo command && signIn.IsAssignableFrom(command.ImplementingType)))
            {
                continue;
            }
            // Errors from another runspace have no frame in a file and do not belong to this script. Invoke-Expression has one.
            string file = cmdlet.MyInvocation.ScriptName ?? "";
            if (string.IsNullOrEmpty(at.ScriptName) && file.Length > 0 && !ScriptStack.LinesOf(error, file).Any()) continue;
            scripts ??= [.. Runspace.DefaultRunspace.Debugger.GetCallStack().Select(frame => frame.Position.StartScriptPosition)];
            if (CommandsOf(ScriptOf(at, scripts, out int line))
                    .Where(found => ScriptStack.Contains(found.Extent, line, at.OffsetInLine) || Begins(found, line, at.OffsetInLine))
                    .Any(found => SignsIn(found, error, calls, signIn))
                || IsCaller(error, scripts, CommandsOf, calls, signIn))
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
    /// Whether the error occurred in a function that was called in the arguments. The stack trace contains the line of the call only. The
    /// error is attributed to the sign-in if the line has no other statement, or calls the function in these arguments only.
    /// </summary>
    private static bool IsCaller(
        ErrorRecord error, IScriptPosition[] scripts, Func<string, CommandAst[]> commandsOf, CalledCommands calls, Type signIn)
    {
        foreach (IScriptPosition script in scripts)
        {
            (int Line, string Called)[] stack = [.. ScriptStack.CallsOf(error, script.File ?? "")];
            if (stack.Length == 0) continue;
            foreach (CommandAst found in commandsOf(script.GetFullScript()))
            {
                if (found.Parent is PipelineAst { PipelineElements.Count: 1 }
                    && Array.Exists(stack, call => ScriptStack.Contains(found.Extent, call.Line, null)
                        && (IsAlone(found, call.Line) || IsInArguments(found, call.Line, call.Called)))
                    && SignsIn(found, error, calls, signIn))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsInArguments(CommandAst found, int line, string called)
    {
        Ast[] callers =
        [
            .. RootOf(found).FindAll(
                node => node is CommandAst command
                    && string.Equals(command.GetCommandName(), called, StringComparison.OrdinalIgnoreCase)
                    && ScriptStack.Contains(node.Extent, line, null),
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
    /// The commands of a script. A large module that does not contain the name of the command is not parsed: parsing after each error of
    /// the module would be slow.
    /// </summary>
    private static CommandAst[] Parse(string text) => text.Length > LargeScript && !MayConnect(text)
        ? []
        : [.. Parser.ParseInput(text, out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];

    private static bool MayConnect(string text) => text.IndexOf("Connect", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>
    /// Whether a command signs in: the sign-in command itself, also by an alias or a variable, or a function or script of the user that
    /// calls the sign-in command and in which the error did not occur.
    /// </summary>
    private static bool SignsIn(CommandAst command, ErrorRecord error, CalledCommands calls, Type signIn) => calls.Of(command) switch
    {
        CmdletInfo { Name: "Invoke-Expression" } => command.CommandElements
            .Skip(1)
            .Select(element => (element as StringConstantExpressionAst)?.Value ?? (element as ExpandableStringExpressionAst)?.Value)
            .OfType<string>()
            // With several statements, the sign-in may have been completed before the error.
            .Where(text => Parser.ParseInput(text, out _, out _).EndBlock?.Statements.Count == 1)
            .SelectMany(Parse)
            .Any(evaluated => calls.Of(evaluated) is CmdletInfo inner && signIn.IsAssignableFrom(inner.ImplementingType)),
        CmdletInfo info => signIn.IsAssignableFrom(info.ImplementingType),
        { } info when CalledCommands.BodyOf(info) is Ast body => !ScriptStack.Includes(error, info)
            // An argument that the function itself refuses.
            && error.InvocationInfo?.MyCommand?.Name != info.Name
            && body.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true)
                .Cast<CommandAst>()
                .Where(called => MayConnect(called.GetCommandName() ?? ""))
                .Any(called => calls.Of(called) is CmdletInfo inner && signIn.IsAssignableFrom(inner.ImplementingType)),
        _ => false,
    };

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
