using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Finds the calls of this module's cmdlets that scripts may make, directly or through functions, aliases and other scripts. It runs no
/// code. All branches are counted, and a function is counted if counted code calls it.
/// </summary>
internal sealed class ScriptReader
{
    private static readonly Regex s_extension = new(@"\.[A-Za-z0-9]{1,8}$", RegexOptions.CultureInvariant);

    private static readonly string[] s_properties = ["Property", "GroupBy", "FilterScript", "Value", "SecondValue"];

    private static readonly Regex s_host = new(@"^https?://([^/{}:@]+)(:\d+)?(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Queue<(ScriptFile File, FunctionDefinitionAst? Function)> _waiting = new();
    private readonly HashSet<Ast> _come = [];
    private readonly List<ScriptFile> _given = [];
    private readonly List<ScriptCall> _calls = [];
    private readonly HashSet<(ScriptFile, string)> _unknown = [];
    private readonly OutsideValues _outside;
    private readonly UnreadCode _unread;

    private readonly ScriptLibrary _library;

    public ScriptReader(ScriptLibrary library)
    {
        _library = library;
        _outside = new OutsideValues(library);
        _unread = new UnreadCode(library, _outside);
    }

    /// <summary>The constructs that the analysis cannot resolve.</summary>
    public List<ScriptProblem> Problems { get; } = [];

    /// <summary>Syntax errors. The calls in a script with syntax errors are not counted, since PowerShell would not run it.</summary>
    public List<ScriptProblem> Faults { get; } = [];

    public void Add(ScriptFile file)
    {
        _given.Add(file);
        file.IsStarted = true;
        foreach (ScriptBody body in BegunBy(file)) Come(file, body.Function);
    }

    /// <summary>The code of a script outside its functions and, for a module, also its functions.</summary>
    private static IEnumerable<ScriptBody> BegunBy(ScriptFile file) => (file.IsModule ? file.Functions : []).Prepend(null!).Select(function => new ScriptBody(file, function));

    /// <summary>The operations that the scripts need, with the position of each use.</summary>
    /// <param name="sessionHasSender">Whether scripts without a sign-in run in a session with a default sender number.</param>
    public IReadOnlyList<ScopeUse> Read(bool sessionHasSender)
    {
        while (_waiting.Count > 0)
        {
            (ScriptFile file, FunctionDefinitionAst? function) = _waiting.Dequeue();
            if (function is null) Begin(file);
            foreach (Ast part in file.PartsOf(function))
            {
                if (_unread.Of(file, part) is string message) Doubt(part, message);
                if (part is CommandAst command) Follow(file, command);
                if (part is UsingStatementAst { UsingStatementKind: UsingStatementKind.Module } module && _library.ModuleOf(module) is { } used) Come(used, null);
            }
        }

        WarnOfIdleFunctions();
        foreach ((Ast writer, string script) in new ReplacedScripts(_library).Of(_given.SelectMany(BegunBy))) Doubt(writer, $"{UnreadCode.Shown(writer)} may write '{script}' before it runs; the scopes that it then needs are not counted.");
        DefaultSender.Settle(_library, _given.SelectMany(BegunBy), _calls, sessionHasSender);
        return [.. _calls.SelectMany(Uses).OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line)];
    }

