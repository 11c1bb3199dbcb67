using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Determines from the positions of two elements of a script which of them runs first.</summary>
internal static class ScriptFlow
{
    public static bool IsBefore(Ast one, Ast other) => one.Extent.StartOffset < other.Extent.StartOffset;

    /// <summary>Whether a loop, or a script block that may run repeatedly, contains both.</summary>
    public static bool SharesLoop(Ast one, Ast other) => Parents(one).Any(parent => parent is LoopStatementAst or ScriptBlockExpressionAst && Contains(parent, other));

    /// <summary>
    /// Whether the earlier element always runs before the later one: no branch, loop or script block contains only the earlier one. Within
    /// a branch, this holds for that branch.
    /// </summary>
    public static bool IsCertain(Ast earlier, Ast place, Ast? branch = null) => !Parents(earlier, branch).Any(parent => MayBeSkipped(parent) && !Contains(parent, place));

    /// <summary>The outermost if with an else that contains the earlier element and not the other one.</summary>
    public static IfStatementAst? ChoiceAround(Ast earlier, Ast place, Ast? branch) =>
        Parents(earlier, branch).OfType<IfStatementAst>().LastOrDefault(choice => choice.ElseClause is not null && !Contains(choice, place));

    /// <summary>The branches of an if with an else.</summary>
    public static IEnumerable<StatementBlockAst> Branches(IfStatementAst choice) => choice.Clauses.Select(clause => clause.Item2).Append(choice.ElseClause);

    public static bool Contains(Ast outer, Ast inner) => outer.Extent.StartOffset <= inner.Extent.StartOffset && outer.Extent.EndOffset >= inner.Extent.EndOffset;

    /// <summary>The method of a class that contains an element.</summary>
    public static FunctionMemberAst? MemberAround(Ast ast)
    {
        Ast? parent = ast.Parent;
        while (parent is not (null or FunctionMemberAst)) parent = parent.Parent;
        return (FunctionMemberAst?)parent;
    }

    /// <summary>Whether an element is in a script block or a method, which may run at any time, and the other position is not.</summary>
    public static bool IsDeferred(Ast ast, Ast place)
    {
        for (Ast parent = ast.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ScriptBlockExpressionAst or FunctionMemberAst && !Contains(parent, place)) return true;
        }

        return false;
    }

    private static bool MayBeSkipped(Ast parent) => parent switch
    {
        ScriptBlockExpressionAst => true,
        StatementBlockAst { Parent: SubExpressionAst or ArrayExpressionAst } => false,
        StatementBlockAst { Parent: TryStatementAst attempt } => attempt.Body != parent && attempt.Finally != parent,
        StatementBlockAst => true,
        NamedBlockAst { BlockKind: TokenKind.Process } => true,
        BinaryExpressionAst { Operator: TokenKind.And or TokenKind.Or } => true,
        // &&, || and ?: of PowerShell 7, whose types this library is not compiled with.
        _ => parent.GetType().Name is "PipelineChainAst" or "TernaryExpressionAst",
    };

    /// <summary>The elements that contain another one, up to its function.</summary>
    public static IEnumerable<Ast> Parents(Ast ast, Ast? branch = null)
    {
        for (Ast parent = ast.Parent; parent is not null and not FunctionDefinitionAst && parent != branch; parent = parent.Parent) yield return parent;
    }
}
