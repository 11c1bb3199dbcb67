using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Determines whether a script certainly reaches a command.</summary>
internal static class Reached
{
    /// <summary>Whether a command in a statement or function certainly runs, according to the conditions that can be evaluated.</summary>
    public static bool Always(Ast command, Ast statement, Conditions conditions)
    {
        for (Ast node = command; node != statement; node = node.Parent)
        {
            if (!IsUnconditional(node, node.Parent) && conditions.Reach(node, node.Parent) is not true) return false;
            IReadOnlyList<StatementAst>? list = (node.Parent as StatementBlockAst)?.Statements
                ?? (node.Parent as NamedBlockAst)?.Statements;
            if (list?.TakeWhile(earlier => earlier != node).Any(earlier => Exits(earlier, conditions)) == true) return false;
        }

        return true;
    }

    private static bool IsUnconditional(Ast part, Ast parent) => parent switch
    {
        PipelineAst or AssignmentStatementAst or CommandExpressionAst or ParenExpressionAst or ConvertExpressionAst
            or ReturnStatementAst or SubExpressionAst or ArrayExpressionAst => true,
        CommandAst or CommandParameterAst => part is not ScriptBlockExpressionAst,
        // Only the try block itself counts, not its catch and finally blocks.
        TryStatementAst attempt => part == attempt.Body,
        StatementBlockAst => true,
        // The statements and the named blocks of a function, such as its process block, count as always executed.
        NamedBlockAst or ScriptBlockAst => part is StatementAst or NamedBlockAst,
        _ => IsChain(parent) && part.Extent.StartOffset == parent.Extent.StartOffset,
    };

    /// <summary>Whether a statement may leave its list of statements other than by an error, such as with return.</summary>
    public static bool Exits(Ast statement, Conditions conditions) => statement.FindAll(
        static node => node is ReturnStatementAst or ContinueStatementAst or BreakStatementAst or ExitStatementAst,
        searchNestedScriptBlocks: false).Any(exit => Exits(exit, statement, conditions));

    private static bool Exits(Ast exit, Ast statement, Conditions conditions)
    {
        bool endsLoop = exit is ContinueStatementAst { Label: null } or BreakStatementAst { Label: null };
        for (Ast node = exit; node != statement; node = node.Parent)
        {
            if (conditions.Reach(node, node.Parent) is false) return false;
            if (endsLoop && node.Parent is LoopStatementAst or SwitchStatementAst) return false;
        }

        return true;
    }

    /// <summary>Whether a part of a script is the right side of &amp;&amp;.</summary>
    public static bool IsChained(Ast part, Ast parent) => IsChain(parent)
        && part.Extent.StartOffset - parent.Extent.StartOffset is > 0 and var length
        && parent.Extent.Text.Substring(0, length).TrimEnd().EndsWith("&&", StringComparison.Ordinal);

    // The type PipelineChainAst exists only in PowerShell 7.
    private static bool IsChain(Ast node) => node.GetType().Name == "PipelineChainAst";
}
