using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>The expressions whose values a script puts into a variable, or into what the variable contains.</summary>
internal sealed class WrittenValues(ScriptFile file)
{
    private readonly Lazy<ILookup<string, Ast>> _values = new(() => file.Parts.SelectMany(Of).ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase));

    public IEnumerable<Ast> Of(string name) => _values.Value[name];

    /// <summary>The values of a property of the classes of a script, wherever a property or an entry of this name is set.</summary>
    public IEnumerable<Ast> OfProperty(string name) => _values.Value["." + name];

    private static IEnumerable<(string Name, Ast Value)> Of(Ast part) => part switch
    {
        HashtableAst table => table.KeyValuePairs.Where(pair => pair.Item1 is StringConstantExpressionAst).Select(pair => ("." + ((StringConstantExpressionAst)pair.Item1).Value, (Ast)pair.Item2)),
        PropertyMemberAst { InitialValue: { } value } property => [("." + property.Name, value)],
        AssignmentStatementAst assignment => To(assignment.Left, assignment.Right),
        ForEachStatementAst loop => To(loop.Variable, loop.Condition),
        UnaryExpressionAst count => To(count.Child, count),
        DataStatementAst { Variable: string name } data => [(name, data)],
        // $list.Add($value)
        InvokeMemberExpressionAst { Static: false, Arguments: { } given } call => given.SelectMany(argument => To(call.Expression, argument)),
        ConvertExpressionAst reference when reference.Type.TypeName.Name.Equals("ref", StringComparison.OrdinalIgnoreCase) => To(reference.Child, ScriptFlow.Parents(reference).FirstOrDefault(parent => parent is CommandAst or InvokeMemberExpressionAst) ?? reference),
        CommandAst command when command.CommandElements.OfType<CommandParameterAst>().Any(named => UnreadCode.NamesVariable(named.ParameterName)) || KnownCode.VariableWriters.Contains(command.GetCommandName() ?? "") || command.GetCommandName() is "sv" or "nv" =>
            command.CommandElements.Skip(1).OfType<StringConstantExpressionAst>().Select(name => (name.Value.TrimStart('+'), (Ast)command)),
        _ => [],
    };

    /// <summary>The variables of the left side of an assignment, also those of which only an element or a member is set.</summary>
    private static IEnumerable<(string Name, Ast Value)> To(Ast left, Ast value) => left switch
    {
        VariableExpressionAst variable => [(ScriptVariables.NameOf(variable), value)],
        // What is converted to data is no script block.
        ConvertExpressionAst conversion => To(conversion.Child, KnownValues.IsData(conversion.StaticType) ? conversion.Type : value),
        AttributedExpressionAst attributed => To(attributed.Child, value),
        MemberExpressionAst { Member: StringConstantExpressionAst name } member => To(member.Expression, value).Append(("." + name.Value, value)),
        MemberExpressionAst member => To(member.Expression, value),
        IndexExpressionAst item => To(item.Target, value),
        ArrayLiteralAst several => several.Elements.SelectMany(element => To(element, value)),
        ParenExpressionAst parentheses => To(parentheses.Pipeline, value),
        PipelineAst { PipelineElements: { Count: 1 } elements } when elements[0] is CommandExpressionAst only => To(only.Expression, value),
        _ => [],
    };
}
