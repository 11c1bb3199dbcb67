using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Determines the string value of an expression without running the expression. <c>{…}</c> replaces each part that is not constant, such as
/// an id within a path.
/// </summary>
internal sealed class ConstantText(ScriptFile file, ScriptVariables variables)
{
    // The expression that is assigned to a variable may contain other variables. The limit stops a circular reference.
    private const int MaxDepth = 20;

    /// <summary>The complete string; null if a part is not constant.</summary>
    public string? Complete(Ast? ast) => Of(ast) is string text && !text.Contains(CommandArgument.Gap) ? text : null;

    /// <summary>The string, with placeholders; null if no part is constant.</summary>
    public string? Of(Ast? ast) => Of(ast, 0) is string text && text != CommandArgument.Gap ? text : null;

    private string Of(Ast? ast, int depth)
    {
        if (depth > MaxDepth) return CommandArgument.Gap;
        switch (ast)
        {
            case StringConstantExpressionAst text:
                return text.Value;
            case ConstantExpressionAst constant:
                return Convert.ToString(constant.Value, CultureInfo.InvariantCulture);
            case ExpandableStringExpressionAst text:
                return Expanded(text, depth);
            case VariableExpressionAst variable:
                return Of(variable, depth);
            case UsingExpressionAst outer:
                return Of(outer.SubExpression, depth + 1);
            case BinaryExpressionAst { Operator: TokenKind.Plus } sum:
                return Of(sum.Left, depth + 1) + Of(sum.Right, depth + 1);
            case BinaryExpressionAst { Operator: TokenKind.Format } format:
                return Regex.Replace(Of(format.Left, depth + 1), @"\{\d+[^{}]*\}", CommandArgument.Gap);
            case ConvertExpressionAst conversion when ScriptVariables.IsPlain(conversion.Type):
                return Of(conversion.Child, depth + 1);
            case ParenExpressionAst parentheses:
                return Of(parentheses.Pipeline, depth + 1);
            case CommandExpressionAst expression:
                return Of(expression.Expression, depth + 1);
            case PipelineAst { PipelineElements: { Count: 1 } elements }:
                return Of(elements[0], depth + 1);
            case CommandAst command when command.GetCommandName() is "Join-Path":
                return Joined(command, depth);
            case InvokeMemberExpressionAst
            {
                Static: true,
                Expression: TypeExpressionAst type,
                Member: StringConstantExpressionAst { Value: "ChangeExtension" },
                Arguments: { Count: 2 } change
            } when type.TypeName.GetReflectionType() == typeof(Path):
                return CommandArgument.Gap + Of(change[1], depth + 1);
            default:
                return CommandArgument.Gap;
        }
    }

    private string Of(VariableExpressionAst variable, int depth)
    {
        string name = ScriptVariables.NameOf(variable);
        if (string.Equals(name, "PSScriptRoot", StringComparison.OrdinalIgnoreCase) && file.Path is not null)
        {
            return Path.GetDirectoryName(file.Path);
        }
        return !file.IsChangedElsewhere(name) && variables.OnlyValue(variable) is { } value ? Of(value, depth + 1) : CommandArgument.Gap;
    }

    private string Expanded(ExpandableStringExpressionAst text, int depth)
    {
        string result = text.Value;
        int from = 0;
        foreach (ExpressionAst nested in text.NestedExpressions)
        {
            int at = result.IndexOf(nested.Extent.Text, from, StringComparison.Ordinal);
            if (at < 0) return CommandArgument.Gap;
            string value = Of(nested, depth + 1);
            result = result.Substring(0, at) + value + result.Substring(at + nested.Extent.Text.Length);
            from = at + value.Length;
        }

        return result;
    }

    private string Joined(CommandAst command, int depth)
    {
        Ast[] parts = [.. command.CommandElements.Skip(1).Where(element => element is not CommandParameterAst)];
        return parts.Length < 2
            ? CommandArgument.Gap
            : parts.Select(part => Of(part, depth + 1))
                .Aggregate((folder, child) => folder.TrimEnd('/', '\\') + "/" + child.TrimStart('/', '\\'));
    }
}
