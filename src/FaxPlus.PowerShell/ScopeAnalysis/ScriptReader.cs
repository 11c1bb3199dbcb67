using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Finds the calls of this module's cmdlets that scripts may make, directly or through functions, aliases and other scripts. The reader
/// runs no code. It includes all branches, and each function that the included code calls.
/// </summary>
internal sealed class ScriptReader
{
    private readonly Queue<(ScriptFile File, FunctionDefinitionAst? Function)> _waiting = new();
    private readonly HashSet<Ast> _reached = [];
    private readonly List<ScriptFile> _started = [];
    private readonly List<ScriptCall> _calls = [];
    private readonly OutsideValues _outside;
    private readonly UnreadCode _unread;
    private readonly List<ScriptProblem> _localErrors = [];
    private readonly OtherCommands _others;

    private readonly ScriptLibrary _library;

    public ScriptReader(ScriptLibrary library)
    {
        _library = library;
        _outside = new OutsideValues(library);
        _unread = new UnreadCode(library, _outside);
        _others = new OtherCommands(library, _outside, Problems, script => Reach(script, null));
    }

    /// <summary>The constructs that the analysis cannot resolve.</summary>
    public List<ScriptProblem> Problems { get; } = [];

    /// <summary>
    /// Syntax errors. The calls in a script with syntax errors are not counted, because PowerShell would not run the script.
    /// </summary>
    public List<ScriptProblem> Faults { get; } = [];

    public void Add(ScriptFile file)
    {
        _started.Add(file);
        file.IsStarted = true;
        if (file.Path?.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase) == true)
        {
            AddProblem(
                file.Root,
                "the files that a module manifest lists are not analyzed; the scopes that they need are not counted. " +
                "Specify the files themselves.");
        }

