using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using static FaxPlus.PowerShell.CallSite.Assignments;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Finds the code that produces the input of a command. This code consists of the statement of the command, the statements that set its
/// variables, and the calls of the enclosing functions with the variables of these calls.
/// </summary>
internal sealed class InputOrigin
{
    private readonly PSCmdlet _cmdlet;
    private readonly List<(string File, Ast Code)> _statements = [];
    private readonly List<IScriptExtent> _callers = [];
    private readonly CalledCommands _calls;
    private readonly IScriptExtent[] _frames;

    public InputOrigin(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _calls = new CalledCommands(cmdlet);
        _frames = [.. Runspace.DefaultRunspace.Debugger.GetCallStack().Select(frame => frame.Position)];
        if (_frames.Length == 0) return;
        Follow(_frames, 0);
        // Outer statements that contain the command's statement are skipped, because unrelated errors may also occur in them.
        _callers.AddRange(_frames.Skip(1).Where(frame => frame.File != _frames[0].File
            || frame.StartOffset > _frames[0].StartOffset
            || frame.EndOffset < _frames[0].EndOffset));
    }

    /// <summary>
    /// Whether the code that produces the input calls a program, or something that may be a program, such as <c>&amp; $program</c>.
    /// </summary>
    public bool CallsProgram => _calls.Commands.Any(_calls.MayBeProgram);

    /// <summary>
    /// Whether another program has run after a program whose output is in a variable of the input. In this case, $LASTEXITCODE is no longer
    /// the exit code of that program. If the script reads $LASTEXITCODE or $? in between, it is assumed to check the exit code itself.
    /// </summary>
    public bool HasLostExitCode => _statements.Skip(1).Any(statement =>
        statement.File == _statements[0].File
        && CallsProgramIn([statement.Code])
        && !Between<VariableExpressionAst>(statement.Code)
            .Any(variable => variable.VariablePath.UserPath == "?" || Is(variable.VariablePath.UserPath.Split(':').Last(), "LASTEXITCODE"))
        && CallsProgramIn(Between<CommandAst>(statement.Code)));

    /// <summary>Whether an error occurred in the code that produces the input.</summary>
    public bool Includes(ErrorRecord error)
    {
        InvocationInfo? at = error.InvocationInfo;
        if (_calls.Commands.Any(_calls.RunsElsewhere) && IsFromElsewhere(error)) return true;
        if (at is null || at.HistoryId != _cmdlet.MyInvocation.HistoryId) return false;
        return _callers.Exists(caller => (caller.File ?? "") == (at.ScriptName ?? "") && ScriptStack.IsAt(error, caller))
            || _statements.Any(statement => ScriptStack.Includes(error, statement.Code.Extent, statement.File)
                && !IsOfEarlierRun(statement.Code, error));
    }

    /// <summary>Records the end of the command in its statement.</summary>
    public void End()
    {
        if (_statements.Count > 0 && ReadsAgain(_statements[0].Code)) EarlierCalls.Add(_cmdlet, Statement);
    }

    /// <summary>
    /// Whether an error occurred in an earlier run of a statement, and has no effect on this run. This requires that the statement has run
    /// again since, and reads its complete input again.
    /// </summary>
    private bool IsOfEarlierRun(Ast code, ErrorRecord error) => _statements.Count > 0
        && ReadsAgain(_statements[0].Code)
        && (code == _statements[0].Code
            ? EarlierCalls.Precede(_cmdlet, Statement, error)
            : IsAssignedAgain(code) && (EarlierCalls.Precede(_cmdlet, Statement, error) || EndedBlock(code, error)));

    /// <summary>
    /// Whether each run of a statement reads the complete input again. This is unknown for jobs, which return their output only once. It is
    /// also unknown for functions, script blocks in variables, methods and nested assignments, because they may use data that an earlier
    /// run has read.
    /// </summary>
    private bool ReadsAgain(Ast code) =>
        !All<AssignmentStatementAst>(code).Any(assignment => assignment != code)
        && !All<InvokeMemberExpressionAst>(code).Any()
        && All<CommandAst>(code).All(command => _calls.Of(command) is CmdletInfo && !_calls.RunsElsewhere(command));

