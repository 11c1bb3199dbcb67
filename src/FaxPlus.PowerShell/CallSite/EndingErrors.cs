using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Determines which errors certainly ended the statement in which they occurred. In a try block, these are errors from throw, from
/// expressions and from opening a file, and errors with the error action Stop. For other errors of commands, it is unknown whether they
/// ended the statement. Outside try blocks, $ErrorActionPreference may continue the script after any error.
/// </summary>
internal sealed class EndingErrors(PSCmdlet cmdlet)
{
    private readonly Dictionary<string, ScriptBlockAst?> _files = [];

    /// <summary>
    /// Whether an error certainly ended a statement. This is not certain if a catch block or trap, in the statement or in a function that
    /// it calls, may have caught the error.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="depth">The number of functions and scripts between the statement and the error.</param>
    /// <param name="part">The part of the statement that contains the error or the call that led to the error.</param>
    /// <param name="statement">The statement.</param>
    public bool Contains(ErrorRecord error, int depth, Ast part, Ast statement) =>
        (IsInTry(statement) || ScriptStack.FramesOf(error).Skip(depth + 1).Any(CallsInTry))
        && Ends(error, CommandAt(error, depth, part), StopsByPreference(statement))
        && !Catches(part, statement)
        && ScriptStack.FramesOf(error).Take(depth).All(frame => CalledBodyOf(frame) is { } body
            && body.FindAll(node => ScriptStack.Contains(node.Extent, frame.Line), searchNestedScriptBlocks: true)
                .All(node => !Catches(node)));