    private void Follow(ScriptFile file, CommandAst command)
    {
        string? name = _library.NameOf(file, command);
        if (name is null)
        {
            if (!_outside.IsOwnBlock(file, command.CommandElements[0])) Doubt(command, $"the command {command.CommandElements[0].Extent.Text} cannot be determined; the scopes that it needs are not counted.");
            return;
        }

        IReadOnlyList<(ScriptFile File, FunctionDefinitionAst Function)> functions = _library.FindFunctions(name);
        if (functions.Count > 0)
        {
            foreach ((ScriptFile source, FunctionDefinitionAst function) in functions) Come(source, function);
        }
        else if (ScriptLibrary.CmdletOf(name) is string cmdlet && CmdletMetadata.Find(cmdlet) is { } shape)
        {
            CommandCall call = file.Calls.Read(command, shape, Problems);
            _calls.Add(new ScriptCall(file, command, call));
            if (cmdlet == "Invoke-FaxPlusRequest" && call.Text("Path")?.Split('?')[0].Contains(CommandArgument.Gap) == true) Doubt(command, $"the part of {call.Text("Path")} that is not constant is counted as one id; with slashes in it, it is another request.");
        }
        else if (_library.ScriptOf(file, command, name) is string path)
        {
            if (!System.IO.Path.IsPathRooted(name) && name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) && !command.CommandElements[0].Extent.Text.Contains("PSScriptRoot") && ChangesFolder(file)) Doubt(command, $"which file {name} is depends on the folder that the script changes to.");
            Enter(command, path);
        }
        else
        {
            FollowOther(file, command, name);
        }
    }

    /// <summary>
    /// Follows a command that is neither a function nor a cmdlet of this module. For known commands, the class knows how they run code.
    /// </summary>
    private void FollowOther(ScriptFile file, CommandAst command, string name)
    {
        string plain = KnownCode.Plain(name);
        if (KnownCode.ItemWriters.Contains(plain) && command.CommandElements.Skip(1).Any(element => element is not StringConstantExpressionAst && file.Texts.Of(element is CommandParameterAst named ? named.Argument : element) is string path && UnreadCode.MayBeDrive(path))) Doubt(command, $"the functions, aliases or variables that {UnreadCode.Shown(command)} creates or changes cannot be determined; the scopes that they need are not counted.");
        switch (plain.ToLowerInvariant())
        {
            case "invoke-expression":
                Doubt(command, "the code that Invoke-Expression runs cannot be determined; the scopes that it needs are not counted.");
                break;
            case "import-module":
                Import(file, command);
                break;
            case "set-alias" or "new-alias":
                CommandCall alias = file.Calls.Read(command, CmdletMetadata.Alias, Problems);
                if (alias.Text("Name") is null || alias.Text("Value") is null) Doubt(command, "what the alias stands for cannot be read; the scopes that it needs are not counted.");
                break;
            case "set-item" or "new-item":
                CommandCall item = file.Calls.Read(command, CmdletMetadata.Item, Problems);
                string? at = file.Texts.Whole(command.CommandElements.Skip(1).FirstOrDefault(element => element is not CommandParameterAst)) is null ? null : item.Text("Path") ?? item.Text("LiteralPath");
                bool isFile = plain.StartsWith("new", StringComparison.OrdinalIgnoreCase) && (item.Has("Value") == false || item.Text("ItemType") is "Directory" or "File" or "SymbolicLink" or "Junction" or "HardLink");
                if (!isFile && at is null) Doubt(command, $"the item that {UnreadCode.Shown(command)} sets cannot be determined; a function or an alias is not counted.");
                break;
            case "set-content" or "add-content":
                CommandCall content = file.Calls.Read(command, CmdletMetadata.Content, Problems);
                if ((content.Text("Path") ?? content.Text("LiteralPath")) is not string target || (target.StartsWith(CommandArgument.Gap, StringComparison.Ordinal) && !s_extension.IsMatch(target))) Doubt(command, $"whether {UnreadCode.Shown(command)} writes a file, a function or an alias cannot be read; the latter are not counted.");
                break;
            case "new-psdrive":
                if (!(file.Calls.Read(command, CmdletMetadata.Drive, Problems).Text("PSProvider")?.ToLowerInvariant() is "filesystem" or "registry" or "certificate" or "environment")) Doubt(command, $"of what the drive is that {UnreadCode.Shown(command)} makes cannot be read; a function or an alias of it is not counted.");
                break;
            case "invoke-restmethod" or "invoke-webrequest":
                Match address = s_host.Match(file.Calls.Read(command, CmdletMetadata.Web, []).Text("Uri") ?? "");
                if (!address.Success) Doubt(command, $"{UnreadCode.Shown(command)} may call the Fax.Plus API directly; the scopes that it needs are not counted.");
                else if (address.Groups[1].Value.EndsWith("fax.plus", StringComparison.OrdinalIgnoreCase)) Doubt(command, $"{UnreadCode.Shown(command)} asks the Fax.Plus API itself; the scopes that it needs are not counted.");
                break;
            case "new-object":
                CommandCall made = file.Calls.Read(command, CmdletMetadata.NewObject, Problems);
                if (made.Text("TypeName") is not string type || !(KnownCode.IsType(type) || _library.HasType(type)) || !KnownCode.IsMadeSafely(type)) Doubt(command, $"what {UnreadCode.Shown(command)} runs is not known; the scopes that it needs are not counted.");
                break;
            default:
                if (KnownCode.VariableWriters.Contains(plain) && file.Calls.Read(command, CmdletMetadata.Variable, Problems) is var written && (written.Text("Name") is not string named || WildcardPattern.ContainsWildcardCharacters(named) || !file.Variables.IsWrittenOtherwise(named.Substring(named.LastIndexOf(':') + 1)) || command.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true }))) Doubt(command, "which variable is set cannot be read; values that are read from it may be others.");
                if (plain.Equals("Get-Variable", StringComparison.OrdinalIgnoreCase) && !(file.Calls.Read(command, CmdletMetadata.Variable, []).Text("Name") is string variable && !WildcardPattern.ContainsWildcardCharacters(variable) && file.Variables.IsWrittenOtherwise(variable))) Doubt(command, "which variables are taken cannot be read; values that are read from them may be others.");
                if (KnownCode.PropertyTakers.Contains(plain) && PropertiesOf(command).Any(given => _outside.MayBeBlock(file, given))) Doubt(command, UnreadCode.FromOutside(command));
                if (KnownCode.BlockTakers.TryGetValue(plain, out string[] blocks)) FollowBlocks(file, command, plain, blocks);
                else if (name.IndexOf("-FaxPlus", StringComparison.OrdinalIgnoreCase) > 0) Doubt(command, $"{name} is no cmdlet of this module; the scopes that it needs are not counted.");
                else if (!KnownCode.IsCommand(name) && !KnownCode.VariableWriters.Contains(plain) && _unknown.Add((file, name.ToUpperInvariant()))) Doubt(command, $"{name} is not defined in the analysed scripts; if it calls this module, the scopes that it needs are not counted.");
                break;
        }
    }

    private void Import(ScriptFile file, CommandAst command)
    {
        CommandCall call = file.Calls.Read(command, CmdletMetadata.Import, Problems);
        if (!call.IsWhole) return;
        string? name = call.Text("Name") ?? call.Text("FullyQualifiedName");
        bool isNamed = (ScriptLibrary.IsThisModule(name?.Replace(CommandArgument.Gap, "")) && !_library.IsOtherModule(file, name!)) || name?.StartsWith("Microsoft.PowerShell.", StringComparison.OrdinalIgnoreCase) == true
            || command.Extent.Text.IndexOf("$using:", StringComparison.OrdinalIgnoreCase) >= 0;
        if (call.Has("Prefix") != false) Doubt(command, "with -Prefix the cmdlets have other names; the scopes that these need are not counted.");
        else if (!isNamed || call.Has("ModuleInfo") != false || call.Has("Assembly") != false) Doubt(command, $"what {UnreadCode.Shown(command)} brings cannot be read; the scopes that it needs are not counted.");
    }

    /// <summary>Follows code in the arguments of a command: a script block, or the path of a script that can be analysed.</summary>
    private void FollowBlocks(ScriptFile file, CommandAst command, string name, string[] parameters)
    {
        IReadOnlyList<CommandElementAst> elements = command.CommandElements;
        bool isPlain = elements.Skip(1).Count(element => element is not CommandParameterAst) == 1;
        for (int i = 1; i < elements.Count; i++)
        {
            string? parameter = (elements[i - 1] as CommandParameterAst)?.Argument is null ? (elements[i - 1] as CommandParameterAst)?.ParameterName : null;
            Ast value = elements[i] is CommandParameterAst { Argument: { } argument } ? argument : elements[i];
            if (elements[i] is CommandParameterAst { Argument: not null } attached) parameter = attached.ParameterName;
            else if (elements[i] is CommandParameterAst) continue;
            bool isFile = KnownCode.FileRunners.Contains(name) && Begins("FilePath", parameter);
            bool isMember = name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase) && (parameter is null || Begins("MemberName", parameter));
            bool isBlock = parameter is null ? isPlain && !name.StartsWith("Register-", StringComparison.Ordinal) : parameters.Any(block => Begins(block, parameter));
            if (isFile && file.Texts.Whole(value) is string path && _library.FileAt(file, path) is { } script) Come(script, null);
            else if (isFile || (isMember && !_outside.IsOwnBlock(file, value) && (file.Texts.Whole(value) is not string member || UnreadCode.RunsCode(member))) || Begins("DefinitionName", parameter) || Begins("ConfigurationName", parameter) || value is VariableExpressionAst { Splatted: true } || (isBlock && !_outside.IsOwnBlock(file, value) && value is not StringConstantExpressionAst)) Doubt(command, $"the code that {UnreadCode.Shown(command)} runs cannot be read; the scopes that it needs are not counted.");
        }
    }

    /// <summary>The arguments that may be properties: positional arguments, and those of -Property and -GroupBy.</summary>
    private static IEnumerable<Ast> PropertiesOf(CommandAst command) => UnreadCode.ArgumentsOf(command)
        .Where(given => given.Parameter is null || Array.Exists(s_properties, parameter => Begins(parameter, given.Parameter)))
        .Select(given => given.Value);

    private static bool Begins(string parameter, string? written) => written is { Length: > 0 } && parameter.StartsWith(written, StringComparison.OrdinalIgnoreCase);

    private bool ChangesFolder(ScriptFile file) => file.Commands.Any(command => _library.NameOf(file, command) is "Set-Location" or "Push-Location" or "Pop-Location");

    private void Begin(ScriptFile file)
    {
        Problems.AddRange(file.LocalErrors);
        if (file.Root.ScriptRequirements is not { } required) return;
        foreach (string module in required.RequiredModules.Select(module => module.Name).Where(module => !ScriptLibrary.IsThisModule(module))) Doubt(file.Root, $"the contents of the required module {module} cannot be analysed; the scopes that it needs are not counted.");
        foreach (string assembly in required.RequiredAssemblies) Doubt(file.Root, $"the contents of the required assembly {assembly} cannot be analysed; the scopes that it needs are not counted.");
    }

    private void Enter(CommandAst command, string path)
    {
        if (!File.Exists(path))
        {
            Doubt(command, $"the script '{path}' does not exist; the scopes that it needs are not counted.");
            return;
        }

        Come(_library.Open(path), null);
    }

    private void Come(ScriptFile file, FunctionDefinitionAst? function)
    {
        if (!_come.Add(function ?? (Ast)file.Root)) return;
        if (file.Errors.Count == 0) _waiting.Enqueue((file, function));
        else if (function is null) Faults.AddRange(file.Errors);
    }

    private void WarnOfIdleFunctions()
    {
        foreach (ScriptFile file in _given)
        {
            foreach (FunctionDefinitionAst function in file.Functions.Where(function => !_come.Contains(function)))
            {
                bool needs = file.CommandsOf(function).Any(command => _library.NameOf(file, command) is string name && ScriptLibrary.CmdletOf(name) is not null);
                if (needs) Doubt(function, $"no analysed code calls the function {function.Name}; the scopes that it needs are not counted. Specify the scripts that call it, too.");
            }
        }
    }

    /// <summary>
    /// The operations of a call. An operation that may be needed is counted as needed, since a run that fails midway is worse than an
    /// unnecessary scope.
    /// </summary>
    private IEnumerable<ScopeUse> Uses(ScriptCall call)
    {
        foreach (OperationNeed need in FaxPlusCommands.OperationsOf(call.Call))
        {
            if (need.Operation is null) Doubt(call.Command, $"the method or the path of {call.Call.Command} is not constant; the scopes that it needs are not counted.");
            else if (need.Operation.Scopes.Count == 0) Doubt(call.Command, $"the vendor documents no scope for {need.Operation}; the scopes that it needs are not counted.", isCounted: true);
            else yield return new ScopeUse(call.Call.Command, need.Operation, isCertain: true, null, call.File.Path, call.File.Path is null ? 0 : call.Command.Extent.StartLineNumber);
        }
    }

    private void Doubt(Ast place, string message, bool isCounted = false) => Problems.Add(new ScriptProblem(place.Extent, message, isCounted));
}
