using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>Determines which errors prevented an assignment, so that its variable kept its value.</summary>
internal sealed class PreventedAssignments(PSCmdlet cmdlet)
{
    private readonly CalledCommands _calls = new(cmdlet);
    private readonly EndingErrors _ending = new(cmdlet);
    private readonly bool _stops =
        string.Equals(cmdlet.GetVariableValue("ErrorActionPreference")?.ToString(), "Stop", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether an error occurred in an assignment, or before the assignment in a try block that contains it, and ended the try block.
    /// </summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="file">The script file of the assignment; empty for a script without a file.</param>
    /// <param name="error">The error.</param>
    /// <param name="continues">Whether the sign-in can be reached after an error in a try block.</param>
    public bool IsPrevented(AssignmentStatementAst assignment, string file, ErrorRecord error, Func<TryStatementAst, bool> continues)
    {
        TryStatementAst[] attempts = [.. AttemptsAround(assignment)];
        return (attempts.Take(1).All(continues) && IsEnded(assignment, file, error))
            || attempts.Where(continues).Any(attempt => IsEndedBefore(attempt.Body, assignment, file, error));
    }

    /// <summary>The try statements whose try block contains a statement in the same script block, innermost first.</summary>
    private static IEnumerable<TryStatementAst> AttemptsAround(Ast statement)
    {
        for (Ast node = statement; node.Parent is not null and not ScriptBlockAst; node = node.Parent)
        {
            if (node.Parent is TryStatementAst { CatchClauses.Count: > 0 } attempt && attempt.Body == node) yield return attempt;
        }
    }

    private bool IsEnded(AssignmentStatementAst assignment, string file, ErrorRecord error)
    {
        Ast[] parts = [.. Assignments.All<Ast>(assignment)];
        if (At(error, file, parts) is not { } at || _ending.IsCaught(error, at.Depth, at.Part, assignment)) return false;
        return at.Depth > 0
            ? EndingErrors.Ends(error, at.Command, _stops)
            : at.Command is null
                || assignment.Right == at.Command.Parent
                || EndingErrors.IsUnopenedFile(error)
                || EndingErrors.ActionOf(at.Command) is not { } action
                || EndingErrors.IsStop(action);
    }

    private bool IsEndedBefore(StatementBlockAst block, AssignmentStatementAst assignment, string file, ErrorRecord error)
    {
        Ast[] parts = [.. Assignments.All<Ast>(block).Where(part => part.Extent.EndOffset <= assignment.Extent.StartOffset)];
        return At(error, file, parts) is { } at
            && !_ending.IsCaught(error, at.Depth, at.Part, block)
            && EndingErrors.Ends(error, at.Command, _stops);
    }

    /// <summary>
    /// The part that contains an error or the call that led to the error, the number of functions and scripts between them, and the command
    /// that wrote the error; null if the error occurred elsewhere.
    /// </summary>
    private (Ast Part, int Depth, CommandAst? Command)? At(ErrorRecord error, string file, Ast[] parts)
    {
        if ((error.InvocationInfo.ScriptName ?? "") == file
            && Array.FindLast(parts, part => ScriptStack.IsAt(error, part.Extent)) is { } part)
        {
            return (part, 0, parts.OfType<CommandAst>().LastOrDefault(command => ScriptStack.IsAt(error, command.Extent)));
        }

        // The stack trace contains only the line of a call.
        foreach (StackFrame frame in ScriptStack.CallsOf(error, file).Where(static frame => frame.Called.Length > 0))
        {
            if (Array.Find(parts, call => ScriptStack.Contains(call.Extent, frame.Line) && _calls.MayCall(call, frame.Called)) is { } call)
            {
                return (call, frame.Depth, _ending.CommandAt(error, frame.Depth, call));
            }
        }

        return null;
    }
}
