using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Detects an error that ended a list of statements before a later statement of this list could sign in. An example is an error in the
/// first statement of <c>try { $token = Get-Secret x; Connect-FaxPlus -Pat $token } catch { … }</c>. If the error had not ended the list,
/// the later statement would have signed in after the error.
/// </summary>
internal sealed class StatementsBeforeSignIn(PSCmdlet cmdlet, SignInCalls calls, IReadOnlyList<IScriptExtent> running)
{
    private static readonly string[] s_loops = ["ForEach-Object", "foreach", "%", "Where-Object", "where", "?"];

    private readonly EndingErrors _ending = new(cmdlet);

    /// <summary>Whether an error at a position of a script ended a list of statements.</summary>
    /// <param name="commands">The commands of the script.</param>
    /// <param name="error">The error.</param>
    /// <param name="line">The line of the error.</param>
    public bool WereEnded(IEnumerable<CommandAst> commands, ErrorRecord error, int line)
    {
        int column = error.InvocationInfo.OffsetInLine;
        return WereEnded(commands, error, 0, statement => ScriptStack.Contains(statement.Extent, line, column)
            && statement.FindAll(node => ScriptStack.Contains(node.Extent, line, column), true).LastOrDefault() is { } part
            && IsExecutedBy(statement, part) ? part : null);
    }

    /// <summary>Whether an error ended a list of statements in one of the functions in its stack trace.</summary>
    public bool WereEnded(ErrorRecord error) => ScriptStack.FramesOf(error).Any(frame => frame.Called.Length > 0
        && !StackFrame.IsScriptBlock(frame.Name)
        && _ending.BodyOf(frame) is { } body
        && WereEnded(CommandsIn(body), error, frame));

    /// <summary>
    /// Whether an error ended a list of statements, if the error occurred in a function that is called in the line of a stack frame.
    /// </summary>
    public bool WereEnded(IEnumerable<CommandAst> commands, ErrorRecord error, StackFrame frame) => frame.Called.Length > 0
        && WereEnded(commands, error, frame.Depth, statement => ScriptStack.Contains(statement.Extent, frame.Line)
            ? statement.FindAll(
                node => ScriptStack.Contains(node.Extent, frame.Line)
                    && calls.MayCall(node, frame.Called)
                    && IsExecutedBy(statement, node),
                searchNestedScriptBlocks: true).FirstOrDefault()
            : null);

    private bool WereEnded(IEnumerable<CommandAst> commands, ErrorRecord error, int depth, Func<StatementAst, Ast?> partWithError)
    {
        Dictionary<StatementAst, Ast?> parts = [];
        Ast? PartOf(StatementAst statement) =>
            parts.TryGetValue(statement, out Ast? part) ? part : parts[statement] = partWithError(statement);
        return commands.Any(command => ListsBefore(command).Any(before => WereEnded(before, command, error, depth, PartOf)));
    }

    private bool WereEnded(
        (IReadOnlyList<StatementAst> List, int Index) before,
        CommandAst signIn,
        ErrorRecord error,
        int depth,
        Func<StatementAst, Ast?> partWithError)
    {
        (IReadOnlyList<StatementAst> list, int index) = before;
        Ast?[] parts = [.. list.Select(partWithError)];
        // If the line is ambiguous, the error may have occurred after the sign-in.
        if (Array.FindLastIndex(parts, part => part is not null) is var last && (last < 0 || last >= index)) return false;
        if (!calls.IsSignIn(signIn)) return false;
        int first = Array.FindIndex(parts, part => part is not null);
        StatementAst[] skipped = [.. list.Skip(first).Take(index - first + 1)];
        // If the error did not certainly end its statement, a condition on the value of this statement may have prevented the sign-in.
        bool isCertain = first == last && _ending.Contains(error, depth, parts[first]!, list[first]);
        var conditions = new Conditions(isCertain ? SetBy(parts[first]!, list[first]) : []);
        return (isCertain || !Reached.IsChained(list[index], list[index].Parent))
            && Reached.Always(signIn, list[index], conditions)
            && !skipped.Take(skipped.Length - 1).Any(statement => Reached.Exits(statement, conditions))
            && !IsRunning(skipped);
    }

    /// <summary>
    /// The lists of statements that contain a command, in its script block, each with the index of the statement that contains the command.
    /// </summary>
    private static IEnumerable<(IReadOnlyList<StatementAst> List, int Index)> ListsBefore(CommandAst command)
    {
        for (Ast node = command; node.Parent is { } parent and not ScriptBlockAst; node = parent)
        {
            IReadOnlyList<StatementAst>? list = (parent as StatementBlockAst)?.Statements ?? (parent as NamedBlockAst)?.Statements;
            // A trap is not a statement of the list.
            int index = list?.TakeWhile(statement => statement != node).Count() ?? 0;
            if (index < list?.Count) yield return (list, index);
            // In A && B, an error that ends A also prevents B.
            if (Reached.IsChained(node, parent))
            {
                yield return ([.. parent.FindAll(part => part.Parent == parent, false).Cast<StatementAst>()], 1);
            }
        }
    }

    /// <summary>The names of the variables that a statement sets to the value of one of its parts.</summary>
    private static string[] SetBy(Ast part, Ast statement)
    {
        List<string> names = [];
        for (Ast node = part; node is not null; node = node.Parent)
        {
            if (node is AssignmentStatementAst { Left: var left })
            {
                names.AddRange(Assignments.All<VariableExpressionAst>(left)
                    .Select(static variable => Assignments.NameOf(variable.VariablePath.UserPath)));
            }
            if (node == statement) break;
        }

        return [.. names];
    }

    /// <summary>
    /// Whether a statement itself executes one of its parts. A function, or a script block that is assigned or passed to a command other
    /// than a loop, may be executed later.
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
