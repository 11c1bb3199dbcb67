using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Finds the assignments that determine the values of variables at a statement.</summary>
internal static class Assignments
{
    /// <summary>The variable that a statement such as <c>$rows = …</c> replaces; null for any other statement.</summary>
    public static VariableExpressionAst? TargetOf(Ast statement) =>
        statement is not AssignmentStatementAst { Operator: TokenKind.Equals } assignment ? null
        : assignment.Left is ConvertExpressionAst typed ? typed.Child as VariableExpressionAst
        : assignment.Left as VariableExpressionAst;

    /// <summary>The variables that a statement reads. The target of an assignment is not read.</summary>
    public static IEnumerable<VariableExpressionAst> ReadBy(Ast statement) =>
        All<VariableExpressionAst>(TargetOf(statement) is null ? statement : ((AssignmentStatementAst)statement).Right);

    /// <summary>
    /// Whether a part of a script may determine the value that a variable has at a statement. If an assignment always runs before the
    /// statement, parts before this assignment and parts after the statement have no effect on the value.
    /// </summary>
    public static bool MayDetermine(Ast part, VariableExpressionAst variable, Ast statement)
    {
        for (Ast node = statement; node.Parent is Ast block and not ScriptBlockAst; node = block)
        {
            StatementAst? last = StatementsOf(block)
                .TakeWhile(sibling => sibling.Extent.EndOffset <= node.Extent.StartOffset)
                .LastOrDefault(sibling => IsSame(TargetOf(sibling), variable));
            if (last is null) continue;
            return !IsIn(BlockOf(part), statement)
                || (part.Extent.EndOffset >= last.Extent.EndOffset && part.Extent.StartOffset <= node.Extent.EndOffset);
        }

        return true;
    }

    public static IEnumerable<T> All<T>(Ast node)
        where T : Ast => node.FindAll(static found => found is T, searchNestedScriptBlocks: true).Cast<T>();

    private static IEnumerable<StatementAst> StatementsOf(Ast block) =>
        (block as StatementBlockAst)?.Statements ?? (block as NamedBlockAst)?.Statements ?? Enumerable.Empty<StatementAst>();

    private static bool IsIn(Ast block, Ast? node)
    {
        while (node is not null && node != block) node = node.Parent;
        return node is not null;
    }

    private static Ast BlockOf(Ast node)
    {
        while (node is not ScriptBlockAst && node.Parent is not null) node = node.Parent;
        return node;
    }

    private static bool IsSame(VariableExpressionAst? target, VariableExpressionAst variable) =>
        string.Equals(target?.VariablePath.UserPath, variable.VariablePath.UserPath, StringComparison.OrdinalIgnoreCase);
}
