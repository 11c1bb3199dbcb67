using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Finds constructs in a script that run code, or use values, that cannot be analyzed. <see cref="OtherCommands"/> checks the code that
/// commands run.
/// </summary>
internal sealed class UnreadCode(ScriptLibrary library, OutsideValues outside)
{
    private const string NotCounted = "the scopes that it needs are not counted.";
    private const string DefaultsNotCounted = "parameters of $PSDefaultParameterValues for the cmdlets of this module are not counted.";

    private const string ModulePathChanges = "the modules of commands depend on PSModulePath; the scopes that they need are not counted.";

    // Matches -OutVariable, -ov, -Variable of Tee-Object, and their abbreviations.
    private static readonly Regex s_variableParameter = new(
        "^(ov|ev|wv|iv|pv|sv|fv|rhv|(out|error|warning|information|pipeline|session|responseheaders|statuscode|binding)v.*|var(i(a(b(le?)?)?)?)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] s_drives =
    [
        "function:", "alias:", "variable:", @"Microsoft.PowerShell.Core\Function::", @"Microsoft.PowerShell.Core\Alias::"
    ];

    /// <summary>A message about a syntax element; null if the element can be analyzed.</summary>
    public string? Of(ScriptFile file, Ast ast) => ast switch
    {
        InvokeMemberExpressionAst { Arguments.Count: > 0 } each
            when each.Member is StringConstantExpressionAst method
                && IsAny(method.Value, "ForEach", "Where")
                && each.Arguments.Any(given => !IsHarmless(file, given)) =>
            FromOutside(ast),
        InvokeMemberExpressionAst { Arguments.Count: > 0, Member: StringConstantExpressionAst method } call
            when KnownValues.AcceptsDelegates(method.Value) && call.Arguments.Any(given => outside.MayBeBlock(file, given)) =>
            FromOutside(ast),
        BinaryExpressionAst { Operator: TokenKind.Ireplace or TokenKind.Creplace } replacement
            when outside.MayBeBlock(
                file, replacement.Right is ArrayLiteralAst { Elements.Count: > 1 } pair ? pair.Elements[1] : replacement.Right) =>
            FromOutside(ast),
        BinaryExpressionAst { Operator: TokenKind.Isplit or TokenKind.Csplit } split
            when outside.MayBeBlock(file, split.Right is ArrayLiteralAst list ? list.Elements[0] : split.Right) => FromOutside(ast),
        SwitchStatementAst choice when choice.Clauses.Any(clause => outside.MayBeBlock(file, clause.Item1)) => FromOutside(ast),
        CommandAst { Parent: PipelineAst pipeline } command
            when pipeline.PipelineElements[0] != command
                && ArgumentsOf(command).Any(given => Evaluates(file, command, given.Parameter) && outside.MayBeBlock(file, given.Value)) =>
            FromOutside(ast),
        AttributeAst attribute when !KnownCode.IsAttribute(attribute.TypeName.Name) && !library.HasType(attribute.TypeName.Name) =>
            $"the code that the attribute {Shown(ast)} runs is unknown; {NotCounted}",
        TypeConstraintAst { Parent: not CatchClauseAst } type when !IsKnown(type.TypeName) =>
            $"the code that the type {Shown(ast)} runs is unknown; {NotCounted}",
        StringConstantExpressionAst { Value: var name } when IsAny(name, "PSDefaultParameterValues") => DefaultsNotCounted,
        CommandParameterAst named when NamesVariable(named.ParameterName) && ValueOf(named) is { } value && !IsName(value) =>
            $"the variable that {Shown(named.Parent)} sets cannot be determined; the values of variables may differ from the result of the analysis.",
        InvokeMemberExpressionAst call and not BaseCtorInvokeMemberExpressionAst => OfCall(call),
        MemberExpressionAst { Static: false, Member: StringConstantExpressionAst member }
            when IsAny(member.Value, "ScriptBlock", "ScriptBlocks", "InvokeCommand", "InvokeProvider", "PSVariable") =>
            $"the code that is run by {Shown(ast)} cannot be determined; {NotCounted}",
        ConvertExpressionAst { Child: not ScriptBlockExpressionAst } conversion when IsBlockType(conversion.Type.TypeName) =>
            $"the script block that {Shown(ast)} creates cannot be analyzed; {NotCounted}",
        BinaryExpressionAst { Operator: TokenKind.As, Right: TypeExpressionAst type } when IsBlockType(type.TypeName) =>
            $"the script block that {Shown(ast)} creates cannot be analyzed; {NotCounted}",
        BinaryExpressionAst { Operator: TokenKind.As } conversion
            when conversion.Right is not TypeExpressionAst { TypeName: var type } || !IsKnown(type) =>
            $"the code that {Shown(ast)} runs is unknown; {NotCounted}",
        VariableExpressionAst variable => OfVariable(file, variable),
        StringConstantExpressionAst { Value: var path } when IsAny(path, "PSModulePath", "env:PSModulePath") => ModulePathChanges,
        StringConstantExpressionAst text
            when Array.Exists(s_drives, drive => text.Value.StartsWith(drive, StringComparison.OrdinalIgnoreCase)) => OfDrive(ast),
        ExpandableStringExpressionAst text
            when Array.Exists(s_drives, drive => text.Value.StartsWith(drive, StringComparison.OrdinalIgnoreCase)) => OfDrive(ast),
        ConfigurationDefinitionAst or DynamicKeywordStatementAst => $"the code that {Shown(ast)} runs cannot be determined; {NotCounted}",
        FileRedirectionAst { Location: var target and not StringConstantExpressionAst }
            when file.Texts.Of(target) is string at && MayBeDrive(at) => OfDrive(ast),
        UsingStatementAst { UsingStatementKind: UsingStatementKind.Assembly } =>
            $"the contents of {Shown(ast)} cannot be analyzed; {NotCounted}",
        UsingStatementAst { UsingStatementKind: UsingStatementKind.Module } module
            when !ScriptLibrary.IsThisModule(ModuleOf(module)) && library.ModuleOf(module) is null =>
            $"the contents of {Shown(ast)} cannot be analyzed; {NotCounted}",
        ParameterAst parameter when parameter.StaticType == typeof(ScriptBlock) && IsOfScript(parameter) =>
            $"the code in the parameter {parameter.Name.Extent.Text} cannot be determined; {NotCounted}",
        _ => null,
    };

    /// <summary>The name or path of the module in a using statement.</summary>
    public static string? ModuleOf(UsingStatementAst statement) => statement.Name?.Value
        ?? statement.ModuleSpecification?.KeyValuePairs
            .Where(pair =>
                (pair.Item1 as StringConstantExpressionAst)?.Value.Equals("ModuleName", StringComparison.OrdinalIgnoreCase) == true)
            .Select(pair => (ScriptVariables.Unwrap(pair.Item2) as StringConstantExpressionAst)?.Value).FirstOrDefault();

    /// <summary>Whether the value of a parameter is the name of a variable.</summary>
    public static bool NamesVariable(string parameter) => s_variableParameter.IsMatch(parameter);

    public static string FromOutside(Ast ast) =>
        $"the code that {Shown(ast)} runs may come from outside the analyzed scripts; {NotCounted}";

    /// <summary>The arguments of a command, each with the parameter name if the command specifies the name.</summary>
    public static IEnumerable<(string? Parameter, Ast Value)> ArgumentsOf(CommandAst command)
    {
        string? parameter = null;
        foreach (CommandElementAst element in command.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst { Argument: null } next)
            {
                parameter = next.ParameterName;
                continue;
            }

            yield return element is CommandParameterAst named ? (named.ParameterName, named.Argument) : (parameter, element);
            parameter = null;
        }
    }

