using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>The variables of a script, and their assignments.</summary>
internal sealed class ScriptVariables
{
    private static readonly string[] s_scopes = ["global", "script", "local", "private", "using", "variable"];

    private static readonly string[] s_plainTypes =
        ["string", "uri", "int", "long", "bool", "hashtable", "ordered", "object", "array", "string[]", "object[]", "scriptblock"];

    private readonly ILookup<string, AssignmentStatementAst> _assignments;
    private readonly ILookup<string, ParameterAst> _parameters;
    private readonly HashSet<string> _elsewhere;

    // Variable names that occur as text, because a command such as Set-Variable or a data statement may write the variable.
    private readonly HashSet<string> _named;

    // Hashtables whose entries are set or removed.
    private readonly HashSet<string> _changed;

    public ScriptVariables(ScriptBlockAst root)
    {
        _assignments = root.FindAll(static ast => ast is AssignmentStatementAst, searchNestedScriptBlocks: true)
            .Cast<AssignmentStatementAst>()
            .Where(assignment => Target(assignment.Left) is not null)
            .ToLookup(assignment => Target(assignment.Left)!, StringComparer.OrdinalIgnoreCase);
        _parameters = root.FindAll(static ast => ast is ParameterAst, searchNestedScriptBlocks: true).Cast<ParameterAst>()
            .ToLookup(parameter => NameOf(parameter.Name), StringComparer.OrdinalIgnoreCase);
        // Variables that are written by loops, counters, references, and assignments to several variables.
        _elsewhere = new HashSet<string>(
            root.FindAll(static ast => ast is VariableExpressionAst variable && IsWritten(variable), searchNestedScriptBlocks: true)
                .Cast<VariableExpressionAst>()
                .Select(NameOf),
            StringComparer.OrdinalIgnoreCase);
        // Names in strings are included, because commands such as Set-Variable, and parameters such as -OutVariable, accept a variable name
        // as text.
        _named = new HashSet<string>(
            root.FindAll(static ast => ast is StringConstantExpressionAst && MayBeName(ast), searchNestedScriptBlocks: true)
                .Cast<StringConstantExpressionAst>()
                .Select(text => Unscoped(text.Value.TrimStart('+')))
                .Concat(
                    root.FindAll(static ast => ast is DataStatementAst, searchNestedScriptBlocks: true)
                        .Cast<DataStatementAst>()
                        .Select(data => data.Variable ?? "")),
            StringComparer.OrdinalIgnoreCase);
        _changed = new HashSet<string>(
            root.FindAll(
                    static ast => SplatReader.Changed(ast) is not null && !SplatReader.IsWholeAssignment(ast),
                    searchNestedScriptBlocks: true)
                .Select(ast => NameOf(SplatReader.Changed(ast)!)),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The name of a variable without its scope, so that <c>$using:p</c> and <c>$script:p</c> become <c>p</c>. <c>$env:p</c> is a different
    /// variable.
    /// </summary>
    public static string NameOf(VariableExpressionAst variable) => Unscoped(variable.VariablePath.UserPath);

    /// <summary>
    /// Whether this file may change a variable that code of another file uses. This is the case, for example, if the file assigns the
    /// variable in script scope, or if a function changes a hashtable that the function did not create.
    /// </summary>
    public bool MayChangeForOthers(string name) =>
        _assignments[name].Any(assignment => ScriptFile.OwnerOf(assignment) is null || IsScoped(assignment.Left))
            || _elsewhere.Contains(name)
            || _named.Contains(name)
            || _changed.Contains(name);

    /// <summary>Whether a variable is written by code other than plain assignments.</summary>
    public bool IsWrittenOtherwise(string name) => _elsewhere.Contains(name) || _named.Contains(name);

    private static string Unscoped(string path)
    {
        int colon = path.IndexOf(':');
        return colon > 0 && s_scopes.Contains(path.Substring(0, colon), StringComparer.OrdinalIgnoreCase)
            ? path.Substring(colon + 1)
            : path;
    }

    /// <summary>Whether a use of a variable, with or without a scope prefix, refers to the assigned variable.</summary>
    private static bool IsSameScope(VariableExpressionAst use, Ast left, FunctionDefinitionAst? owner)
    {
        while (left is AttributedExpressionAst attributed) left = attributed.Child;
        string used = ScopeOf(use), assigned = ScopeOf((VariableExpressionAst)left);
        return used is "" or "using" || used == assigned || (used == "script" && assigned.Length == 0 && owner is null);
    }

    private static string ScopeOf(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.IndexOf(':') is > 0 and var colon ? path.Substring(0, colon).ToLowerInvariant() : "";
    }

    /// <summary>Whether an expression is the target of an assignment, such as <c>$h.Key = …</c>, <c>$h['Key'], $x = …</c>.</summary>
    public static bool IsAssigned(Ast ast) =>
        (ast.Parent is AssignmentStatementAst assignment && assignment.Left == ast)
            || (ast.Parent is ArrayLiteralAst several && IsLeft(several));

    private static bool IsScoped(Ast left) =>
        left is VariableExpressionAst { VariablePath.IsUnscopedVariable: false }
            || (left is AttributedExpressionAst attributed && IsScoped(attributed.Child));

    private static bool IsWritten(VariableExpressionAst variable) => variable.Parent switch
    {
        ForEachStatementAst loop => loop.Variable == variable,
        UnaryExpressionAst
        {
            TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus
        } => true,
        ConvertExpressionAst { Type.TypeName.Name: var type } => type.Equals("ref", StringComparison.OrdinalIgnoreCase),
        ArrayLiteralAst several => IsLeft(several),
        AttributedExpressionAst { Parent: ArrayLiteralAst several } => IsLeft(several),
        _ => false,
    };

    /// <summary>
    /// Whether an expression is on the left side of an assignment, including within parentheses, such as <c>($a, $b), $c = …</c>.
    /// </summary>
    private static bool IsLeft(Ast ast)
    {
        for (Ast parent = ast.Parent; parent is not null; ast = parent, parent = parent.Parent)
        {
            if (parent is AssignmentStatementAst assignment) return assignment.Left == ast;
            if (parent is not (ArrayLiteralAst or ParenExpressionAst or CommandExpressionAst or PipelineAst or AttributedExpressionAst))
            {
                return false;
            }
        }

        return false;
    }

    private static bool MayBeName(Ast text) => text.Parent switch
    {
        CommandAst command => command.CommandElements[0] != text,
        MemberExpressionAst member => member.Member != text,
        HashtableAst => false,
        _ => true,
    };

    /// <summary>
    /// The name of the variable on the left side of an assignment, without types and attributes; null if the left side is not a variable.
    /// </summary>
    public static string? Target(Ast left) => left switch
    {
        VariableExpressionAst variable => NameOf(variable),
        AttributedExpressionAst attributed => Target(attributed.Child),
        _ => null,
    };

    /// <summary>Returns an expression without its parentheses and plain conversions, and without a pipeline with one element.</summary>
    public static Ast Unwrap(Ast value) => value switch
    {
        PipelineAst { PipelineElements: { Count: 1 } elements } when elements[0] is CommandExpressionAst only => Unwrap(only.Expression),
        CommandExpressionAst command => Unwrap(command.Expression),
        ParenExpressionAst parentheses => Unwrap(parentheses.Pipeline),
        ConvertExpressionAst conversion when IsPlain(conversion.Type) => Unwrap(conversion.Child),
        _ => value,
    };

    /// <summary>Whether a conversion to a type can be ignored, because it does not change the values that the analysis uses.</summary>
    public static bool IsPlain(TypeConstraintAst type) => s_plainTypes.Contains(type.TypeName.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The value of a variable at a position. The script must assign the variable exactly once, unconditionally and before the position,
    /// and no other code may be able to write the variable. Otherwise, the result is null.
    /// </summary>
    public Ast? OnlyValue(VariableExpressionAst variable)
    {
        string name = NameOf(variable);
        if (_parameters.Contains(name) || IsWrittenOtherwise(name)) return null;
        AssignmentStatementAst[] all = [.. _assignments[name]];
        if (all.Length != 1 || all[0].Operator != TokenKind.Equals || !IsPlainLeft(all[0].Left)) return null;
        FunctionDefinitionAst? owner = ScriptFile.OwnerOf(all[0]);
        if (ScriptFlow.MemberAround(all[0]) != ScriptFlow.MemberAround(variable)) return null;
        if (!IsSameScope(variable, all[0].Left, owner)) return null;
        bool isBefore = owner == ScriptFile.OwnerOf(variable) ? ScriptFlow.IsBefore(all[0], variable) : owner is null;
        return isBefore && ScriptFlow.IsCertain(all[0], variable) ? Unwrap(all[0].Right) : null;
    }

    private static bool IsPlainLeft(Ast left) => left switch
    {
        VariableExpressionAst => true,
        ConvertExpressionAst conversion => IsPlain(conversion.Type) && IsPlainLeft(conversion.Child),
        _ => false,
    };

    /// <summary>The parameters with a name, of the script and of its functions.</summary>
    public IEnumerable<ParameterAst> Parameters(string name) => _parameters[name];
}