    /// <summary>
    /// Whether a statement replaces a variable before each run of the command, and all statements that read the variable run afterwards.
    /// </summary>
    private bool IsAssignedAgain(Ast code) =>
        Assignments.TargetOf(code) is not null
        && code.Parent == _statements[0].Code.Parent
        && code.Extent.EndOffset <= _statements[0].Code.Extent.StartOffset
        && ReadsAgain(code)
        && _calls.Commands.All(command => _calls.Of(command) is CmdletInfo)
        && _statements.Skip(1)
            .Where(reader => Assignments.ReadBy(reader.Code).Any(variable => Assignments.Sets(code, variable)))
            .All(reader => reader.Code.Extent.StartOffset >= code.Extent.EndOffset && IsAssignedAgain(reader.Code));

    /// <summary>
    /// Whether an error ended the block that contains both a statement and the command. In this case, the command can run only after the
    /// block has started again.
    /// </summary>
    private bool EndedBlock(Ast code, ErrorRecord error) =>
        ScriptStack.IsExact(error)
        && !All<TryStatementAst>(code).Any()
        && !All<TrapStatementAst>(Statements.BlocksAround(code).Last()).Any()
        && All<CommandAst>(code).LastOrDefault(command => ScriptStack.IsAt(error, command.Extent)) is { } failed
        && Array.Exists(_frames, static frame => EndingErrors.IsInTry(Statements.Of(frame)))
        && EndingErrors.Ends(
            error,
            failed,
            Is(_cmdlet.GetVariableValue("ErrorActionPreference")?.ToString(), "Stop")
                && !Between<AssignmentStatementAst>(code).Any(static one => Assignments.Sets(one, "ErrorActionPreference")));

    // The key of the statement in EarlierCalls. It contains the depth of the call stack, because a recursive call of a function runs the
    // same statement, and must not be taken for an earlier run of the outer call.
    private string Statement => FormattableString.Invariant(
        $"{_statements[0].File}|{_statements[0].Code.Extent.StartOffset}|{_frames.Length}|{_statements[0].Code.Extent.Text}");

    private bool CallsProgramIn(IEnumerable<Ast> code)
    {
        var calls = new CalledCommands(_cmdlet);
        foreach (Ast part in code) calls.Add(part);
        return calls.Commands.Any(calls.IsProgram);
    }

    /// <summary>The parts of the script that run between a statement and the command. The bodies of functions are not included.</summary>
    private IEnumerable<T> Between<T>(Ast statement)
        where T : Ast =>
        All<T>(Statements.BlocksAround(statement).Last()).Where(part => part.Extent.StartOffset >= statement.Extent.EndOffset
            && part.Extent.EndOffset <= _statements[0].Code.Extent.StartOffset
            && !IsInFunction(part, statement.Extent.EndOffset));

    /// <summary>Whether a part of a script is in a function that is defined after an offset.</summary>
    private static bool IsInFunction(Ast part, int offset)
    {
        for (Ast node = part; node is not null; node = node.Parent)
        {
            if (node is FunctionDefinitionAst && node.Extent.StartOffset >= offset) return true;
        }

        return false;
    }

    private static bool IsOfScript(FunctionInfo function) => function.Source.Length == 0;

    /// <summary>
    /// Whether an error occurred in a job or in another runspace. Such an error has no position in the scripts that produce the input.
    /// </summary>
    private bool IsFromElsewhere(ErrorRecord error) =>
        error.InvocationInfo is not InvocationInfo at
        || at.HistoryId != _cmdlet.MyInvocation.HistoryId
        || !_statements.Exists(statement =>
            statement.File == (at.ScriptName ?? "") || ScriptStack.LinesOf(error, statement.File).Any());

