using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>The expressions that a script assigns to its variables, or to elements and members of their values.</summary>
internal sealed class WrittenValues(ScriptFile file)
{
    private readonly Lazy<ILookup<string, WrittenValue>> _values = new(
        () => file.Parts.SelectMany(Of).ToLookup(written => written.Name, StringComparer.OrdinalIgnoreCase));

    public IEnumerable<WrittenValue> Of(string name) => _values.Value[name];

    /// <summary>The values that are assigned to a property with this name, in a class, an object or a hashtable.</summary>
    public IEnumerable<Ast> OfProperty(string name) => _values.Value["." + name].Select(written => written.Value);

    private static IEnumerable<WrittenValue> Of(Ast part) => part switch
    {
        HashtableAst table =>
            table.KeyValuePairs
                .Where(pair => pair.Item1 is StringConstantExpressionAst)
                .Select(pair => Property(((StringConstantExpressionAst)pair.Item1).Value, pair.Item2)),
        PropertyMemberAst { InitialValue: { } value } property => [Property(property.Name, value)],
        AssignmentStatementAst assignment => To(assignment.Left, assignment.Right),
        ForEachStatementAst loop => To(loop.Variable, loop.Condition),
        UnaryExpressionAst
        {
            TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus
        } count => To(count.Child, count),
        DataStatementAst { Variable: string name } data => [new(name, data, true, false)],
        // A method may store its argument in the object, for example $list.Add($value).
        InvokeMemberExpressionAst { Static: false, Arguments: { } given } call =>
            given.SelectMany(argument => To(call.Expression, argument, isWhole: false)),
        ConvertExpressionAst reference when reference.Type.TypeName.Name.Equals("ref", StringComparison.OrdinalIgnoreCase) =>
            To(
                reference.Child,
                ScriptFlow.Parents(reference).FirstOrDefault(parent => parent is CommandAst or InvokeMemberExpressionAst) ?? reference,
                isWhole: false),
        CommandAst command => NamesOf(command).Select(name => new WrittenValue(name, command, true, true)),
        _ => [],
    };

    /// <summary>The variables that a command sets by name, such as with Set-Variable, -OutVariable or Tee-Object -Variable.</summary>
    private static IEnumerable<string> NamesOf(CommandAst command)
    {
        bool isWriter = KnownCode.VariableWriters.Contains(command.GetCommandName() ?? "") || command.GetCommandName() is "sv" or "nv";
        return UnreadCode.ArgumentsOf(command)
            .Where((given, i) => given.Parameter is null
                ? isWriter && i == 0
                : UnreadCode.NamesVariable(given.Parameter)
                    || (isWriter && given.Parameter.StartsWith("N", StringComparison.OrdinalIgnoreCase)))
            .Select(given => given.Value).OfType<StringConstantExpressionAst>().Select(name => name.Value.TrimStart('+'));
    }

    private static WrittenValue Property(string name, Ast value) => new("." + name, value, false, false);

    /// <summary>The variables on the left side of an assignment, even if only an element or a member of the variable is set.</summary>
    private static IEnumerable<WrittenValue> To(Ast left, Ast value, bool isWhole = true) => left switch
    {
        VariableExpressionAst variable =>
            [new(ScriptVariables.NameOf(variable), value, isWhole, !variable.VariablePath.IsUnscopedVariable)],
        // The result of a conversion to a data type is not a script block.
        ConvertExpressionAst conversion =>
            To(conversion.Child, KnownValues.IsData(conversion.StaticType) ? conversion.Type : value, isWhole),
        AttributedExpressionAst attributed => To(attributed.Child, value, isWhole),
        MemberExpressionAst { Member: StringConstantExpressionAst name } member =>
            To(member.Expression, value, isWhole: false).Append(Property(name.Value, value)),
        MemberExpressionAst member => To(member.Expression, value, isWhole: false),
        IndexExpressionAst item => To(item.Target, value, isWhole: false),
        ArrayLiteralAst several => several.Elements.SelectMany(element => To(element, value, isWhole)),
        ParenExpressionAst parentheses => To(parentheses.Pipeline, value, isWhole),
        PipelineAst { PipelineElements: { Count: 1 } elements } when elements[0] is CommandExpressionAst only =>
            To(only.Expression, value, isWhole),
        _ => [],
    };
}
