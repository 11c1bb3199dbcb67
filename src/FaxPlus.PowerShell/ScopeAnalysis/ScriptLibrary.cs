using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Contains the analyzed scripts, the scripts that they load, and the functions and aliases that they define.</summary>
internal sealed class ScriptLibrary(IReadOnlyDictionary<string, string> sessionAliases, string currentFolder)
{
    // An alias may refer to another alias. The limit stops a circular reference.
    private const int MaxAliases = 10;

    private const string ModulePrefix = @"FaxPlus\";

    private static readonly string[] s_aliasing = ["Set-Alias", "New-Alias"];

    private readonly Dictionary<string, ScriptFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(ScriptFile File, FunctionDefinitionAst Function)>> _functions =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _methods = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ScriptFile> _all = [];
    private readonly Dictionary<string, string?> _aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All scripts that have been read.</summary>
    public IReadOnlyList<ScriptFile> Files => _all;

    /// <summary>Reads a file and the scripts that it loads by a constant path.</summary>
    /// <exception cref="FaxPlusException">The file cannot be read.</exception>
    public ScriptFile Open(string path)
    {
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) throw error;
        string full = Path.GetFullPath(path);
        if (_files.TryGetValue(full, out ScriptFile known)) return known;
        ScriptFile file = _files[full] = ScriptFile.Read(full);
        Register(file);
        return file;
    }

    public ScriptFile Parse(string commandLine)
    {
        ScriptFile file = ScriptFile.Parse(commandLine);
        Register(file);
        return file;
    }

    /// <summary>The name of a command after aliases are resolved; null if it is known only at run time.</summary>
    public string? NameOf(ScriptFile file, CommandAst command)
    {
        string? name = file.Texts.Complete(command.CommandElements[0]);
        for (int i = 0; i < MaxAliases && name is not null; i++)
        {
            if (_aliases.TryGetValue(name, out string? meant)) name = meant;
            else if (sessionAliases.TryGetValue(name, out string? inSession)) name = inSession;
            else break;
        }

        return name;
    }

    /// <summary>Whether the name of a command, after aliases are resolved, is one of these names.</summary>
    public bool IsNamed(ScriptFile file, CommandAst command, params string[] names) =>
        names.Contains(NameOf(file, command), StringComparer.OrdinalIgnoreCase);

    /// <summary>The cmdlet of this module for a name, which may have the prefix <c>FaxPlus\</c>; null if there is no such cmdlet.</summary>
    public static string? CmdletOf(string name) =>
        FaxPlusCommands.Find(
            name.StartsWith(ModulePrefix, StringComparison.OrdinalIgnoreCase) ? name.Substring(ModulePrefix.Length) : name);

    /// <summary>
    /// The cmdlet of this module that a function or an alias with the same name may replace; null if none is replaced, or if the
    /// replacement is certainly in effect at the call.
    /// </summary>
    public string? ReplacedCmdlet(ScriptFile file, CommandAst command)
    {
        if (file.Texts.Complete(command.CommandElements[0]) is not string written) return null;
        string? name = NameOf(file, command);
        bool isAlias = !string.Equals(written, name, StringComparison.OrdinalIgnoreCase);
        if (isAlias && CmdletOf(written) is string aliased && !IsReplacedBefore(file, command, written)) return aliased;
        return name is not null && FindFunctions(name).Count > 0 && !IsReplacedBefore(file, command, name) ? CmdletOf(name) : null;
    }

    /// <summary>All functions with a name. Which function exists at the time of a call is known only at run time.</summary>
    public IReadOnlyList<(ScriptFile File, FunctionDefinitionAst Function)> FindFunctions(string name) =>
        _functions.TryGetValue(name, out List<(ScriptFile, FunctionDefinitionAst)> found) ? found : [];

    /// <summary>Whether one of the scripts defines a class or an enumeration with this name.</summary>
    public bool HasType(string name) => _types.Contains(name);

    /// <summary>Whether a class in one of the scripts has a method with this name.</summary>
    public bool HasMethod(string name) => _methods.Contains(name);

    /// <summary>Whether the name or path of a module refers to this module.</summary>
    public static bool IsThisModule(string? name) =>
        name is not null
            && (name.Equals("FaxPlus", StringComparison.OrdinalIgnoreCase)
                || name.Split('/', '\\').Last() is var last
                    && (last.Equals("FaxPlus", StringComparison.OrdinalIgnoreCase)
                        || last.Equals("FaxPlus.psd1", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a module path refers to a different module that has the same name as this module.</summary>
    public bool IsOtherModule(ScriptFile file, string name)
    {
        if (name.IndexOfAny(['/', '\\']) < 0 || name.Contains(CommandArgument.Gap)) return false;
        string path = name.Replace('\\', Path.DirectorySeparatorChar);
        foreach (string folder in new[] { Path.GetDirectoryName(file.Path) ?? currentFolder, currentFolder })
        {
            string full = Path.Combine(folder, path);
            string home = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
            bool isThere = Directory.Exists(full) || File.Exists(full) || File.Exists(full + ".psm1") || File.Exists(full + ".psd1");
            if (isThere) return Directory.GetFiles(home, "FaxPlus.PowerShell.dll", SearchOption.AllDirectories).Length == 0;
        }

        return false;
    }

    /// <summary>The script file that a using statement loads; null if the file cannot be analyzed.</summary>
    public ScriptFile? ModuleOf(UsingStatementAst statement) =>
        _all.FirstOrDefault(file => file.Root == Root(statement)) is { } file
            && UnreadCode.ModuleOf(statement) is string name
            && IsScript(name)
            && Locate(file, name) is var path
            && File.Exists(path)
            ? Open(path)
            : null;

    public ScriptFile? FileAt(ScriptFile from, string path) => Locate(from, path) is var full && File.Exists(full) ? Open(full) : null;

    /// <summary>The functions that a command may call, or the script that the command runs.</summary>
    public IEnumerable<ScriptBody> BodiesOf(ScriptFile file, CommandAst command)
    {
        if (NameOf(file, command) is not string name) return [];
        IReadOnlyList<(ScriptFile File, FunctionDefinitionAst Function)> functions = FindFunctions(name);
        if (functions.Count > 0) return functions.Select(found => new ScriptBody(found.File, found.Function));
        return CmdletOf(name) is null && ScriptOf(file, command, name) is string path && File.Exists(path)
            ? [new ScriptBody(Open(path), null)]
            : [];
    }

    /// <summary>
    /// Whether the same file defines a function or an alias before a command, outside all blocks. An alias does not count if any script
    /// removes an alias, or if only the session of the analysis defines it, because the alias may then not exist at run time.
    /// </summary>
    private bool IsReplacedBefore(ScriptFile file, CommandAst command, string name)
    {
        return file.Functions.Any(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && IsBefore(function, function))
            || (!_all.Any(other => other.Commands.Any(call => IsNamed(other, call, "Remove-Alias")))
                && file.Commands.Any(call => IsBefore(call, call.Parent)
                    && IsNamed(file, call, s_aliasing)
                    && string.Equals(
                        file.Calls.Read(call, CmdletMetadata.Alias, []).Text("Name"), name, StringComparison.OrdinalIgnoreCase)));

        bool IsBefore(Ast definition, Ast statement) =>
            statement.Parent?.Parent == file.Root && definition.Extent.EndOffset <= command.Extent.StartOffset;
    }

    private static Ast Root(Ast ast)
    {
        while (ast.Parent is not null) ast = ast.Parent;
        return ast;
    }

    /// <summary>The path of the script that a command loads or runs, or null. The file need not exist.</summary>
    public string? ScriptOf(ScriptFile file, CommandAst command, string name)
    {
        string? written = name.Equals("Import-Module", StringComparison.OrdinalIgnoreCase)
            ? file.Calls.Read(command, CmdletMetadata.Import, []).Text("Name")
            : name;
        return written is not null && IsScript(written) ? Locate(file, written) : null;
    }

    /// <summary>The file in the current folder that a command runs instead of the file next to its script; null if there is none.</summary>
    public string? OtherFile(ScriptFile file, CommandAst command, string path)
    {
        if (command.CommandElements[0].Extent.Text.Contains("PSScriptRoot")
            || file.Texts.Complete(command.CommandElements[0]) is not string written
            || !IsScript(written)
            || Path.IsPathRooted(written))
        {
            return null;
        }

        string other = Path.GetFullPath(Path.Combine(currentFolder, written.Replace('\\', Path.DirectorySeparatorChar)));
        return other != path && File.Exists(other) ? other : null;
    }

    public static bool IsScript(string path) =>
        path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".psm1", StringComparison.OrdinalIgnoreCase);

    private void Register(ScriptFile file)
    {
        _all.Add(file);
        file.IsChangedElsewhere = name => _all.Any(other => other != file && other.Variables.MayChangeForOthers(name));
        foreach (FunctionDefinitionAst function in file.Functions)
        {
            // A function that is defined as script:Send-Report is called as Send-Report.
            string name = function.Name.Substring(function.Name.IndexOf(':') + 1);
            if (!_functions.TryGetValue(name, out List<(ScriptFile, FunctionDefinitionAst)> all)) _functions[name] = all = [];
            all.Add((file, function));
        }

        foreach (TypeDefinitionAst type in file.Root
            .FindAll(static ast => ast is TypeDefinitionAst, searchNestedScriptBlocks: true)
            .Cast<TypeDefinitionAst>())
        {
            _types.Add(type.Name);
            _methods.UnionWith(type.Members.OfType<FunctionMemberAst>().Select(method => method.Name));
        }

        // Aliases are collected first, because Import-Module may be called by an alias.
        foreach (CommandAst command in file.Commands)
        {
            if (!IsNamed(file, command, s_aliasing)) continue;
            CommandCall call = file.Calls.Read(command, CmdletMetadata.Alias, []);
            if (call.Text("Name") is not string alias) continue;
            // An alias with two different assignments may have either value, so its value is unknown.
            string? value = call.Text("Value");
            _aliases[alias] = _aliases.TryGetValue(alias, out string? other)
                && !string.Equals(other, value, StringComparison.OrdinalIgnoreCase)
                ? null
                : value;
        }

        foreach (UsingStatementAst statement in file.Root.UsingStatements
            .Where(statement => statement.UsingStatementKind == UsingStatementKind.Module))
        {
            ModuleOf(statement);
        }
        foreach (CommandAst command in file.Commands)
        {
            if (NameOf(file, command) is string name && ScriptOf(file, command, name) is string path && File.Exists(path)) Open(path);
        }
    }

    /// <summary>
    /// Resolves a relative path against the folder of the script or, if the file does not exist there, against the current folder. At run
    /// time, PowerShell uses the current folder, which is usually the folder of the script.
    /// </summary>
    private string Locate(ScriptFile file, string path)
    {
        path = path.Replace('\\', Path.DirectorySeparatorChar);
        string beside = Path.Combine(Path.GetDirectoryName(file.Path) ?? currentFolder, path);
        return Path.GetFullPath(File.Exists(beside) ? beside : Path.Combine(currentFolder, path));
    }
}
