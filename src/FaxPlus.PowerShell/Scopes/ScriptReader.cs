using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell;

/// <summary>
/// Finds the calls of this module's cmdlets that scripts come to, through functions, aliases and other scripts. Nothing is run:
/// branches are all taken, and functions count when something that counts calls them.
/// </summary>
internal sealed class ScriptReader(ScriptLibrary library)
{
    private readonly Queue<(ScriptFile File, FunctionDefinitionAst? Function)> _waiting = new();
    private readonly HashSet<Ast> _come = [];
    private readonly List<ScriptFile> _given = [];
    private readonly List<ScriptCall> _calls = [];

    /// <summary>What cannot be settled by reading.</summary>
    public List<ScriptProblem> Problems { get; } = [];

    /// <summary>Errors of syntax. Nothing of a script that has one is counted, since it would not run.</summary>
    public List<ScriptProblem> Faults { get; } = [];

    public void Add(ScriptFile file)
    {
        _given.Add(file);
        Come(file, null);
        if (!file.IsModule) return;
        foreach (FunctionDefinitionAst function in file.Functions) Come(file, function);
    }

    /// <summary>What the scripts need.</summary>
    /// <param name="sessionHasSender">Whether scripts that do not sign in run in a session that has a number to send from.</param>
    public IReadOnlyList<ScopeUse> Read(bool sessionHasSender)
    {
        while (_waiting.Count > 0)
        {
            (ScriptFile file, FunctionDefinitionAst? function) = _waiting.Dequeue();
            foreach (CommandAst command in file.CommandsOf(function)) Follow(file, command);
        }

        WarnOfIdleFunctions();
        DefaultSender.Settle(_calls, sessionHasSender);
        return [.. _calls.SelectMany(Uses).OrderBy(use => use.File, StringComparer.Ordinal).ThenBy(use => use.Line)];
    }

    private void Follow(ScriptFile file, CommandAst command)
    {
        string? name = library.NameOf(file, command);
        if (name is null)
        {
            if (!IsBlock(file, command.CommandElements[0])) Doubt(command, $"which command {command.CommandElements[0].Extent.Text} is cannot be read; what it needs is not counted.");
            return;
        }

        if (library.FindFunction(name) is (ScriptFile source, FunctionDefinitionAst function))
        {
            Come(source, function);
        }
        else if (ScriptLibrary.CmdletOf(name) is string cmdlet && CmdletShape.Find(cmdlet) is { } shape)
        {
            _calls.Add(new ScriptCall(file, command, file.Calls.Read(command, shape, Problems)));
        }
        else if (library.ScriptOf(file, command, name) is string path)
        {
            Enter(command, path);
        }
        else if (name.Equals("Invoke-Expression", StringComparison.OrdinalIgnoreCase))
        {
            Doubt(command, "what Invoke-Expression runs cannot be read; what it needs is not counted.");
        }
        else if (name.IndexOf("-FaxPlus", StringComparison.OrdinalIgnoreCase) > 0)
        {
            Doubt(command, $"{name} is no cmdlet of this module; what it needs is not counted.");
        }
    }

    private void Enter(CommandAst command, string path)
    {
        if (!File.Exists(path))
        {
            Doubt(command, $"the script '{path}' is not there; what it needs is not counted.");
            return;
        }

        Come(library.Open(path), null);
    }

    /// <summary>A script block is counted where it is written, whoever runs it.</summary>
    private static bool IsBlock(ScriptFile file, Ast ast) => ast switch
    {
        ScriptBlockExpressionAst => true,
        VariableExpressionAst variable => file.Variables.OnlyValue(ScriptVariables.NameOf(variable)) is ScriptBlockExpressionAst
            || file.Variables.Parameters(ScriptVariables.NameOf(variable)).Any(parameter => parameter.StaticType == typeof(ScriptBlock)),
        _ => false,
    };

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
                bool needs = file.CommandsOf(function).Any(command => library.NameOf(file, command) is string name && ScriptLibrary.CmdletOf(name) is not null);
                if (needs) Doubt(function, $"nothing that was read calls the function {function.Name}; what it needs is not counted. Name the scripts that call it, too.");
            }
        }
    }

    /// <summary>What a call may need counts as needed: a run that stops in the middle is worse than a scope too many.</summary>
    private IEnumerable<ScopeUse> Uses(ScriptCall call)
    {
        foreach (OperationNeed need in FaxPlusCommands.OperationsOf(call.Call))
        {
            if (need.Operation is null) Doubt(call.Command, $"the method or the path that {call.Call.Command} asks for is not constant; what it needs is not counted.");
            else if (need.Operation.Scopes.Count == 0) Doubt(call.Command, $"the vendor documents no scope for {need.Operation}; what it needs is not counted.");
            else yield return new ScopeUse(call.Call.Command, need.Operation, isCertain: true, null, call.File.Path, call.File.Path is null ? 0 : call.Command.Extent.StartLineNumber);
        }
    }

    private void Doubt(Ast place, string message) => Problems.Add(new ScriptProblem(place.Extent, message));
}
