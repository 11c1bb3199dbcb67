using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Determines the entries of a splatted hashtable at the position of a command, from the assigned literal and the statements that add, set
/// or remove entries. Statements in a branch or a loop may or may not have run.
/// </summary>
internal sealed class SplatReader
{
    // A hashtable may contain the entries of other hashtables. The limit stops a circular reference.
    private const int MaxDepth = 8;

    private static readonly string[] s_changingMethods = ["Add", "Remove", "Clear"];

    // Member names that return the hashtable itself. Null represents a name that is not constant.
    private static readonly string?[] s_selves = ["SyncRoot", "PSObject", "psbase", "psadapted", "psextended", "BaseObject", null];

    private static readonly string[] s_harmlessMethods =
        ["Add", "Remove", "Clear", "Clone", "Contains", "ContainsKey", "ContainsValue", "GetEnumerator", "ToString", "GetType"];

    private readonly ScriptVariables _variables;
    private readonly ConstantText _texts;
    private readonly ILookup<string, Ast> _changes;
    private readonly ScriptFile _file;
    private readonly HashSet<string> _shared;

    public SplatReader(ScriptFile file, ScriptVariables variables, ConstantText texts)
    {
        _file = file;
        _variables = variables;
        _texts = texts;
        _changes = file.Root.FindAll(static ast => Changed(ast) is not null, searchNestedScriptBlocks: true)
            .OrderBy(ast => ast.Extent.StartOffset)
            .ToLookup(ast => ScriptVariables.NameOf(Changed(ast)!), StringComparer.OrdinalIgnoreCase);
        _shared = new HashSet<string>(
            file.Root.FindAll(
                    ast => ast is VariableExpressionAst { Splatted: false } variable && IsShared(variable), searchNestedScriptBlocks: true)
                .Cast<VariableExpressionAst>()
                .Select(ScriptVariables.NameOf),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The entries of the variable at a position.</summary>
    public Splat At(VariableExpressionAst variable, Ast place) => Read(ScriptVariables.NameOf(variable), place, 0);

    /// <summary>The value of an argument or an entry, before the receiving parameter is known.</summary>
    public CommandArgument Argument(Ast value)
    {
        if (ScriptVariables.Unwrap(value) is VariableExpressionAst variable)
        {
            switch (ScriptVariables.NameOf(variable).ToLowerInvariant())
            {
                case "null":
                    return CommandArgument.Absent;
                case "true":
                    return CommandArgument.Constant("true");
                case "false":
                    return CommandArgument.Constant("false");
            }
        }

        return _texts.Of(value) is string text ? CommandArgument.Constant(text) : CommandArgument.Given;
    }

    private Splat Read(string name, Ast place, int depth)
    {
        var splat = new Splat();
        FunctionDefinitionAst? owner = ScriptFile.OwnerOf(place);
        if (depth > MaxDepth || _variables.Parameters(name).Any(parameter => ScriptFile.OwnerOf(parameter) == owner)) return splat;
        if (_shared.Contains(name)
            || _variables.IsWrittenOtherwise(name)
            || _file.IsChangedElsewhere(name)
            || IsChangedByAnother(name, owner))
        {
            return splat;
        }

        // A function uses the variable of the script until the function assigns a local variable.
        bool isLocal = _changes[name].Any(change => ScriptFile.OwnerOf(change) == owner && IsWholeAssignment(change));
        if (!isLocal && owner is not null)
        {
            Fold(splat, [.. _changes[name].Where(change => ScriptFile.OwnerOf(change) is null)], place, depth);
        }

        // Statements later in the loop body may have run in an earlier iteration, so these statements are applied before the statements of
        // this iteration.
        Ast[] own = [.. _changes[name].Where(change => ScriptFile.OwnerOf(change) == owner)];
        Fold(splat, [.. own.Where(change => ScriptFlow.IsBefore(change, place) && !ScriptFlow.SharesLoop(change, place))], place, depth);
        foreach (Ast change in own.Where(change => !ScriptFlow.IsBefore(change, place) && ScriptFlow.SharesLoop(change, place)))
        {
            Apply(splat, change, isCertain: false, depth);
        }
        Fold(splat, [.. own.Where(change => ScriptFlow.IsBefore(change, place) && ScriptFlow.SharesLoop(change, place))], place, depth);
        foreach (Ast change in own.Where(change => ScriptFlow.IsDeferred(change, place))) Apply(splat, change, isCertain: false, depth);
        return splat;
    }

    /// <summary>
    /// Applies changes in order. One branch of an if statement with an else clause always runs, so an entry that all branches change is
    /// certainly changed.
    /// </summary>
    private void Fold(Splat splat, IReadOnlyList<Ast> changes, Ast place, int depth, Ast? branch = null)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            if (ScriptFlow.ChoiceAround(changes[i], place, branch) is not { } choice)
            {
                Apply(splat, changes[i], ScriptFlow.IsCertain(changes[i], place, branch), depth);
                continue;
            }

            Ast[] inside = [.. changes.Skip(i).TakeWhile(change => ScriptFlow.Contains(choice, change))];
            Splat[] outcomes = [.. ScriptFlow.Branches(choice).Select(one =>
            {
                Splat outcome = splat.Copy();
                Fold(outcome, [.. inside.Where(change => ScriptFlow.Contains(one, change))], place, depth, one);
                return outcome;
            })];
            splat.Replace(Merged(outcomes), ScriptFlow.IsCertain(choice, place, branch));
            i += inside.Length - 1;
        }
    }

