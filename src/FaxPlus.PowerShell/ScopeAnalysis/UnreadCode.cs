using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Finds constructs of a script, other than commands, that load code or values which the reader cannot analyse.</summary>
internal sealed class UnreadCode(ScriptLibrary library)
{
    private const string NotCounted = "the scopes that it needs are not counted.";
    private const string DefaultsNotCounted = "parameters of $PSDefaultParameterValues for the cmdlets of this module are not counted.";

    // -OutVariable, -ov, Tee-Object -Variable, and abbreviations.
    private static readonly Regex s_variableParameter = new("^(ov|ev|wv|iv|pv|sv|fv|rhv|(out|error|warning|information|pipeline|session|responseheaders|statuscode|binding)v.*|var(i(a(b(le?)?)?)?)?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex s_reading = new("^(Read|Get|Exists|OpenRead|OpenText|Combine|Join|Change|EndsWith|StartsWith|Contains|Equals|Replace|Split|Add$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] s_drives = ["function:", "alias:", "variable:", @"Microsoft.PowerShell.Core\Function::", @"Microsoft.PowerShell.Core\Alias::"];

    /// <summary>The problem of a syntax element, in words; null if it can be analysed.</summary>
    public string? Of(ScriptFile file, Ast ast) => ast switch
    {
        InvokeMemberExpressionAst { Arguments.Count: > 0 } each when each.Member is StringConstantExpressionAst method && IsAny(method.Value, "ForEach", "Where") && each.Arguments.Any(given => !IsHarmless(file, given)) =>
            $"the code that {Shown(ast)} runs may come from outside; {NotCounted}",
        AttributeAst attribute when !KnownCode.IsAttribute(attribute.TypeName.Name) && !library.HasType(attribute.TypeName.Name) => $"the code that the attribute {Shown(ast)} runs is not known; {NotCounted}",
        TypeConstraintAst { Parent: not CatchClauseAst } type when !IsKnown(type.TypeName) => $"the code that the type {Shown(ast)} runs is not known; {NotCounted}",
        StringConstantExpressionAst { Value: var name } when IsAny(name, "PSDefaultParameterValues") => DefaultsNotCounted,
        CommandParameterAst named when s_variableParameter.IsMatch(named.ParameterName) && ValueOf(named) is { } value && !IsName(value) => $"the variable that {Shown(named.Parent)} sets cannot be determined; values that are read from it may differ.",
        InvokeMemberExpressionAst { Arguments: { } given, Member: StringConstantExpressionAst method } when !s_reading.IsMatch(method.Value) && given.Any(one => library.MayBeRead(file.Texts.Of(one))) => $"the changes of {Shown(ast)} to an analysed script cannot be determined; {NotCounted}",
        InvokeMemberExpressionAst call and not BaseCtorInvokeMemberExpressionAst => OfCall(call),
        MemberExpressionAst { Static: false, Member: StringConstantExpressionAst member } when IsAny(member.Value, "ScriptBlock", "ScriptBlocks", "InvokeCommand", "InvokeProvider", "PSVariable") => $"the code that is run by {Shown(ast)} cannot be determined; {NotCounted}",
        ConvertExpressionAst { Child: not ScriptBlockExpressionAst } conversion when IsBlockType(conversion.Type.TypeName) => $"the script block that {Shown(ast)} creates cannot be analysed; {NotCounted}",
        BinaryExpressionAst { Operator: TokenKind.As, Right: TypeExpressionAst type } when IsBlockType(type.TypeName) => $"the script block that {Shown(ast)} creates cannot be analysed; {NotCounted}",
        VariableExpressionAst variable => OfVariable(variable),
        StringConstantExpressionAst text when Array.Exists(s_drives, drive => text.Value.StartsWith(drive, StringComparison.OrdinalIgnoreCase)) => OfDrive(ast),
        ExpandableStringExpressionAst text when Array.Exists(s_drives, drive => text.Value.StartsWith(drive, StringComparison.OrdinalIgnoreCase)) => OfDrive(ast),
        ConfigurationDefinitionAst or DynamicKeywordStatementAst => $"the code that {Shown(ast)} runs cannot be determined; {NotCounted}",
        FileRedirectionAst { Location: var target and not StringConstantExpressionAst } when file.Texts.Of(target) is string at && MayBeDrive(at) => OfDrive(ast),
        FileRedirectionAst { Location: var target } when file.Texts.Of(target) is string written && ScriptLibrary.IsScript(written) => $"{written} is written when the script runs; {NotCounted}",
        UsingStatementAst { UsingStatementKind: UsingStatementKind.Assembly } => $"the contents of {Shown(ast)} cannot be analysed; {NotCounted}",
        UsingStatementAst { UsingStatementKind: UsingStatementKind.Module } module when !ScriptLibrary.IsThisModule(ModuleOf(module)) && library.ModuleOf(module) is null => $"the contents of {Shown(ast)} cannot be analysed; {NotCounted}",
        ParameterAst parameter when parameter.StaticType == typeof(ScriptBlock) && IsOfScript(parameter) => $"the code in the parameter {parameter.Name.Extent.Text} cannot be determined; {NotCounted}",
        _ => null,
    };

    /// <summary>The module of a using statement, by its name or path.</summary>
    public static string? ModuleOf(UsingStatementAst statement) => statement.Name?.Value
        ?? statement.ModuleSpecification?.KeyValuePairs.Where(pair => (pair.Item1 as StringConstantExpressionAst)?.Value.Equals("ModuleName", StringComparison.OrdinalIgnoreCase) == true)
            .Select(pair => (ScriptVariables.Unwrap(pair.Item2) as StringConstantExpressionAst)?.Value).FirstOrDefault();

    public static string Shown(Ast ast)
    {
        string text = ast.Extent.Text.Split('\n')[0].Trim();
        return text.Length <= 60 ? text : text.Substring(0, 60) + "…";
    }

    private string? OfCall(InvokeMemberExpressionAst call)
    {
        string what = $"the code that {Shown(call)} runs is not known; {NotCounted}";
        if (call.Member is not StringConstantExpressionAst { Value: string name }) return what;
        if (!call.Static) return KnownCode.IsMethod(name) || library.HasMethod(name) ? null : what;
        return call.Expression is TypeExpressionAst type && IsKnown(type.TypeName) && !IsBlockType(type.TypeName) && (!IsAny(name, "new") || KnownCode.IsMadeSafely(type.TypeName.FullName)) ? null : what;
    }

    /// <summary>Whether the argument of the methods ForEach and Where is code of the script, or none.</summary>
    private static bool IsHarmless(ScriptFile file, ExpressionAst given) =>
        given is TypeExpressionAst or ConstantExpressionAst and not StringConstantExpressionAst || ScriptReader.IsBlock(file, given) || (file.Texts.Whole(given) is string member && !RunsCode(member));

    /// <summary>Whether a member of an object runs code if ForEach-Object or the method ForEach accesses it by name.</summary>
    public static bool RunsCode(string member) => member.IndexOf("Invoke", StringComparison.OrdinalIgnoreCase) >= 0 || IsAny(member, "ScriptBlock");

    /// <summary>Whether text begins with one of the drives of functions, aliases and variables, or may do so.</summary>
    public static bool MayBeDrive(string path) =>
        Array.Exists(s_drives, drive => path.StartsWith(drive, StringComparison.OrdinalIgnoreCase)) || (path.IndexOf(ConstantText.Gap, StringComparison.Ordinal) is >= 0 and var gap && path.IndexOf(':', gap) > gap && path.IndexOfAny(['/', '\\']) is var slash && (slash < 0 || slash > path.IndexOf(':', gap)));

    private static Ast? ValueOf(CommandParameterAst named) => named.Argument
        ?? ((CommandAst)named.Parent).CommandElements.SkipWhile(element => element != named).Skip(1).FirstOrDefault(element => element is not CommandParameterAst);

    private static bool IsName(Ast value) => value is StringConstantExpressionAst || (value is ArrayLiteralAst several && several.Elements.All(IsName));

    /// <summary>
    /// Whether a value may be, or contain, a variable that the caller of the script sets, possibly to a script block.
    /// </summary>
    public static bool IsFromOutside(ScriptFile file, Ast value) =>
        value.FindAll(static ast => ast is VariableExpressionAst, searchNestedScriptBlocks: false).Cast<VariableExpressionAst>()
            .Any(variable => file.Variables.Parameters(ScriptVariables.NameOf(variable)).Any(parameter => IsOfScript(parameter) && (parameter.StaticType == typeof(object) || parameter.StaticType == typeof(ScriptBlock))));

    public static bool IsOfScript(ParameterAst parameter) => parameter.Parent is ParamBlockAst { Parent: ScriptBlockAst { Parent: null } };

    private bool IsKnown(ITypeName type) => KnownCode.IsType(type.FullName) || library.HasType(type.Name.Split('[')[0]);

    private static string? OfVariable(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        if (variable.VariablePath.IsDriveQualified && Array.Exists(s_drives, drive => path.StartsWith(drive, StringComparison.OrdinalIgnoreCase))) return OfDrive(variable);
        return IsAny(ScriptVariables.NameOf(variable), "PSDefaultParameterValues") && !SetsOther(variable)
            ? DefaultsNotCounted
            : null;
    }

    /// <summary>
    /// Whether the default values are those of one named command that is not of this module:
    /// <c>$PSDefaultParameterValues['Out-File:Encoding'] = 'utf8'</c>.
    /// </summary>
    private static bool SetsOther(VariableExpressionAst variable) => variable.Parent switch
    {
        IndexExpressionAst { Index: StringConstantExpressionAst key } => IsOther(key.Value),
        AssignmentStatementAst { Operator: TokenKind.Equals } whole when whole.Left == variable && ScriptVariables.Unwrap(whole.Right) is HashtableAst table =>
            table.KeyValuePairs.All(pair => pair.Item1 is StringConstantExpressionAst key && IsOther(key.Value)),
        _ => false,
    };

    private static bool IsOther(string key) => key.IndexOf(':') > 0 && key.IndexOf("FaxPlus", StringComparison.OrdinalIgnoreCase) < 0 && !WildcardPattern.ContainsWildcardCharacters(key.Split(':')[0]);

    private static string OfDrive(Ast ast) => $"the functions, aliases or variables that {Shown(ast)} creates or changes cannot be determined; the scopes that they need are not counted.";

    private static bool IsBlockType(ITypeName type) => IsAny(type.Name, "scriptblock", "System.Management.Automation.ScriptBlock");

    private static bool IsAny(string text, params string[] words) => words.Contains(text, StringComparer.OrdinalIgnoreCase);
}
