using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Follows commands that are neither functions nor cmdlets of this module. For known commands, the class determines the code that the
/// commands run.
/// </summary>
internal sealed class OtherCommands(
    ScriptLibrary library, OutsideValues outside, ICollection<ScriptProblem> problems, Action<ScriptFile> reach)
{
    private static readonly Regex s_extension = new(@"\.[A-Za-z0-9]{1,8}$", RegexOptions.CultureInvariant);

    private static readonly string[] s_properties = ["Property", "GroupBy", "FilterScript", "Value", "SecondValue"];

    private static readonly Regex s_host = new(
        @"^https?://([^/{}:@]+)(:\d+)?(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly HashSet<(ScriptFile, string)> _unknown = [];

    public void Follow(ScriptFile file, CommandAst command, string name)
    {
        string plain = KnownCode.Plain(name);
        if (KnownCode.ItemWriters.Contains(plain)
            && command.CommandElements
                .Skip(1)
                .Any(element => element is not StringConstantExpressionAst
                    && file.Texts.Of(element is CommandParameterAst named ? named.Argument : element) is string path
                    && UnreadCode.MayBeDrive(path)))
        {
            AddProblem(
                command,
                $"the functions, aliases or variables that {UnreadCode.Shown(command)} creates or changes cannot be determined; " +
                "the scopes that they need are not counted.");
        }
        switch (plain.ToLowerInvariant())
        {
            case "invoke-expression":
                AddProblem(command, "the code that Invoke-Expression runs cannot be determined; the scopes that it needs are not counted.");
                break;
            case "import-module":
                Import(file, command);
                break;
            case "set-alias" or "new-alias":
                CommandCall alias = file.Calls.Read(command, CmdletMetadata.Alias, problems);
                if (alias.Text("Name") is null || alias.Text("Value") is null)
                {
                    AddProblem(
                        command,
                        "the command that the alias refers to cannot be determined; the scopes that it needs are not counted.");
                }
                break;
            case "set-item" or "new-item":
                CommandCall item = file.Calls.Read(command, CmdletMetadata.Item, problems);
                string? at = file.Texts.Complete(
                    command.CommandElements.Skip(1).FirstOrDefault(element => element is not CommandParameterAst)) is null
                    ? null
                    : item.Text("Path") ?? item.Text("LiteralPath");
                // On the Function: drive, New-Item creates a function with any -ItemType, but not without a value.
                bool isEmpty = plain.StartsWith("new", StringComparison.OrdinalIgnoreCase) && item.Has("Value") == false;
                bool isNamedFile = s_extension.IsMatch(item.Text("Name") ?? item.Text("Path") ?? item.Text("LiteralPath") ?? "");
                if (!isEmpty && !isNamedFile && at is null && !IsPlainItem(item))
                {
                    AddProblem(
                        command,
                        $"the item that {UnreadCode.Shown(command)} sets cannot be determined; " +
                        "the scopes of a function or an alias are not counted.",
                        isMinor: true);
                }
                break;
            case "set-content" or "add-content":
                CommandCall content = file.Calls.Read(command, CmdletMetadata.Content, problems);
                if ((content.Text("Path") ?? content.Text("LiteralPath")) is not string target
                    || (target.StartsWith(CommandArgument.Gap, StringComparison.Ordinal) && !s_extension.IsMatch(target)))
                {
                    AddProblem(
                        command,
                        $"whether {UnreadCode.Shown(command)} writes a file, a function or an alias cannot be determined; " +
                        "the scopes of a function or an alias are not counted.",
                        isMinor: true);
                }
                break;
            case "new-psdrive":
                if (!(file.Calls.Read(command, CmdletMetadata.Drive, problems).Text("PSProvider")?.ToLowerInvariant()
                    is "filesystem" or "registry" or "certificate" or "environment"))
                {
                    AddProblem(
                        command,
                        $"the provider of the drive that {UnreadCode.Shown(command)} creates cannot be determined; " +
                        "the scopes of a function or an alias on the drive are not counted.");
                }
                break;
            case "invoke-restmethod" or "invoke-webrequest":
                Match address = s_host.Match(file.Calls.Read(command, CmdletMetadata.Web, []).Text("Uri") ?? "");
                if (!address.Success)
                {
                    AddProblem(
                        command,
                        $"{UnreadCode.Shown(command)} may call the Fax.Plus API directly; the scopes that it needs are not counted.");
                }
                else if (address.Groups[1].Value.EndsWith("fax.plus", StringComparison.OrdinalIgnoreCase))
                {
                    AddProblem(
                        command,
                        $"{UnreadCode.Shown(command)} calls the Fax.Plus API directly; the scopes that it needs are not counted.");
                }
                break;
            case "import-localizeddata":
                if (MayTakeCommands(command))
                {
                    AddProblem(command, $"the scopes of the commands that {UnreadCode.Shown(command)} allows are not counted.");
                }
                break;
            case "new-object":
                CommandCall made = file.Calls.Read(command, CmdletMetadata.NewObject, problems);
                if (made.Text("TypeName") is not string type
                    || !(KnownCode.IsType(type) || library.HasType(type))
                    || !KnownCode.IsConstructedSafely(type))
                {
                    AddProblem(
                        command,
                        $"the code that {UnreadCode.Shown(command)} runs is unknown; the scopes that it needs are not counted.");
                }
                break;
            default:
                if (KnownCode.VariableWriters.Contains(plain)
                    && file.Calls.Read(command, CmdletMetadata.Variable, problems) is var written
                    && (written.Text("Name") is not string named
                        || WildcardPattern.ContainsWildcardCharacters(named)
                        || !file.Variables.IsWrittenOtherwise(named.Substring(named.LastIndexOf(':') + 1))
                        || command.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true })))
                {
                    AddProblem(command, "the variable that is set cannot be determined; the values of variables may differ from the result of the analysis.");
                }
                if (plain.Equals("Get-Variable", StringComparison.OrdinalIgnoreCase)
                    && !(file.Calls.Read(command, CmdletMetadata.Variable, []).Text("Name") is string variable
                        && !WildcardPattern.ContainsWildcardCharacters(variable)
                        && file.Variables.IsWrittenOtherwise(variable)))
                {
                    AddProblem(command, "the variables that are read cannot be determined; their values may differ from the result of the analysis.");
                }
                if (KnownCode.PropertyCommands.Contains(plain) && PropertiesOf(command).Any(given => outside.MayBeBlock(file, given)))
                {
                    AddProblem(command, UnreadCode.FromOutside(command));
                }
                if (KnownCode.BlockParameters.TryGetValue(plain, out string[] blocks))
                {
                    FollowBlocks(file, command, plain, blocks);
                }
                else if (name.IndexOf("-FaxPlus", StringComparison.OrdinalIgnoreCase) > 0)
                {
                    AddProblem(command, $"{name} is not a cmdlet of this module; the scopes that it needs are not counted.");
                }
                else if (!KnownCode.IsCommand(name)
                    && !KnownCode.VariableWriters.Contains(plain)
                    && (KnownCode.IsInterpreter(name) | _unknown.Add((file, name.ToUpperInvariant()))))
                {
                    AddProblem(
                        command,
                        KnownCode.IsInterpreter(name)
                            ? $"the code that {name} runs is not analyzed; if it calls this module, the scopes that it needs are " +
                                "not counted. If the code is a PowerShell script, also specify the script."
                            : $"{name} is not defined in the analyzed scripts; " +
                                "if it calls this module, the scopes that it needs are not counted.",
                        // A name without a hyphen, such as git, is usually that of a program.
                        isMinor: !KnownCode.IsInterpreter(name) && name.IndexOf('-') < 0);
                }
                break;
        }
    }

    /// <summary>
    /// Whether New-Item creates a folder, a link, or a file with a constant string that does not contain -FaxPlus. On the Function: drive,
    /// the string would be the code of a function.
    /// </summary>
    private static bool IsPlainItem(CommandCall item) => item.Text("ItemType")?.ToLowerInvariant() switch
    {
        "directory" or "symboliclink" or "junction" or "hardlink" => true,
        "file" => item.Text("Value") is { } text
            && !text.Contains(CommandArgument.Gap)
            && text.IndexOf("-FaxPlus", StringComparison.OrdinalIgnoreCase) < 0,
        _ => false,
    };

    /// <summary>Whether Import-LocalizedData may run commands in its file because of -SupportedCommand, which may be in a splat.</summary>
    private static bool MayTakeCommands(CommandAst command) =>
        command.CommandElements.Any(element =>
            element is CommandParameterAst { ParameterName: { Length: > 0 } name }
                && "SupportedCommand".StartsWith(name, StringComparison.OrdinalIgnoreCase)
            || element is VariableExpressionAst { Splatted: true });

    private void Import(ScriptFile file, CommandAst command)
    {
        CommandCall call = file.Calls.Read(command, CmdletMetadata.Import, problems);
        if (!call.IsComplete) return;
        string? name = call.Text("Name") ?? call.Text("FullyQualifiedName");
        bool isNamed = (ScriptLibrary.IsThisModule(name?.Replace(CommandArgument.Gap, "")) && !library.IsOtherModule(file, name!))
            || name?.StartsWith("Microsoft.PowerShell.", StringComparison.OrdinalIgnoreCase) == true;
        if (call.Has("Prefix") != false)
        {
            AddProblem(command, "with -Prefix, the cmdlets have other names; the scopes that these cmdlets need are not counted.");
        }
        else if (!isNamed || call.Has("ModuleInfo") != false || call.Has("Assembly") != false)
        {
            AddProblem(
                command,
                $"the commands that {UnreadCode.Shown(command)} imports cannot be determined; the scopes that they need are not counted.");
        }
    }

    /// <summary>
    /// Follows the scripts that the arguments of a command specify, and reports other code in the arguments that cannot be determined.
    /// </summary>
    private void FollowBlocks(ScriptFile file, CommandAst command, string name, string[] parameters)
    {
        IReadOnlyList<CommandElementAst> elements = command.CommandElements;
        bool isPlain = elements.Skip(1).Count(element => element is not CommandParameterAst) == 1;
        for (int i = 1; i < elements.Count; i++)
        {
            string? parameter = (elements[i - 1] as CommandParameterAst)?.Argument is null
                ? (elements[i - 1] as CommandParameterAst)?.ParameterName
                : null;
            Ast value = elements[i] is CommandParameterAst { Argument: { } argument } ? argument : elements[i];
            if (elements[i] is CommandParameterAst { Argument: not null } attached) parameter = attached.ParameterName;
            else if (elements[i] is CommandParameterAst) continue;
            bool isFile = KnownCode.FileRunners.Contains(name) && Begins("FilePath", parameter);
            bool isMember = name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase)
                && (parameter is null || Begins("MemberName", parameter));
            bool isBlock = parameter is null
                ? isPlain && !name.StartsWith("Register-", StringComparison.Ordinal)
                : parameters.Any(block => Begins(block, parameter));
            if (isFile && file.Texts.Complete(value) is string path && library.FileAt(file, path) is { } script)
            {
                reach(script);
            }
            else if (isFile
                || (isMember
                    && !outside.IsOwnBlock(file, value)
                    && (file.Texts.Complete(value) is not string member || UnreadCode.RunsCode(member)))
                || Begins("DefinitionName", parameter)
                || Begins("ConfigurationName", parameter)
                || value is VariableExpressionAst { Splatted: true }
                || (isBlock && !outside.IsOwnBlock(file, value) && value is not StringConstantExpressionAst))
            {
                AddProblem(
                    command,
                    $"the code that {UnreadCode.Shown(command)} runs cannot be determined; the scopes that it needs are not counted.");
            }
        }
    }

    /// <summary>
    /// The arguments that may specify properties: positional arguments, and arguments of parameters such as -Property and -GroupBy.
    /// </summary>
    private static IEnumerable<Ast> PropertiesOf(CommandAst command) => UnreadCode.ArgumentsOf(command)
        .Where(given => given.Parameter is null || Array.Exists(s_properties, parameter => Begins(parameter, given.Parameter)))
        .Select(given => given.Value);

    private static bool Begins(string parameter, string? written) =>
        written is { Length: > 0 } && parameter.StartsWith(written, StringComparison.OrdinalIgnoreCase);

    private void AddProblem(Ast place, string message, bool isMinor = false) =>
        problems.Add(new ScriptProblem(place.Extent, message, isMinor: isMinor));
}
