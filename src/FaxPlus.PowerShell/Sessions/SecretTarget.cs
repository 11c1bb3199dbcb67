using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// The variable that an assignment sets, and the code of its member or element, such as <c>$settings.Token</c>; for a variable without a
/// member, only the name.
/// </summary>
internal sealed record SecretTarget(string Name, string? Member)
{
    /// <summary>The targets of the left side of an assignment.</summary>
    public static IEnumerable<SecretTarget> Of(ExpressionAst left)
    {
        switch (left)
        {
            case AttributedExpressionAst typed:
                return Of(typed.Child);
            case ArrayLiteralAst several:
                return several.Elements.SelectMany(Of);
            case VariableExpressionAst variable:
                return [new SecretTarget(Assignments.NameOf(variable.VariablePath.UserPath), null)];
            case MemberExpressionAst or IndexExpressionAst when BaseOf(left) is { } variable:
                return [new SecretTarget(Assignments.NameOf(variable.VariablePath.UserPath), left.Extent.Text)];
            default:
                return [];
        }
    }

    /// <summary>Whether an assignment sets a variable of the script, or a global or environment variable, from any function.</summary>
    public static bool IsShared(AssignmentStatementAst assignment) => BaseOf(assignment.Left) is { VariablePath: var path }
        && (path.IsScript || path.IsGlobal || path.IsDriveQualified);

    /// <summary>Whether two assignments set the same variable, or the same member of it.</summary>
    public static bool IsSame(AssignmentStatementAst one, AssignmentStatementAst other) =>
        Of(one.Left).Any(target => Of(other.Left).Any(set => Is(set.Name, target.Name)
            && (set.Member is null || target.Member is null || Is(set.Member, target.Member))));

    /// <summary>
    /// Whether code may read what an assignment sets. Code that reads another member of the variable does not, such as
    /// <c>$account.Token</c> after <c>$account.Count = …</c>.
    /// </summary>
    public static bool MayBeReadBy(AssignmentStatementAst assignment, IEnumerable<Ast> code) => Of(assignment.Left)
        .Any(target => target.Member is null || code.SelectMany(Assignments.All<VariableExpressionAst>)
            .Where(variable => Is(Assignments.NameOf(variable.VariablePath.UserPath), target.Name))
            .Any(variable => OutermostOf(variable) is not { } read || Is(read.Extent.Text, target.Member)));

    /// <summary>The base variable of a target; null for several targets.</summary>
    public static VariableExpressionAst? BaseOf(ExpressionAst target) => target switch
    {
        VariableExpressionAst variable => variable,
        AttributedExpressionAst typed => BaseOf(typed.Child),
        MemberExpressionAst member => BaseOf(member.Expression),
        IndexExpressionAst index => BaseOf(index.Target),
        _ => null,
    };

    /// <summary>The member that an expression reads from a variable, such as <c>$row.Name</c>; otherwise, the variable.</summary>
    public static ExpressionAst MemberOf(VariableExpressionAst variable)
    {
        ExpressionAst read = variable;
        while (read.Parent is MemberExpressionAst { Static: false, Member: StringConstantExpressionAst } member
            && member is not InvokeMemberExpressionAst
            && member.Expression == read)
        {
            read = member;
        }

        return read;
    }

    /// <summary>The member or element that an expression reads from a variable; null if it reads the complete variable.</summary>
    private static Ast? OutermostOf(VariableExpressionAst variable)
    {
        Ast? read = null;
        for (Ast node = variable.Parent; node is ExpressionAst around && BaseOf(around) == variable; node = node.Parent) read = node;
        return read is InvokeMemberExpressionAst ? null : read;
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