    /// <summary>
    /// Whether PowerShell evaluates a script block in this argument for each pipeline object, which applies to every parameter that accepts
    /// pipeline input.
    /// </summary>
    private bool Evaluates(ScriptFile file, CommandAst command, string? parameter)
    {
        if (library.NameOf(file, command) is not string name) return true;
        ScriptBody[] bodies = [.. library.BodiesOf(file, command)];
        if (bodies.Length > 0) return bodies.Any(body => body.AcceptsInput);
        if (ScriptLibrary.CmdletOf(name) is not string cmdlet || parameter is null) return KnownValues.Evaluates(name, parameter);
        return CmdletMetadata.Find(cmdlet)?.Parameter(parameter)?.AcceptsInput != false;
    }

    public static string Shown(Ast ast)
    {
        string text = ast.Extent.Text.Split('\n')[0].Trim();
        return text.Length <= 60 ? text : text.Substring(0, 60) + "…";
    }

    private string? OfCall(InvokeMemberExpressionAst call)
    {
        string what = $"the code that {Shown(call)} runs is unknown; {NotCounted}";
        if (call.Member is not StringConstantExpressionAst { Value: string name }) return what;
        if (!call.Static) return KnownCode.IsMethod(name) || library.HasMethod(name) ? null : what;
        return call.Expression is TypeExpressionAst type
            && IsKnown(type.TypeName)
            && !IsBlockType(type.TypeName)
            && (!IsAny(name, "new") || KnownCode.IsConstructedSafely(type.TypeName.FullName))
            ? null
            : what;
    }

