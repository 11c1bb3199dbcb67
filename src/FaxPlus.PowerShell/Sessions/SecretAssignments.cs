using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>The assignments in the running scripts that determine the secret of a sign-in command.</summary>
internal sealed class SecretAssignments
{
    private readonly Dictionary<AssignmentStatementAst, (Ast Reader, string File)> _assignments = [];
    private readonly HashSet<string> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly CalledCommands _calls;
    private readonly EndingErrors _ending;

    /// <param name="cmdlet">The sign-in command.</param>
    /// <param name="others">The parameters whose values are not secret.</param>
    /// <param name="variables">Variables that the command reads by itself.</param>
    /// <param name="isSecret">
    /// Whether a variable of a calling script contains the secret, from its name and its value, which is null if the variable is not local.
    /// </param>
    public SecretAssignments(PSCmdlet cmdlet, string[] others, string[] variables, Func<string, object?, bool> isSecret)
    {
        (_calls, _ending) = (new CalledCommands(cmdlet), new EndingErrors(cmdlet));
        CallStackFrame[] frames = [.. Runspace.DefaultRunspace.Debugger.GetCallStack()];
        if (frames.Length == 0) return;
        SignIn = frames[0].Position;
        string name = cmdlet.MyInvocation.InvocationName;
        if (Statements.Of(SignIn) is { } calling)
        {
            calling = Statements.WithCommand(calling, name);
            CommandAst[] commands = [.. Assignments.All<CommandAst>(calling).Where(command => Statements.IsCall(command, name))];
            Follow(
                calling,
                SignIn.File ?? "",
                (commands.Length == 0 ? Assignments.ReadBy(calling) : commands.SelectMany(command => ReadBy(command, others)))
                    .Concat(variables));
        }

        // A script of another frame is parsed only if its statement reads the secret, because modules such as Pester are large.
        foreach (CallStackFrame frame in frames.Skip(1))
        {
            Dictionary<string, PSVariable>? locals = null;
            bool IsSecret(string variable)
            {
                locals ??= frame.GetFrameVariables();
                return isSecret(variable, locals.TryGetValue(Assignments.NameOf(variable), out PSVariable local) ? local.Value : null);
            }

            string[] read = [.. Assignments.ReadBy(Parser.ParseInput(frame.Position.Text, out _, out _)).Where(IsSecret)];
            if (read.Length > 0 && Statements.Of(frame.Position) is { } statement) Follow(statement, frame.Position.File ?? "", read);
        }
    }

    /// <summary>The variables that determine the secret.</summary>
    public IReadOnlyCollection<string> Variables => _variables;

    public IReadOnlyCollection<AssignmentStatementAst> All => _assignments.Keys;

    /// <summary>The position of the sign-in command; null if it was not called by a script.</summary>
    public IScriptExtent? SignIn { get; }

    /// <summary>
    /// The error that ended an assignment; null if there is no such error, or if the script assigned another value afterwards. Errors of
    /// commands whose parameter -ErrorAction continues after errors do not end an assignment.
    /// </summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="errors">The errors since the previous sign-in.</param>
    /// <param name="previous">The position of the previous sign-in.</param>
    public ErrorRecord? FailureOf(AssignmentStatementAst assignment, ErrorRecord[] errors, IScriptExtent? previous)
    {
        (Ast reader, string file) = _assignments[assignment];
        if (Array.Find(errors, error => Ended(assignment, file, error)) is not { } failure) return null;
        Ast round = RoundOf(assignment);
        bool IsOfPreviousSignIn(Ast other) => previous is not null
            && (previous.File ?? "") == file
            && previous.StartOffset >= other.Extent.EndOffset
            && previous.EndOffset <= assignment.Extent.StartOffset;
        return _assignments.Keys.Any(other => other != assignment
            && RoundOf(other) == round
            && IsSameVariable(other.Left, assignment.Left)
            && other.Extent.EndOffset <= reader.Extent.StartOffset
            && !IsOfPreviousSignIn(other)
            && !AreAlternatives(other, assignment)
            && !Array.Exists(errors, error => Ended(other, file, error))) ? null : failure;
    }

