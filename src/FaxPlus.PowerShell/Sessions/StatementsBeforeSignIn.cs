using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Detects an error that ended a list of statements before a later statement of this list signs in, such as an error in the first statement
/// of <c>try { $token = Get-Secret x; Connect-FaxPlus -Pat $token } catch { … }</c>. If the error had not ended the list, the later
/// sign-in would be newer than the error.
/// </summary>
internal sealed class StatementsBeforeSignIn(PSCmdlet cmdlet, SignInCalls calls, IReadOnlyList<IScriptExtent> running)
{
    /// <summary>The name of a script file or script block in a stack trace.</summary>
    private const string ScriptBlock = "<ScriptBlock>";

    private static readonly string[] s_loops = ["ForEach-Object", "foreach", "%", "Where-Object", "where", "?"];

    /// <summary>Whether an error at a position of a script ended a list of statements.</summary>
    /// <param name="commands">The commands of the script.</param>
    /// <param name="line">The line of the error.</param>
    /// <param name="column">The column of the error.</param>
    public bool WereEnded(IEnumerable<CommandAst> commands, int line, int column) =>
        commands.Any(command => WereEnded(command, statement => ScriptStack.Contains(statement.Extent, line, column)
            && IsExecutedBy(
                statement, statement.FindAll(node => ScriptStack.Contains(node.Extent, line, column), true).LastOrDefault())));

    /// <summary>Whether an error ended a list of statements in one of the functions that led to the error.</summary>
    public bool WereEnded(ErrorRecord error) => ScriptStack.FramesOf(error).Any(frame => frame.Called.Length > 0
        && cmdlet.InvokeCommand.GetCommands(frame.Name, CommandTypes.Function, nameIsPattern: false).FirstOrDefault() is FunctionInfo
        {
            ScriptBlock.Ast: { } body,
        }
        && WereEnded(CommandsIn(body), frame.Line, frame.Called));

    /// <summary>Whether an error in a function that a line of a script called ended a list of statements.</summary>
    public bool WereEnded(IEnumerable<CommandAst> commands, int line, string called) => called.Length > 0
        && commands.Any(command => WereEnded(
            command,
            statement => ScriptStack.Contains(statement.Extent, line)
                && CommandsIn(statement).Any(call => ScriptStack.Contains(call.Extent, line)
                    && (string.Equals(call.GetCommandName(), called, StringComparison.OrdinalIgnoreCase)
                        || (called == ScriptBlock && call.InvocationOperator != TokenKind.Unknown))
                    && IsExecutedBy(statement, call))));

    private bool WereEnded(CommandAst signIn, Func<StatementAst, bool> hasError)
    {
        if (!calls.IsSignIn(signIn)) return false;
        foreach ((IReadOnlyList<StatementAst> list, int index) in ListsOf(signIn))
        {
            int[] candidates = [.. Enumerable.Range(0, list.Count).Where(i => hasError(list[i]))];
            // If the line is ambiguous, the error may have occurred after the sign-in.
            if (candidates.Length == 0 || candidates[candidates.Length - 1] >= index) continue;
            StatementAst[] skipped = [.. list.Skip(candidates[0]).Take(index - candidates[0] + 1)];
            if (skipped.Take(skipped.Length - 1).Any(Exits) || IsRunning(skipped)) continue;
            return true;
        }

        return false;
    }

    /// <summary>
    /// The lists of statements in which the command is executed unless an earlier statement ends the list, each with the index of the
    /// statement that contains the command.
    /// </summary>
    private static IEnumerable<(IReadOnlyList<StatementAst> List, int Index)> ListsOf(CommandAst command)
    {
        for (Ast node = command; node.Parent is { } parent; node = parent)
        {
            IReadOnlyList<StatementAst>? list = (parent as StatementBlockAst)?.Statements ?? (parent as NamedBlockAst)?.Statements;
            if (list is not null) yield return (list, list.TakeWhile(statement => statement != node).Count());
            bool isUnconditional = parent is PipelineAst or AssignmentStatementAst or CommandExpressionAst or ParenExpressionAst
                or ConvertExpressionAst or TryStatementAst || (parent is StatementBlockAst { Parent: TryStatementAst attempt } body
                    && attempt.Body == body);
            if (!isUnconditional) yield break;
        }
    }

    /// <summary>
    /// Whether a statement executes a part of it itself. A function, or a script block that is assigned or passed to a command other than a
    /// loop, may be executed later.
    /// </summary>
    private static bool IsExecutedBy(StatementAst statement, Ast? part)
    {
        for (Ast? node = part; node is not null; node = node.Parent)
        {
            if (node is FunctionDefinitionAst || (node is ScriptBlockExpressionAst && !IsExecuted(node))) return false;
            if (node == statement) return true;
        }

        return false;
    }

    private static bool IsExecuted(Ast block) => block.Parent is CommandAst command
        && (command.CommandElements[0] == block || s_loops.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a statement may end the list in another way than by an error.</summary>
    private static bool Exits(Ast statement) => statement.Find(
        node => node is ReturnStatementAst or ContinueStatementAst or BreakStatementAst or ExitStatementAst,
        searchNestedScriptBlocks: false) is not null;

    /// <summary>Whether the current command is called in these statements, so that the sign-in may still follow.</summary>
    private bool IsRunning(StatementAst[] statements)
    {
        IScriptExtent first = statements[0].Extent, last = statements[statements.Length - 1].Extent;
        return running.Any(frame => frame.File == first.File
            && frame.StartOffset >= first.StartOffset
            && frame.EndOffset <= last.EndOffset
            && frame.StartScriptPosition.GetFullScript() == first.StartScriptPosition.GetFullScript());
    }

    private static IEnumerable<CommandAst> CommandsIn(Ast code) =>
        code.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
}