    /// <summary>Whether the argument of the ForEach or Where method is a script block of the script, or runs no code.</summary>
    private bool IsHarmless(ScriptFile file, ExpressionAst given) =>
        given is TypeExpressionAst or ConstantExpressionAst and not StringConstantExpressionAst
            || outside.IsOwnBlock(file, given)
            || (file.Texts.Complete(given) is string member && !RunsCode(member));

    /// <summary>Whether a member runs code when ForEach-Object or the ForEach method accesses the member by name.</summary>
    public static bool RunsCode(string member) =>
        member.IndexOf("Invoke", StringComparison.OrdinalIgnoreCase) >= 0 || IsAny(member, "ScriptBlock");

    /// <summary>Whether a path begins, or may begin, with the drive Function:, Alias: or Variable:.</summary>
    public static bool MayBeDrive(string path) =>
        Array.Exists(s_drives, drive => path.StartsWith(drive, StringComparison.OrdinalIgnoreCase))
            || (path.IndexOf(CommandArgument.Gap, StringComparison.Ordinal) is >= 0 and var gap
                && path.IndexOf(':', gap) > gap
                && path.IndexOfAny(['/', '\\']) is var slash
                && (slash < 0 || slash > path.IndexOf(':', gap)));

    private static Ast? ValueOf(CommandParameterAst named) => named.Argument
        ?? ((CommandAst)named.Parent).CommandElements
            .SkipWhile(element => element != named)
            .Skip(1)
            .FirstOrDefault(element => element is not CommandParameterAst);

    private static bool IsName(Ast value) =>
        value is StringConstantExpressionAst || (value is ArrayLiteralAst several && several.Elements.All(IsName));

    public static bool IsOfScript(ParameterAst parameter) => parameter.Parent is ParamBlockAst { Parent: ScriptBlockAst { Parent: null } };

    private bool IsKnown(ITypeName type) => KnownCode.IsType(type.FullName) || library.HasType(type.Name.Split('[')[0]);

    private string? OfVariable(ScriptFile file, VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        if (variable.VariablePath.IsDriveQualified
            && Array.Exists(s_drives, drive => path.StartsWith(drive, StringComparison.OrdinalIgnoreCase)))
        {
            return OfDrive(variable);
        }
        if (IsAny(path, "env:PSModulePath") && ScriptVariables.IsAssigned(variable)) return ModulePathChanges;
        return IsAny(ScriptVariables.NameOf(variable), "PSDefaultParameterValues") && !SetsOther(file, variable)
            ? DefaultsNotCounted
            : null;
    }

    /// <summary>
    /// Whether a script sets default parameter values only for named commands of other modules, such as
    /// <c>$PSDefaultParameterValues['Out-File:Encoding'] = 'utf8'</c>, and only for parameters that specify no code.
    /// </summary>
    private bool SetsOther(ScriptFile file, VariableExpressionAst variable) => variable.Parent switch
    {
        IndexExpressionAst { Index: StringConstantExpressionAst key } entry =>
            IsOther(key.Value) && !(entry.Parent is AssignmentStatementAst value && outside.MayBeBlock(file, value.Right)),
        AssignmentStatementAst { Operator: TokenKind.Equals } whole
            when whole.Left == variable && ScriptVariables.Unwrap(whole.Right) is HashtableAst table =>
            table.KeyValuePairs.All(
                pair => pair.Item1 is StringConstantExpressionAst key && IsOther(key.Value) && !outside.MayBeBlock(file, pair.Item2)),
        _ => false,
    };

    private static bool IsOther(string key) =>
        key.IndexOf(':') > 0
            && key.IndexOf("FaxPlus", StringComparison.OrdinalIgnoreCase) < 0
            && !WildcardPattern.ContainsWildcardCharacters(key)
            && key.Substring(key.LastIndexOf(':') + 1).Trim() is var parameter
            && !KnownCode.IsCodeParameter(parameter)
            && !NamesVariable(parameter);

    private static string OfDrive(Ast ast) =>
        $"the functions, aliases or variables that {Shown(ast)} creates or changes cannot be determined; " +
        "the scopes that they need are not counted.";

    private static bool IsBlockType(ITypeName type) => IsAny(type.Name, "scriptblock", "System.Management.Automation.ScriptBlock");

    private static bool IsAny(string text, params string[] words) => words.Contains(text, StringComparer.OrdinalIgnoreCase);
}
