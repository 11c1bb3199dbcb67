using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Where a script produces the input of a command: in the statement of the command, in the assignments of its variables, and in the calls
/// of the functions around it.
/// </summary>
internal sealed class InputOrigin
{
    private readonly PSCmdlet _cmdlet;
    private readonly List<Ast> _statements = [];
    private readonly List<IScriptExtent> _callers = [];

    public InputOrigin(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        IScriptExtent[] frames = [.. Runspace.DefaultRunspace.Debugger.GetCallStack().Select(frame => frame.Position)];
        if (frames.Length == 0) return;
        Ast script = Parser.ParseInput(frames[0].StartScriptPosition.GetFullScript(), out _, out _);
        Add(script.Find(node => node.Extent.StartOffset == frames[0].StartOffset && node.Extent.EndOffset == frames[0].EndOffset, searchNestedScriptBlocks: true));
        // An enclosing statement has unrelated errors too.
        _callers.AddRange(frames.Skip(1).Where(frame => frame.File != frames[0].File || frame.StartOffset > frames[0].StartOffset || frame.EndOffset < frames[0].EndOffset));
    }

    /// <summary>Whether the statement calls a program, or something that may be one, such as <c>&amp; $program</c>.</summary>
    public bool CallsProgram => _statements.SelectMany(All<CommandAst>).Any(command => command.GetCommandName() is string name
        ? _cmdlet.InvokeCommand.GetCommand(name, CommandTypes.All) is ApplicationInfo
        : command.CommandElements[0] is not ScriptBlockExpressionAst);

    /// <summary>Whether an error came from there.</summary>
    public bool Made(ErrorRecord error)
    {
        if (error.InvocationInfo is not InvocationInfo at || at.HistoryId != _cmdlet.MyInvocation.HistoryId) return false;
        string file = _cmdlet.MyInvocation.ScriptName ?? "", other = at.ScriptName ?? "";
        return (other == file && _statements.Exists(statement => ScriptStack.Holds(statement.Extent, at.ScriptLineNumber)))
            || _callers.Exists(caller => (caller.File ?? "") == other && ScriptStack.Holds(caller, at.ScriptLineNumber))
            // An error shows the line within a function, and not the line that called it.
            || ScriptStack.LinesOf(error, file).Any(line => _statements.Exists(statement => ScriptStack.Holds(statement.Extent, line)));
    }

    private void Add(Ast? statement)
    {
        if (statement is null || _statements.Contains(statement)) return;
        _statements.Add(statement);
        ScriptBlockAst[] blocks = [.. Blocks(statement)];
        foreach (VariableExpressionAst variable in All<VariableExpressionAst>(statement))
        {
            // In the block of the statement or a block within it, or directly in an enclosing block: elsewhere it is another variable with
            // the same name.
            foreach (AssignmentStatementAst assignment in All<AssignmentStatementAst>(blocks.Last()).Where(assignment =>
                (blocks.Contains(Blocks(assignment).First()) || Blocks(assignment).Contains(blocks[0])) && All<VariableExpressionAst>(assignment.Left).Any(left => IsSame(left, variable))))
            {
                Add(assignment);
            }
        }
    }

    /// <summary>The script blocks around a statement, the innermost first.</summary>
    private static IEnumerable<ScriptBlockAst> Blocks(Ast statement)
    {
        for (Ast node = statement; node is not null; node = node.Parent)
        {
            if (node is ScriptBlockAst block) yield return block;
        }
    }

    private static IEnumerable<T> All<T>(Ast node)
        where T : Ast => node.FindAll(static found => found is T, searchNestedScriptBlocks: true).Cast<T>();

    private static bool IsSame(VariableExpressionAst left, VariableExpressionAst right) =>
        string.Equals(left.VariablePath.UserPath.Split(':').Last(), right.VariablePath.UserPath.Split(':').Last(), StringComparison.OrdinalIgnoreCase);
}
