using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Finds the assignments that determine the values of variables at a statement.</summary>
internal static class Assignments
{
    // Matches -Variable, -OutVariable and -PipelineVariable, and their abbreviations.
    private static readonly Regex s_setting = new("^(ov|pv|outv.*|pi.*v.*|va.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The variable that a statement such as <c>$rows = …</c> replaces; null for any other statement.</summary>
    public static VariableExpressionAst? TargetOf(Ast statement) =>
        statement is not AssignmentStatementAst { Operator: TokenKind.Equals } assignment ? null
        : assignment.Left is ConvertExpressionAst typed ? typed.Child as VariableExpressionAst
        : assignment.Left as VariableExpressionAst;

    /// <summary>
    /// The variables that a statement reads, including by name, such as in <c>Get-Variable rows</c>. The target of an assignment is not
    /// read.
    /// </summary>
    public static IEnumerable<string> ReadBy(Ast statement)
    {
        Ast code = TargetOf(statement) is null ? statement : ((AssignmentStatementAst)statement).Right;
        return All<VariableExpressionAst>(code).Select(static variable => variable.VariablePath.UserPath)
            .Concat(All<CommandAst>(code)
                .Where(static command => Is(command, "Get-Variable", "gv"))
                .SelectMany(All<StringConstantExpressionAst>)
                .Select(static text => text.Value));
    }

    /// <summary>
    /// Whether a part of a script may set a variable or change its value. Such parts are assignments, method calls such as
    /// <c>$list.Add($_)</c>, commands with the name of the variable, such as <c>Tee-Object -Variable rows</c>, and <c>[ref]$rows</c>.
    /// </summary>
    public static bool Sets(Ast part, string variable) => part switch
    {
        AssignmentStatementAst assignment => All<VariableExpressionAst>(assignment.Left).Any(left => IsSameName(left, variable)),
        InvokeMemberExpressionAst { Expression: VariableExpressionAst target } =>
            target.VariablePath.UserPath is not ("_" or "PSItem") && IsSameName(target, variable),
        ConvertExpressionAst { Type.TypeName.Name: var type, Child: VariableExpressionAst referred } =>
            type.Equals("ref", StringComparison.OrdinalIgnoreCase) && IsSameName(referred, variable),
        StringConstantExpressionAst text => NameOf(text.Value.TrimStart('+')).Equals(NameOf(variable), StringComparison.OrdinalIgnoreCase)
            && NamesVariable(text),
        _ => false,
    };

    /// <summary>The name of a variable without its scope.</summary>
    public static string NameOf(string path) => path.Split(':').Last();

    /// <summary>
    /// Whether a part of a script may determine the value that a variable has at a statement. If an assignment always runs before the
    /// statement, parts before this assignment and parts after the statement have no effect on the value.
    /// </summary>
    public static bool MayDetermine(Ast part, string variable, Ast statement)
    {
        for (Ast node = statement; node.Parent is Ast block and not ScriptBlockAst; node = block)
        {
            StatementAst? last = StatementsOf(block)
                .TakeWhile(sibling => sibling.Extent.EndOffset <= node.Extent.StartOffset)
                .LastOrDefault(sibling => IsSame(TargetOf(sibling), variable));
            if (last is null) continue;
            return !IsIn(BlockOf(part), statement)
                || (part.Extent.EndOffset >= last.Extent.EndOffset && part.Extent.StartOffset <= node.Extent.EndOffset);
        }

        return true;
    }

    public static IEnumerable<T> All<T>(Ast node)
        where T : Ast => node.FindAll(static found => found is T, searchNestedScriptBlocks: true).Cast<T>();

    private static IEnumerable<StatementAst> StatementsOf(Ast block) =>
        (block as StatementBlockAst)?.Statements ?? (block as NamedBlockAst)?.Statements ?? Enumerable.Empty<StatementAst>();

    private static bool IsIn(Ast block, Ast? node)
    {
        while (node is not null && node != block) node = node.Parent;
        return node is not null;
    }

    private static Ast BlockOf(Ast node)
    {
        while (node is not ScriptBlockAst && node.Parent is not null) node = node.Parent;
        return node;
    }

    private static bool IsSame(VariableExpressionAst? target, string variable) =>
        string.Equals(target?.VariablePath.UserPath, variable, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameName(VariableExpressionAst target, string variable) =>
        NameOf(target.VariablePath.UserPath).Equals(NameOf(variable), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a text is the name of a variable that a command sets, such as an argument of -Variable, -OutVariable or Set-Variable.
    /// </summary>
    private static bool NamesVariable(Ast text)
    {
        if (text.Parent is CommandParameterAst given) return s_setting.IsMatch(given.ParameterName);
        if (text.Parent is not CommandAst command) return false;
        if (Is(command, "Set-Variable", "New-Variable", "sv", "nv", "set")) return true;
        return command.CommandElements.TakeWhile(element => element != text).LastOrDefault() is CommandParameterAst { Argument: null } named
            && s_setting.IsMatch(named.ParameterName);
    }

    private static bool Is(CommandAst command, params string[] names) =>
        names.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase);
}
