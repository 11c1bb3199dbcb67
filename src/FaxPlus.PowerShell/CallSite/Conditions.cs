using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Evaluates conditions of a script on the assumption that certain variables are neither null, empty nor false.</summary>
/// <param name="set">The names of these variables, without scopes.</param>
internal sealed class Conditions(ICollection<string> set)
{
    /// <summary>
    /// Whether an if or foreach statement runs one of its parts: true if the part certainly runs, false if it certainly does not run. The
    /// result is null if this is unknown, and for other kinds of statements.
    /// </summary>
    public bool? Reach(Ast part, Ast parent)
    {
        if (parent is ForEachStatementAst each) return part == each.Condition ? true : Of(each.Condition) is true ? true : null;
        if (parent is not IfStatementAst choice) return null;
        foreach ((PipelineBaseAst condition, StatementBlockAst body) in choice.Clauses)
        {
            if (part == condition) return true;
            bool? holds = Of(condition);
            if (part == body) return holds;
            if (holds is not false) return holds is true ? false : null;
        }

        return true;
    }

    private bool? Of(Ast? condition) => condition switch
    {
        PipelineAst { PipelineElements: { Count: 1 } elements } => Of(elements[0]),
        CommandExpressionAst expression => Of(expression.Expression),
        ParenExpressionAst parentheses => Of(parentheses.Pipeline),
        VariableExpressionAst variable => OfVariable(Assignments.NameOf(variable.VariablePath.UserPath)),
        UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } negation => !Of(negation.Child),
        BinaryExpressionAst { Operator: TokenKind.Ine } comparison => Compared(comparison),
        BinaryExpressionAst { Operator: TokenKind.Ieq } comparison => !Compared(comparison),
        InvokeMemberExpressionAst { Static: true, Member: StringConstantExpressionAst method, Arguments: { Count: 1 } given }
            when method.Value.StartsWith("IsNullOr", StringComparison.OrdinalIgnoreCase) => !Of(given[0]),
        _ => null,
    };

    /// <summary>Evaluates the operand that is compared with $null.</summary>
    private bool? Compared(BinaryExpressionAst comparison) => IsNull(comparison.Left) ? Of(comparison.Right)
        : IsNull(comparison.Right) ? Of(comparison.Left)
        : null;

    private bool? OfVariable(string name) => set.Contains(name, StringComparer.OrdinalIgnoreCase) || Is(name, "true") ? true
        : Is(name, "false") || Is(name, "null") ? false
        : null;

    private static bool IsNull(Ast value) => value is VariableExpressionAst variable && Is(variable.VariablePath.UserPath, "null");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