    /// <summary>The variables in the arguments of a sign-in command that contain or name the secret.</summary>
    private static IEnumerable<string> ReadBy(CommandAst command, string[] others)
    {
        string? parameter = null;
        foreach (CommandElementAst element in command.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst { ParameterName: var name }) parameter = name;
            if (parameter is null || !Array.Exists(others, other => other.StartsWith(parameter, StringComparison.OrdinalIgnoreCase)))
            {
                foreach (string variable in Assignments.ReadBy(element)) yield return variable;
            }
            if (element is not CommandParameterAst { Argument: null }) parameter = null;
        }
    }

    /// <summary>Adds the assignments of variables, and those of the variables that these assignments read.</summary>
    private void Follow(Ast statement, string file, IEnumerable<string> variables)
    {
        ScriptBlockAst[] blocks = [.. Statements.BlocksAround(statement)];
        AssignmentStatementAst[] all =
        [
            .. Assignments.All<AssignmentStatementAst>(blocks.Last()).Where(assignment => Statements.IsInScope(assignment, blocks)),
        ];
        HashSet<string> followed = new(variables, StringComparer.OrdinalIgnoreCase);
        Queue<string> waiting = new(followed);
        while (waiting.Count > 0)
        {
            string variable = waiting.Dequeue();
            foreach (AssignmentStatementAst assignment in all.Where(assignment => Assignments.Sets(assignment, variable)))
            {
                _assignments[assignment] = (statement, file);
                foreach (string read in Assignments.ReadBy(assignment.Right).Where(followed.Add)) waiting.Enqueue(read);
            }
        }

        _variables.UnionWith(followed);
    }

    private bool Ended(AssignmentStatementAst assignment, string file, ErrorRecord error)
    {
        CommandAst? failed;
        if ((error.InvocationInfo.ScriptName ?? "") == file && ScriptStack.IsAt(error, assignment.Extent))
        {
            failed = Assignments.All<CommandAst>(assignment).LastOrDefault(command => ScriptStack.IsAt(error, command.Extent));
        }
        else
        {
            // The stack trace contains only the line of a call.
            (StackFrame Frame, Ast Call)[] calls =
            [
                .. from frame in ScriptStack.CallsOf(error, file)
                   where frame.Called.Length > 0 && ScriptStack.Contains(assignment.Extent, frame.Line)
                   from call in Assignments.All<Ast>(assignment)
                   where ScriptStack.Contains(call.Extent, frame.Line) && _calls.MayCall(call, frame.Called)
                   select (frame, call),
            ];
            if (calls.Length == 0) return false;
            failed = _ending.CommandAt(error, calls[0].Frame.Depth, calls[0].Call);
        }

        return failed is null || EndingErrors.ActionOf(failed) is not { } action || EndingErrors.IsStop(action);
    }

    /// <summary>The innermost loop or script block that contains an assignment.</summary>
    private static Ast RoundOf(Ast assignment)
    {
        Ast node = assignment.Parent;
        while (node is not LoopStatementAst and not ScriptBlockAst) node = node.Parent;
        return node;
    }

    /// <summary>Whether two statements are in different branches of an if or switch statement.</summary>
    private static bool AreAlternatives(Ast one, Ast other)
    {
        Ast node = one;
        while (!Encloses(node, other)) node = node.Parent;
        return node is IfStatementAst or SwitchStatementAst;
    }

    private static bool Encloses(Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && outer.Extent.EndOffset >= inner.Extent.EndOffset;

    private static bool IsSameVariable(Ast one, Ast other) => Names(one).Intersect(Names(other), StringComparer.OrdinalIgnoreCase).Any();

    private static IEnumerable<string> Names(Ast target) => Assignments.All<VariableExpressionAst>(target)
        .Select(static variable => Assignments.NameOf(variable.VariablePath.UserPath));
}
