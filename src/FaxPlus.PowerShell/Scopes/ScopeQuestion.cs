using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.ScopeAnalysis;

namespace FaxPlus.PowerShell.Scopes;

/// <summary>Analyzes the input of -Command and -Path, which consists of cmdlets, command lines and scripts.</summary>
internal sealed class ScopeQuestion
{
    private readonly FaxPlusCmdlet _cmdlet;
    private readonly ScriptLibrary _library;
    private readonly ScriptReader _reader;
    private readonly List<string> _cmdlets = [];
    private readonly List<ScopeUse> _uses = [];

    public ScopeQuestion(FaxPlusCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _library = new ScriptLibrary(SessionAliases.Of(cmdlet), FolderOf(cmdlet));
        _reader = new ScriptReader(_library);
    }

    /// <summary>Whether some input could not be analyzed. Errors or warnings report this input, and more scopes may be needed.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Adds cmdlets with any parameters, or command lines with specific parameters.</summary>
    public void AddCommands(IEnumerable<string> commands)
    {
        foreach (string command in commands) Try(command, () => AddCommand(command.Trim()));
    }

    /// <summary>Adds scripts by their paths. Wildcards are expanded.</summary>
    public void AddPaths(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            Try(path, () =>
            {
                foreach (string file in LocalPaths.Resolve(_cmdlet, path)) Try(file, () => _reader.Add(_library.Open(file)));
            });
        }
    }

    /// <summary>Adds scripts by their literal paths.</summary>
    public void AddLiteralPaths(IEnumerable<string> paths)
    {
        foreach (string path in paths) Try(path, () => _reader.Add(_library.Open(LocalPaths.Literal(_cmdlet, path))));
    }

    /// <summary>Writes warnings about constructs that cannot be analyzed, and returns the smallest set of scopes for all input.</summary>
    /// <param name="sessionHasSender">Whether scripts without a sign-in run in a session with a default sender number.</param>
    public IReadOnlyList<ScopeNeed> Read(bool sessionHasSender = false)
    {
        foreach (string name in _cmdlets) AddCmdlet(name, sessionHasSender);
        _uses.AddRange(_reader.Read(sessionHasSender));
        foreach (ScriptProblem fault in _reader.Faults)
        {
            Fail(
                new FaxPlusException(FaxPlusErrorKind.BadRequest, fault.ToString())
                {
                    RecommendedAction = "Correct the script. Until then, its scopes are not counted.",
                },
                fault.File);
        }

        IsIncomplete |= _reader.Problems.Exists(problem => !problem.IsCounted);
        foreach (string problem in _reader.Problems.Select(problem => problem.ToString()).Distinct()) _cmdlet.WriteWarning(problem);
        return ScopeNeed.Of(_uses);
    }

    private void AddCommand(string command)
    {
        if (FaxPlusCommands.Find(command) is string name)
        {
            _cmdlets.Add(name);
            return;
        }

        // The cmdlets for Voipex need no scope of Fax.Plus.
        if (CmdletMetadata.Find(command) is not null) return;
        ScriptFile line = _library.Parse(command);
        if (line.Errors.Count == 0
            && !line.Commands.Any(call => _library.NameOf(line, call) is string called
                && (ScriptLibrary.CmdletOf(called) is not null || CmdletMetadata.Find(called) is not null)))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{command}' is not a cmdlet of this module.")
            {
                RecommendedAction = "Specify a cmdlet, such as Send-FaxPlusFax, or a command line such as " +
                    "'Send-FaxPlusFax -From $number -Wait'. For a script, use -Path.",
            };
        }

        _reader.Add(line);
    }

    private void AddCmdlet(string name, bool sessionHasSender)
    {
        CommandCall call = CommandCall.Any(name);
        if (sessionHasSender) call.SessionHasSender = true;
        foreach (OperationNeed need in FaxPlusCommands.OperationsOf(call))
        {
            if (need.Operation is null)
            {
                IsIncomplete = true;
                _cmdlet.WriteWarning(
                    $"The scopes that {name} needs depend on its method and path. Specify both, such as -Command '{name} /accounts/self'.");
            }
            else if (need.Operation.Scopes.Count == 0)
            {
                _cmdlet.WriteWarning($"The vendor documents no scope for {need.Operation}, which {name} requests.");
            }
            else
            {
                _uses.Add(new ScopeUse(name, need.Operation, need.IsCertain, need.When));
            }
        }
    }

    private static string FolderOf(PSCmdlet cmdlet)
    {
        try
        {
            return cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        }
        catch (SessionStateException)
        {
            // A session of Just Enough Administration (JEA) may have no file system provider.
            return "";
        }
    }

    private void Try(string item, Action action)
    {
        try
        {
            action();
        }
        catch (FaxPlusException exception)
        {
            Fail(exception, item);
        }
    }

    private void Fail(FaxPlusException exception, string? item)
    {
        IsIncomplete = true;
        _cmdlet.Fail(exception, item);
    }
}
