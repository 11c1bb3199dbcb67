using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell;

/// <summary>The scripts that are read, with those that they take in, and the functions and aliases that all of them define.</summary>
internal sealed class ScriptLibrary(IReadOnlyDictionary<string, string> sessionAliases, string currentFolder)
{
    // An alias may lead to another, and by mistake to itself.
    private const int MaxAliases = 10;

    private const string ModulePrefix = @"FaxPlus\";

    private static readonly string[] s_aliasing = ["Set-Alias", "New-Alias"];

    private readonly Dictionary<string, ScriptFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ScriptFile File, FunctionDefinitionAst Function)> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file, and the scripts that it takes in by a constant path.</summary>
    /// <exception cref="FaxPlusException">The file cannot be read.</exception>
    public ScriptFile Open(string path)
    {
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) throw error;
        string full = Path.GetFullPath(path);
        if (_files.TryGetValue(full, out ScriptFile known)) return known;
        ScriptFile file = _files[full] = ScriptFile.Read(full);
        TakeIn(file);
        return file;
    }

    public ScriptFile Parse(string commandLine)
    {
        ScriptFile file = ScriptFile.Parse(commandLine);
        TakeIn(file);
        return file;
    }

    /// <summary>The name of a command, aliases followed; null where only the run can tell it.</summary>
    public string? NameOf(ScriptFile file, CommandAst command)
    {
        string? name = file.Texts.Whole(command.CommandElements[0]);
        for (int i = 0; i < MaxAliases && name is not null; i++)
        {
            if (_aliases.TryGetValue(name, out string? meant)) name = meant;
            else if (sessionAliases.TryGetValue(name, out string? inSession)) name = inSession;
            else break;
        }

        return name;
    }

    /// <summary>The cmdlet of this module that a name means, with the module's own name before it or without; null where it is none.</summary>
    public static string? CmdletOf(string name) =>
        FaxPlusCommands.Find(name.StartsWith(ModulePrefix, StringComparison.OrdinalIgnoreCase) ? name.Substring(ModulePrefix.Length) : name);

    public (ScriptFile File, FunctionDefinitionAst Function)? FindFunction(string name) => _functions.TryGetValue(name, out (ScriptFile, FunctionDefinitionAst) found) ? found : null;

    /// <summary>The path of the script that a command takes in or runs, or null. A file that is not there is given as it is written.</summary>
    public string? ScriptOf(ScriptFile file, CommandAst command, string name)
    {
        string? written = name.Equals("Import-Module", StringComparison.OrdinalIgnoreCase) ? file.Calls.Read(command, CmdletShape.Import, []).Text("Name") : name;
        return written is not null && IsScript(written) ? Locate(file, written) : null;
    }

    private static bool IsScript(string path) => path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".psm1", StringComparison.OrdinalIgnoreCase);

    private void TakeIn(ScriptFile file)
    {
        foreach (FunctionDefinitionAst function in file.Functions)
        {
            // function script:Send-Report is called as Send-Report.
            _functions[function.Name.Substring(function.Name.IndexOf(':') + 1)] = (file, function);
        }

        // Aliases first: one may stand for Import-Module.
        foreach (CommandAst command in file.Commands)
        {
            if (!s_aliasing.Contains(NameOf(file, command), StringComparer.OrdinalIgnoreCase)) continue;
            CommandCall call = file.Calls.Read(command, CmdletShape.Alias, []);
            if (call.Text("Name") is string alias) _aliases[alias] = call.Text("Value");
        }

        foreach (CommandAst command in file.Commands)
        {
            if (NameOf(file, command) is string name && ScriptOf(file, command, name) is string path && File.Exists(path)) Open(path);
        }
    }

    /// <summary>A relative path counts from the current folder when the script runs, which most often is its own.</summary>
    private string Locate(ScriptFile file, string path)
    {
        path = path.Replace('\\', Path.DirectorySeparatorChar);
        string beside = Path.Combine(Path.GetDirectoryName(file.Path) ?? currentFolder, path);
        return Path.GetFullPath(File.Exists(beside) ? beside : Path.Combine(currentFolder, path));
    }
}