    /// <summary>Whether an error ended the statement in which it occurred, if the statement runs in a try block.</summary>
    /// <param name="error">The error.</param>
    /// <param name="command">The command that wrote the error; null if it is unknown.</param>
    /// <param name="stops">Whether the value of $ErrorActionPreference at the statement is Stop.</param>
    public static bool Ends(ErrorRecord error, CommandAst? command, bool stops)
    {
        if (error.Exception is RuntimeException { WasThrownFromThrowStatement: true }) return true;
        if (error.InvocationInfo?.MyCommand is null) return true;
        if (IsUnopenedFile(error)) return true;
        if (command is null || command.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true })) return false;
        if (ActionOf(command) is { } action) return IsStop(action);
        return stops && !command.CommandElements.Any(element => element is CommandParameterAst parameter
            && parameter.ParameterName.StartsWith("e", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether a command such as Import-Csv could not open a file. This error ends the statement regardless of -ErrorAction.
    /// </summary>
    public static bool IsUnopenedFile(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("FileOpenFailure,", StringComparison.Ordinal);

    /// <summary>Whether a catch block in a statement, or in a function that it calls, caught an error in a part of the statement.</summary>
    public bool IsCaught(ErrorRecord error, int depth, Ast part, Ast statement)
    {
        for (Ast node = part; node != statement && node.Parent is not null; node = node.Parent)
        {
            if (IsTried(node)) return true;
        }

        return ScriptStack.FramesOf(error).Take(depth).Any(frame => CalledBodyOf(frame) is { } body
            && Assignments.All<TryStatementAst>(body).Any(attempt => attempt.CatchClauses.Count > 0
                && (frame.Depth == 0
                    ? ScriptStack.IsAt(error, attempt.Body.Extent)
                    : ScriptStack.Contains(attempt.Body.Extent, frame.Line))));
    }

    /// <summary>The value of the parameter -ErrorAction of a command; null without the parameter.</summary>
    public static Ast? ActionOf(CommandAst command)
    {
        int action = command.CommandElements.ToList().FindIndex(element => element is CommandParameterAst parameter
            && (Is(parameter.ParameterName, "ErrorAction") || Is(parameter.ParameterName, "ea")));
        return action < 0 ? null
            : ((CommandParameterAst)command.CommandElements[action]).Argument ?? command.CommandElements.ElementAtOrDefault(action + 1);
    }

    /// <summary>The body of the function or script file of a stack frame; null if it cannot be found.</summary>
    public Ast? BodyOf(StackFrame frame) => StackFrame.IsScriptBlock(frame.Name)
        ? ScriptFileBody.Of(cmdlet.InvokeCommand.GetCommand(frame.File, CommandTypes.ExternalScript) as ExternalScriptInfo)
        : (cmdlet.InvokeCommand.GetCommands(frame.Name, CommandTypes.Function, nameIsPattern: false).FirstOrDefault() as FunctionInfo)
            ?.ScriptBlock.Ast;

    /// <summary>
    /// The body of the function, method or script file of a stack frame. Functions that a module does not export, and methods, are searched
    /// for in the file of the frame, which takes time if the file is large.
    /// </summary>
    private Ast? CalledBodyOf(StackFrame frame)
    {
        if (BodyOf(frame) is { } body) return body;
        if (!_files.TryGetValue(frame.File, out ScriptBlockAst? file))
        {
            _files[frame.File] = file = File.Exists(frame.File) ? Parser.ParseFile(frame.File, out _, out _) : null;
        }

        return file?.FindAll(
            node => ((node as FunctionDefinitionAst)?.Name ?? (node as FunctionMemberAst)?.Name) is { } name
                && Is(name, frame.Name)
                && ScriptStack.Contains(node.Extent, frame.Line),
            searchNestedScriptBlocks: true).LastOrDefault();
    }

    /// <summary>
    /// The command that wrote an error. It is in the statement, or in the last function or script that the statement called.
    /// </summary>
    public CommandAst? CommandAt(ErrorRecord error, int depth, Ast part)
    {
        if (depth > 0)
        {
            return CalledBodyOf(ScriptStack.FramesOf(error).First()) is { } body
                ? Assignments.All<CommandAst>(body).LastOrDefault(command => ScriptStack.IsAt(error, command.Extent))
                : null;
        }

        Ast? node = part;
        while (node is not null and not CommandAst) node = node.Parent;
        return node as CommandAst;
    }

    /// <summary>Whether the script sets $ErrorActionPreference to Stop before a statement, and at no other place.</summary>
    private static bool StopsByPreference(Ast statement)
    {
        Ast root = statement;
        while (root.Parent is not null) root = root.Parent;
        AssignmentStatementAst[] all =
        [
            .. Assignments.All<AssignmentStatementAst>(root).Where(static one => Assignments.Sets(one, "ErrorActionPreference")),
        ];
        return all.Length == 1
            && IsStop((all[0].Right as CommandExpressionAst)?.Expression)
            && all[0].Extent.EndOffset <= statement.Extent.StartOffset
            && IsIn(statement, all[0].Parent);
    }

    private static bool IsIn(Ast? node, Ast block)
    {
        while (node is not null && node != block) node = node.Parent;
        return node is not null;
    }

    public static bool IsStop(Ast? value) => value is StringConstantExpressionAst { Value: var text } ? Is(text, "Stop")
        : value is ConstantExpressionAst { Value: 1 }
            or MemberExpressionAst { Static: true, Member: StringConstantExpressionAst { Value: "Stop" } };

    private static bool Is(string given, string name) => given.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a part of a script is in a try block.</summary>
    public static bool IsInTry(Ast? statement)
    {
        for (Ast? node = statement; node is not null; node = node.Parent)
        {
            if (IsTried(node)) return true;
        }

        return false;
    }

    private static bool IsTried(Ast node) =>
        node.Parent is TryStatementAst { CatchClauses.Count: > 0 } attempt && attempt.Body == node;

    private bool CallsInTry(StackFrame frame) => BodyOf(frame) is { } body
        && Assignments.All<CommandAst>(body).Any(command => ScriptStack.Contains(command.Extent, frame.Line) && IsInTry(command));

    /// <summary>Whether a catch block or trap in the statement, or a trap of the blocks around it, catches errors of a part.</summary>
    private static bool Catches(Ast part, Ast statement)
    {
        bool isInside = true;
        for (Ast node = part; node is not null; node = node.Parent)
        {
            if (Catches(node) && (isInside || node is not TryStatementAst)) return true;
            if (node == statement) isInside = false;
        }

        return false;
    }

    private static bool Catches(Ast node) => node is TryStatementAst { CatchClauses.Count: > 0 }
        or NamedBlockAst { Traps.Count: > 0 }
        or StatementBlockAst { Traps.Count: > 0 };
}