        foreach (ScriptBody body in StartedBy(file)) Reach(file, body.Function);
    }

    /// <summary>The code of a script outside its functions and, for a module, also its functions.</summary>
    private static IEnumerable<ScriptBody> StartedBy(ScriptFile file) =>
        (file.IsModule ? file.Functions : []).Prepend(null!).Select(function => new ScriptBody(file, function));

    /// <summary>The operations that the scripts need, with the position of each use.</summary>
    /// <param name="sessionHasSender">Whether scripts without a sign-in run in a session with a default sender number.</param>
    public IReadOnlyList<ScopeUse> Read(bool sessionHasSender)
    {
        ReadReached();
        // The parser's error for a missing module or type is omitted if the analysis itself reports the same code.
        Problems.InsertRange(0, _localErrors.Where(error => !Problems.Exists(error.IsAt)).ToArray());
        _localErrors.Clear();
        foreach ((Ast writer, string script) in new ReplacedScripts(_library).Of(_started.SelectMany(StartedBy)))
        {
            AddProblem(
                writer,
                $"{UnreadCode.Shown(writer)} may write '{script}' before the script runs; " +
                "the scopes of the changed script are not counted.");
        }
        DefaultSender.SetSessionHasSender(_library, _started.SelectMany(StartedBy), _calls, sessionHasSender);
        WarnOfIdleFunctions();
        return [.. _calls.SelectMany(Uses).OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line)];
    }

    private void ReadReached()
    {
        while (_waiting.Count > 0)
        {
            (ScriptFile file, FunctionDefinitionAst? function) = _waiting.Dequeue();
            if (function is null) Begin(file);
            foreach (Ast part in file.PartsOf(function))
            {
                if (_unread.Of(file, part) is string message) AddProblem(part, message);
                if (part is CommandAst command) Follow(file, command);
                if (part is UsingStatementAst { UsingStatementKind: UsingStatementKind.Module } module
                    && _library.ModuleOf(module) is { } used)
                {
                    Reach(used, null);
                }
            }
        }
    }

    private void Follow(ScriptFile file, CommandAst command)
    {
        if (_library.ReplacedCmdlet(file, command) is string replaced) Count(file, command, replaced);
        string? name = _library.NameOf(file, command);
        if (name is null)
        {
            if (!_outside.IsOwnBlock(file, command.CommandElements[0]))
            {
                AddProblem(
                    command,
                    $"the command {command.CommandElements[0].Extent.Text} cannot be determined; " +
                    "the scopes that it needs are not counted.");
            }
            return;
        }

        IReadOnlyList<(ScriptFile File, FunctionDefinitionAst Function)> functions = _library.FindFunctions(name);
        if (functions.Count > 0)
        {
            foreach ((ScriptFile source, FunctionDefinitionAst function) in functions) Reach(source, function);
        }
        else if (ScriptLibrary.CmdletOf(name) is string cmdlet)
        {
            Count(file, command, cmdlet);
        }
        else if (_library.ScriptOf(file, command, name) is string path)
        {
            if (!System.IO.Path.IsPathRooted(name)
                && name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
                && !command.CommandElements[0].Extent.Text.Contains("PSScriptRoot")
                && ChangesFolder(file))
            {
                AddProblem(command, $"the file of {name} depends on the folder to which the script changes.");
            }
            else if (_library.OtherFile(file, command, path) is string other)
            {
                AddProblem(command, $"in the current folder, the script runs '{other}', whose scopes are not counted.");
            }
            Enter(command, path);
        }
        else
        {
            _others.Follow(file, command, name);
        }
    }

    private void Count(ScriptFile file, CommandAst command, string cmdlet)
    {
        if (CmdletMetadata.Find(cmdlet) is not { } shape) return;
        CommandCall call = file.Calls.Read(command, shape, Problems);
        _calls.Add(new ScriptCall(file, command, call));
        if (cmdlet == "Invoke-FaxPlusRequest" && call.Text("Path")?.Split('?')[0].Contains(CommandArgument.Gap) == true)
        {
            AddProblem(
                command,
                $"the part of {call.Text("Path")} that is not constant is counted as a single id; " +
                "a value with slashes would be a different request.");
        }
    }

    private bool ChangesFolder(ScriptFile file) =>
        file.Commands.Any(command => _library.IsNamed(file, command, "Set-Location", "Push-Location", "Pop-Location"));

    private void Begin(ScriptFile file)
    {
        _localErrors.AddRange(file.LocalErrors);
        if (file.Root.ScriptRequirements is not { } required) return;
        foreach (string module in required.RequiredModules
            .Select(module => module.Name)
            .Where(module => !ScriptLibrary.IsThisModule(module)))
        {
            AddProblem(
                file.Root,
                $"the contents of the required module {module} cannot be analyzed; the scopes that it needs are not counted.");
        }
        foreach (string assembly in required.RequiredAssemblies)
        {
            AddProblem(
                file.Root,
                $"the contents of the required assembly {assembly} cannot be analyzed; the scopes that it needs are not counted.");
        }
    }

    private void Enter(CommandAst command, string path)
    {
        if (!File.Exists(path))
        {
            AddProblem(command, $"the script '{path}' does not exist; the scopes that it needs are not counted.");
            return;
        }

        Reach(_library.Open(path), null);
    }

    private void Reach(ScriptFile file, FunctionDefinitionAst? function)
    {
        if (!_reached.Add(function ?? (Ast)file.Root)) return;
        if (file.Errors.Count == 0) _waiting.Enqueue((file, function));
        else if (function is null) Faults.AddRange(file.Errors);
    }

    /// <summary>
    /// Warns of each function that no analyzed code calls, and that needs scopes or cannot be analyzed. The function is read like a called
    /// function, and its results are replaced by the warning.
    /// </summary>
    private void WarnOfIdleFunctions()
    {
        foreach (ScriptFile file in _started)
        {
            foreach (FunctionDefinitionAst function in file.Functions)
            {
                if (_reached.Contains(function)) continue;
                (int problems, int faults, int calls) = (Problems.Count, Faults.Count, _calls.Count);
                file.IdleFunctions.Add(function);
                Reach(file, function);
                ReadReached();
                bool isRelevant = Problems.Skip(problems).Any(problem => !problem.IsMinor)
                    || (faults, calls, 0) != (Faults.Count, _calls.Count, _localErrors.Count);
                Problems.RemoveRange(problems, Problems.Count - problems);
                Faults.RemoveRange(faults, Faults.Count - faults);
                _calls.RemoveRange(calls, _calls.Count - calls);
                _localErrors.Clear();
                if (!isRelevant) continue;
                AddProblem(
                    function,
                    $"no analyzed code calls the function {function.Name}; the scopes that it needs are not counted. " +
                    "Also specify the scripts that call the function.");
            }
        }
    }

    /// <summary>
    /// The operations of a call. An operation that may be needed is counted as needed, because a run that fails midway is worse than an
    /// unnecessary scope.
    /// </summary>
    private IEnumerable<ScopeUse> Uses(ScriptCall call)
    {
        foreach (OperationNeed need in FaxPlusCommands.OperationsOf(call.Call))
        {
            if (need.Operation is null)
            {
                AddProblem(
                    call.Command,
                    $"the method or the path of {call.Call.Command} is not constant; the scopes that it needs are not counted.");
            }
            else if (need.Operation.Scopes.Count == 0)
            {
                AddProblem(
                    call.Command,
                    $"the vendor documents no scope for {need.Operation}; the scopes that it needs are not counted.",
                    isCounted: true);
            }
            else
            {
                yield return new ScopeUse(
                    call.Call.Command,
                    need.Operation,
                    isCertain: true,
                    null,
                    call.File.Path,
                    call.File.Path is null ? 0 : call.Command.Extent.StartLineNumber);
            }
        }
    }

    private void AddProblem(Ast place, string message, bool isCounted = false) =>
        Problems.Add(new ScriptProblem(place.Extent, message, isCounted));
}