    private static Splat Merged(IReadOnlyList<Splat> outcomes)
    {
        Splat mixed = outcomes[0].Copy();
        foreach (Splat other in outcomes.Skip(1)) mixed.Replace(other, isCertain: false);
        return mixed;
    }

    private void Apply(Splat splat, Ast change, bool isCertain, int depth)
    {
        switch (change)
        {
            case AssignmentStatementAst { Left: MemberExpressionAst member } entry:
                Set(splat, member.Member, entry, isCertain);
                break;
            case AssignmentStatementAst { Left: IndexExpressionAst item } entry:
                Set(splat, item.Index, entry, isCertain);
                break;
            case AssignmentStatementAst { Operator: TokenKind.PlusEquals } more:
                splat.Add(Value(more.Right, depth + 1), isCertain);
                break;
            case AssignmentStatementAst { Operator: TokenKind.Equals } whole:
                splat.Replace(Value(whole.Right, depth + 1), isCertain);
                break;
            case InvokeMemberExpressionAst { Arguments: { Count: 2 } pair } when _texts.Complete(pair[0]) is string added:
                splat.Set(added, Argument(pair[1]), isCertain);
                break;
            case InvokeMemberExpressionAst { Arguments: { Count: 1 } only } when _texts.Complete(only[0]) is string removed:
                splat.Set(removed, CommandArgument.Absent, isCertain);
                break;
            default:
                splat.MarkIncomplete();
                break;
        }
    }

    private void Set(Splat splat, Ast key, AssignmentStatementAst assignment, bool isCertain)
    {
        if (_texts.Complete(key) is string name) splat.Set(name, Argument(assignment.Right), isCertain);
        else splat.MarkIncomplete();
    }

    private Splat Value(Ast value, int depth) => ScriptVariables.Unwrap(value) switch
    {
        HashtableAst literal => Literal(literal),
        VariableExpressionAst variable => Read(ScriptVariables.NameOf(variable), value, depth),
        BinaryExpressionAst { Operator: TokenKind.Plus } sum => Sum(sum, depth),
        InvokeMemberExpressionAst { Member: StringConstantExpressionAst { Value: "Clone" } } copy => Value(copy.Expression, depth),
        IfStatementAst { ElseClause: not null } choice => Merged(
        [
            .. ScriptFlow.Branches(choice)
                .Select(branch => branch.Statements.Count == 1 ? Value(branch.Statements[0], depth) : new Splat())
        ]),
        _ => new Splat(),
    };

    private Splat Literal(HashtableAst literal)
    {
        Splat splat = Splat.Empty();
        foreach (Tuple<ExpressionAst, StatementAst> pair in literal.KeyValuePairs)
        {
            if (_texts.Complete(pair.Item1) is string name) splat.Set(name, Argument(pair.Item2), isCertain: true);
            else splat.MarkIncomplete();
        }

        return splat;
    }

