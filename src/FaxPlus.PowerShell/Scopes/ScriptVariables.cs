using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell;

/// <summary>The variables of a script, and what is assigned to them.</summary>
internal sealed class ScriptVariables
{
    private readonly ILookup<string, AssignmentStatementAst> _assignments;
    private readonly ILookup<string, ParameterAst> _parameters;
    private readonly HashSet<string> _elsewhere;

    public ScriptVariables(ScriptBlockAst root)
    {
        _assignments = root.FindAll(static ast => ast is AssignmentStatementAst, searchNestedScriptBlocks: true).Cast<AssignmentStatementAst>()
            .Where(assignment => Target(assignment.Left) is not null)
            .ToLookup(assignment => Target(assignment.Left)!, StringComparer.OrdinalIgnoreCase);
        _parameters = root.FindAll(static ast => ast is ParameterAst, searchNestedScriptBlocks: true).Cast<ParameterAst>()
            .ToLookup(parameter => NameOf(parameter.Name), StringComparer.OrdinalIgnoreCase);
        _elsewhere = new HashSet<string>(
            root.FindAll(static ast => ast is ForEachStatementAst or UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus }, searchNestedScriptBlocks: true)
                .Select(static ast => ast is ForEachStatementAst loop ? loop.Variable : ((UnaryExpressionAst)ast).Child)
                .OfType<VariableExpressionAst>()
                .Select(NameOf),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The name without its scope: <c>$using:p</c> and <c>$script:p</c> are <c>$p</c>.</summary>
    public static string NameOf(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.Substring(path.IndexOf(':') + 1);
    }

    /// <summary>The variable on the left of an assignment, types and attributes aside; null where it is something else.</summary>
    public static string? Target(Ast left) => left switch
    {
        VariableExpressionAst variable => NameOf(variable),
        AttributedExpressionAst attributed => Target(attributed.Child),
        _ => null,
    };

    /// <summary>The expression within parentheses, types and a pipeline of its own.</summary>
    public static Ast Unwrap(Ast value) => value switch
    {
        PipelineAst { PipelineElements: { Count: 1 } elements } when elements[0] is CommandExpressionAst only => Unwrap(only.Expression),
        CommandExpressionAst command => Unwrap(command.Expression),
        ParenExpressionAst parentheses => Unwrap(parentheses.Pipeline),
        ConvertExpressionAst conversion => Unwrap(conversion.Child),
        _ => value,
    };

    /// <summary>What is assigned to a variable, where that happens in one place of the whole script and nothing else fills it.</summary>
    public Ast? OnlyValue(string name)
    {
        if (_parameters.Contains(name) || _elsewhere.Contains(name)) return null;
        AssignmentStatementAst[] all = [.. _assignments[name]];
        return all.Length == 1 && all[0].Operator == TokenKind.Equals ? Unwrap(all[0].Right) : null;
    }

    /// <summary>The parameters of the script and its functions that are called so.</summary>
    public IEnumerable<ParameterAst> Parameters(string name) => _parameters[name];
}