    /// <summary>
    /// Adds the statement of the innermost stack frame; for an outer call, adds only the variables of the call. If the input comes from a
    /// parameter of the enclosing function, the method continues with the call of this function.
    /// </summary>
    private void Follow(IScriptExtent[] frames, int at)
    {
        if (at == frames.Length || Statements.Of(frames[at]) is not { } statement) return;
        if (at == 0) statement = Statements.WithCommand(statement, _cmdlet.MyInvocation.InvocationName);
        string file = frames[at].File ?? "";
        int first = _statements.Count;
        if (at == 0) Add(statement, file);
        else AddVariables(statement, file);
        HashSet<string> parameters = ParametersOf(Statements.BlocksAround(statement).First());
        IEnumerable<Ast> followed = _statements.Skip(first).Select(added => added.Code).Append(statement);
        if (followed.SelectMany(All<VariableExpressionAst>).Any(variable => parameters.Contains(variable.VariablePath.UserPath)))
        {
            Follow(frames, at + 1);
        }
    }

    /// <summary>The names of the variables that contain the arguments of a script block.</summary>
    internal static HashSet<string> ParametersOf(ScriptBlockAst block)
    {
        IEnumerable<ParameterAst> declared = block.ParamBlock?.Parameters
            ?? (block.Parent as FunctionDefinitionAst)?.Parameters
            ?? Enumerable.Empty<ParameterAst>();
        return new HashSet<string>(
            declared.Select(parameter => parameter.Name.VariablePath.UserPath).Concat(["args", "PSBoundParameters"]),
            StringComparer.OrdinalIgnoreCase);
    }

    private void Add(Ast statement, string file)
    {
        if (_statements.Contains((file, statement))) return;
        _statements.Add((file, statement));
        _calls.Add(statement);
        AddVariables(statement, file);
        // A function of the script may read variables of the script.
        foreach (FunctionInfo function in All<CommandAst>(statement).Select(_calls.Of).OfType<FunctionInfo>().Where(IsOfScript))
        {
            AddVariables(function.ScriptBlock.Ast, function.ScriptBlock.File ?? "");
        }
    }

    /// <summary>Adds the statements that set the variables of a statement, including those in scripts that run in the same scope.</summary>
    private void AddVariables(Ast statement, string file)
    {
        ScriptBlockAst[] blocks = [.. Statements.BlocksAround(statement)];
        Ast script = blocks.Last();
        foreach (string variable in Assignments.ReadBy(statement))
        {
            // Scripts often add single rows in a ForEach-Object block or a loop. The errors occur in the input of that block or loop, so
            // the complete pipeline is added.
            foreach (Ast part in All<Ast>(script)
                .Where(part => Assignments.Sets(part, variable) || (part is CommandAst command && SetsInScope(command, variable)))
                .Where(part => Statements.IsInScope(part, blocks) && Assignments.MayDetermine(part, variable, statement)))
            {
                Add(OutermostPipeline(part, statement), file);
            }
        }
    }

    /// <summary>Whether a command such as <c>. ./rows.ps1</c> runs a script that sets a variable of the caller.</summary>
    private bool SetsInScope(CommandAst command, string variable) => command.InvocationOperator == TokenKind.Dot
        && CalledCommands.BodyOf(_calls.Of(command)) is { } body
        && All<Ast>(body).Any(part => Assignments.Sets(part, variable));

    /// <summary>The largest pipeline or loop that contains a part of a script but not the statement itself.</summary>
    private static Ast OutermostPipeline(Ast part, Ast statement)
    {
        Ast outermost = part;
        for (Ast node = part; node is not null && !IsAround(node, statement); node = node.Parent)
        {
            if (node is PipelineAst or LoopStatementAst) outermost = node;
        }

        return outermost;
    }

    private static bool IsAround(Ast node, Ast statement) =>
        node.Extent.StartOffset <= statement.Extent.StartOffset && node.Extent.EndOffset >= statement.Extent.EndOffset;

    private static bool Is(string? given, string name) => string.Equals(given, name, StringComparison.OrdinalIgnoreCase);
}