    private Splat Sum(BinaryExpressionAst sum, int depth)
    {
        Splat splat = Splat.Empty();
        splat.Add(Value(sum.Left, depth), isCertain: true);
        splat.Add(Value(sum.Right, depth), isCertain: true);
        return splat;
    }

    /// <summary>Whether another function, which does not contain this position, changes the hashtable of the script.</summary>
    private bool IsChangedByAnother(string name, FunctionDefinitionAst? owner) => _changes[name]
        .Where(change => ScriptFile.OwnerOf(change) is { } other && other != owner)
        .GroupBy(ScriptFile.OwnerOf)
        .Any(changes => changes.Any(change => Changed(change)!.VariablePath.IsUnscopedVariable is false)
            || !changes.Any(IsWholeAssignment));

    /// <summary>
    /// Whether other references may change the hashtable, because the script passes the hashtable to other code. Reading an entry, adding
    /// the hashtable to another hashtable, and copying the hashtable create no such reference.
    /// </summary>
    private bool IsShared(VariableExpressionAst variable)
    {
        Ast inner = variable;
        Ast parent = variable.Parent;
        while (parent is UsingExpressionAst or ParenExpressionAst or ConvertExpressionAst or CommandExpressionAst
            or PipelineAst { PipelineElements.Count: 1 } or AttributedExpressionAst)
        {
            (inner, parent) = (parent, parent.Parent);
        }
        switch (parent)
        {
            case MemberExpressionAst or IndexExpressionAst when ScriptVariables.IsAssigned(parent)
                && (inner != variable || parent.Parent is ArrayLiteralAst):
                return true;
            case AssignmentStatementAst assignment when assignment.Left == inner || assignment.Left == variable:
                return false;
            case AssignmentStatementAst { Operator: TokenKind.Equals } copy when ScriptVariables.Target(copy.Left) is string other:
                // Both variables refer to the same hashtable, so a change through either variable counts.
                return _changes[ScriptVariables.NameOf(variable)]
                    .Concat(_changes[other])
                    .Any(change => !IsWholeAssignment(change)
                        && change is not AssignmentStatementAst { Operator: TokenKind.PlusEquals, Left: VariableExpressionAst });
            case AssignmentStatementAst { Operator: TokenKind.PlusEquals, Left: VariableExpressionAst }:
            case InvokeMemberExpressionAst call when call.Expression == inner
                && call.Member is StringConstantExpressionAst method
                && s_harmlessMethods.Contains(method.Value, StringComparer.OrdinalIgnoreCase):
            case MemberExpressionAst member and not InvokeMemberExpressionAst when member.Expression == inner
                && !s_selves.Contains((member.Member as StringConstantExpressionAst)?.Value, StringComparer.OrdinalIgnoreCase):
            case IndexExpressionAst:
            case BinaryExpressionAst:
            case UnaryExpressionAst:
            case SubExpressionAst or ExpandableStringExpressionAst:
            case IfStatementAst:
                return false;
            default:
                return _changes[ScriptVariables.NameOf(variable)].Any();
        }
    }

    /// <summary>The variable that an element assigns, or whose hashtable the element changes; otherwise null.</summary>
    public static VariableExpressionAst? Changed(Ast ast) => ast switch
    {
        AssignmentStatementAst { Left: MemberExpressionAst { Expression: VariableExpressionAst variable } } => variable,
        AssignmentStatementAst { Left: IndexExpressionAst { Target: VariableExpressionAst variable } } => variable,
        AssignmentStatementAst { Left: VariableExpressionAst variable } => variable,
        AssignmentStatementAst { Left: AttributedExpressionAst { Child: VariableExpressionAst variable } } => variable,
        InvokeMemberExpressionAst { Expression: VariableExpressionAst variable, Member: StringConstantExpressionAst method }
            when s_changingMethods.Contains(method.Value, StringComparer.OrdinalIgnoreCase) => variable,
        _ => null,
    };

    public static bool IsWholeAssignment(Ast change) =>
        change is AssignmentStatementAst { Left: VariableExpressionAst or AttributedExpressionAst, Operator: TokenKind.Equals };
}
