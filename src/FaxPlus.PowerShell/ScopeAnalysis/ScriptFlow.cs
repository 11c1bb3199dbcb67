using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Determines the execution order of two script elements from their positions.</summary>
internal static class ScriptFlow
{
    public static bool IsBefore(Ast one, Ast other) => one.Extent.StartOffset < other.Extent.StartOffset;

    /// <summary>Whether both elements are in the same loop, or in the same script block, which may run repeatedly.</summary>
    public static bool SharesLoop(Ast one, Ast other) =>
        Parents(one).Any(parent => parent is LoopStatementAst or ScriptBlockExpressionAst && Contains(parent, other));

    /// <summary>
    /// Whether the earlier element always runs before the later element, because no branch, loop or script block contains only the earlier
    /// element. If <paramref name="branch"/> is specified, only constructs inside it are considered.
    /// </summary>
    public static bool IsCertain(Ast earlier, Ast place, Ast? branch = null) =>
        !Parents(earlier, branch).Any(parent => MayBeSkipped(parent) && !Contains(parent, place));

    /// <summary>The outermost if statement with an else clause that contains the earlier element but not the later position.</summary>
    public static IfStatementAst? ChoiceAround(Ast earlier, Ast place, Ast? branch) =>
        Parents(earlier, branch)
            .OfType<IfStatementAst>()
            .LastOrDefault(choice => choice.ElseClause is not null && !Contains(choice, place));

    /// <summary>The branches of an if statement with an else clause.</summary>
    public static IEnumerable<StatementBlockAst> Branches(IfStatementAst choice) =>
        choice.Clauses.Select(clause => clause.Item2).Append(choice.ElseClause);

    public static bool Contains(Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && outer.Extent.EndOffset >= inner.Extent.EndOffset;

    /// <summary>The method of a class that contains an element, or null.</summary>
    public static FunctionMemberAst? MemberAround(Ast ast)
    {
        Ast? parent = ast.Parent;
        while (parent is not (null or FunctionMemberAst)) parent = parent.Parent;
        return (FunctionMemberAst?)parent;
    }

    /// <summary>
    /// Whether an element is in a script block or a method that does not contain the other position. Such code may run at any time.
    /// </summary>
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
        // The operators &&, || and ?: of PowerShell 7. Their AST types do not exist in the library that this project compiles against.
        _ => parent.GetType().Name is "PipelineChainAst" or "TernaryExpressionAst",
    };

    /// <summary>The ancestors of an element, up to the enclosing function or to <paramref name="branch"/>.</summary>
    public static IEnumerable<Ast> Parents(Ast ast, Ast? branch = null)
    {
        for (Ast parent = ast.Parent;
            parent is not null and not FunctionDefinitionAst && parent != branch;
            parent = parent.Parent)
        {
            yield return parent;
        }
    }
}
