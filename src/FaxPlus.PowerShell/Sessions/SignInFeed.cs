using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Determines whether an error occurred in code that provides the input of a sign-in, which did not run for this reason. This is the code
/// before the sign-in in a pipeline, such as <c>Get-Secret x | ForEach-Object { Connect-FaxPlus -Pat $_ }</c>, and the header of a foreach
/// statement that contains the sign-in.
/// </summary>
internal static class SignInFeed
{
    private static readonly string[] s_loops = ["ForEach-Object", "foreach", "%"];

    /// <summary>Whether an error at a position occurred in the input of a command.</summary>
    public static bool Contains(CommandAst signIn, int line, int column) => Of(signIn)
        .Where(feed => ScriptStack.Contains(feed.Extent, line, column))
        .Any(feed => !IsSilent(feed, node => ScriptStack.Contains(node.Extent, line, column)));

    /// <summary>Whether the input of a command calls the function in which an error occurred, in the line of a stack frame.</summary>
    public static bool Contains(CommandAst signIn, StackFrame frame, SignInCalls calls)
    {
        bool IsCall(Ast node) => ScriptStack.Contains(node.Extent, frame.Line) && calls.MayCall(node, frame.Called);
        return frame.Called.Length > 0 && Of(signIn).Any(feed => Assignments.All<Ast>(feed).Any(IsCall) && !IsSilent(feed, IsCall));
    }

    private static IEnumerable<Ast> Of(CommandAst signIn)
    {
        for (Ast node = signIn; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case PipelineAst pipeline:
                    foreach (CommandBaseAst element in pipeline.PipelineElements.TakeWhile(element => element != node)) yield return element;
                    break;
                case ForEachStatementAst loop when node == loop.Body:
                    yield return loop.Condition;
                    break;
                case CommandAst command when node is ScriptBlockExpressionAst
                    && s_loops.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase):
                case TryStatementAst attempt when node == attempt.Body:
                case StatementBlockAst or NamedBlockAst or ScriptBlockAst or ScriptBlockExpressionAst or AssignmentStatementAst:
                    break;
                default:
                    yield break;
            }
        }
    }

    /// <summary>Whether the script ignores errors of a command, so that the input is optional.</summary>
    private static bool IsSilent(Ast feed, Func<Ast, bool> isAtError) => Assignments.All<CommandAst>(feed)
        .Where(command => isAtError(command))
        .Select(EndingErrors.ActionOf)
        .Any(static action => action is StringConstantExpressionAst { Value: var text }
            && (text.Equals("SilentlyContinue", StringComparison.OrdinalIgnoreCase)
                || text.Equals("Ignore", StringComparison.OrdinalIgnoreCase)));
}
