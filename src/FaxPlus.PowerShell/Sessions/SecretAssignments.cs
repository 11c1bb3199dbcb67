using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>The assignments in the running scripts that determine the secret of a sign-in command.</summary>
internal sealed class SecretAssignments
{
    private static readonly string[] s_automatic = ["null", "true", "false", "_", "PSItem", "args", "input", "this", "PSScriptRoot",
        "PSBoundParameters", "PSCmdlet", "MyInvocation", "?", "LASTEXITCODE", "Matches", "PWD", "PID"];

    private static readonly Regex s_errorAction = new(@"\s+-(ErrorAction|EA)\s+\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Dictionary<AssignmentStatementAst, (Ast SignIn, string File)> _assignments = [];
    private readonly Dictionary<string, ScriptBlockAst> _scripts = [];
    private readonly PreventedAssignments _prevented;

    /// <param name="cmdlet">The sign-in command.</param>
    /// <param name="others">The parameters whose values are not secret.</param>
    /// <param name="variables">Variables that the command reads by itself.</param>
    /// <param name="isSecret">
    /// Whether a variable of a calling script contains the secret, from its name and its value, which is null if the variable is not local.
    /// </param>
    public SecretAssignments(PSCmdlet cmdlet, string[] others, string[] variables, Func<string, object?, bool> isSecret)
    {
        _prevented = new PreventedAssignments(cmdlet);
        CallStackFrame[] frames = [.. Runspace.DefaultRunspace.Debugger.GetCallStack()];
        Frames = [.. frames.Select(static frame => frame.Position)];
        if (frames.Length == 0) return;
        string name = cmdlet.MyInvocation.InvocationName;
        if (StatementOf(Frames[0]) is { } calling)
        {
            calling = Statements.WithCommand(calling, name);
            Variables.UnionWith(InputOrigin.ParametersOf(Statements.BlocksAround(calling).First()));
            CommandAst[] commands = [.. Assignments.All<CommandAst>(calling).Where(command => Statements.IsCall(command, name))];
            Ast[] arguments = commands.Length == 0 ? [calling] : [.. commands.SelectMany(command => ArgumentsOf(cmdlet, command, others))];
            Follow(calling, Frames[0].File ?? "", arguments, [.. arguments.SelectMany(Assignments.ReadBy), .. variables]);
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
            if (read.Length > 0 && StatementOf(frame.Position) is { } statement)
            {
                foreach (KeyValuePair<string, PSVariable> local in locals!) Locals[local.Key] = local.Value.Value;
                Follow(statement, frame.Position.File ?? "", [statement], read);
            }
        }
    }

    /// <summary>The assignments.</summary>
    public IReadOnlyCollection<AssignmentStatementAst> All => _assignments.Keys;

    /// <summary>The names of the variables that the sign-in command and its callers read.</summary>
    public HashSet<string> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The positions of the sign-in command and of the calls that led to it, innermost first.</summary>
    public IScriptExtent[] Frames { get; }

    /// <summary>The local variables of the callers that pass the secret, which a command of a module cannot read otherwise.</summary>
    public Dictionary<string, object?> Locals { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The error that prevented an assignment; null if there is no such error, or if the script assigned another value to the same
    /// variable.
    /// </summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="errors">The errors since the previous sign-in.</param>
    /// <param name="previous">The positions of the previous sign-in and of the calls that led to it.</param>
    public ErrorRecord? FailureOf(AssignmentStatementAst assignment, ErrorRecord[] errors, IScriptExtent[] previous)
    {
        (Ast signIn, string file) = _assignments[assignment];
        return Array.Find(errors, error => _prevented.IsPrevented(assignment, file, error, attempt => !EndsRound(attempt, signIn)))
            is { } failure
            && !_assignments.Keys.Any(other => Replaces(other, assignment, previous)
                && !Array.Exists(errors, error => _prevented.IsPrevented(other, _assignments[other].File, error, static _ => true)))
            ? failure
            : null;
    }

    /// <summary>
    /// Whether an assignment is between the previous sign-in and the current one. Otherwise, both are the same statement in a loop or
    /// function.
    /// </summary>
    public bool IsAfter(IScriptExtent[] previous, AssignmentStatementAst assignment)
    {
        (Ast signIn, string file) = _assignments[assignment];
        IScriptExtent[] frames = Array.FindAll(previous, frame => (frame.File ?? "") == file);
        return assignment.Extent.EndOffset <= signIn.Extent.StartOffset
            && !Array.Exists(frames, frame => frame.StartOffset >= signIn.Extent.StartOffset && frame.EndOffset <= signIn.Extent.EndOffset)
            && Array.Exists(frames, frame => frame.EndOffset <= assignment.Extent.StartOffset);
    }

    /// <summary>
    /// Whether the script also assigns the same expression, regardless of -ErrorAction, to the same variable at another place.
    /// </summary>
    public static bool IsRepeated(AssignmentStatementAst assignment) =>
        Assignments.All<AssignmentStatementAst>(Statements.BlocksAround(assignment).Last()).Any(other => other != assignment
            && SecretTarget.IsSame(other, assignment)
            && TextOf(other.Right) == TextOf(assignment.Right));

    /// <summary>
    /// The variables that the sign-in reads, the variable that an assignment sets, and the variables that the script assigns from this
    /// variable.
    /// </summary>
    public HashSet<string> SetFrom(AssignmentStatementAst assignment)
    {
        HashSet<string> all = new(SecretTarget.Of(assignment.Left).Select(static target => target.Name), StringComparer.OrdinalIgnoreCase);
        AssignmentStatementAst[] script = [.. Assignments.All<AssignmentStatementAst>(Statements.BlocksAround(assignment).Last())];
        int before;
        do
        {
            before = all.Count;
            foreach (AssignmentStatementAst other in _assignments.Keys.Concat(script))
            {
                if (!Assignments.ReadBy(other.Right).Any(read => all.Contains(Assignments.NameOf(read)))) continue;
                all.UnionWith(SecretTarget.Of(other.Left).Select(static target => target.Name));
            }
        }
        while (all.Count > before);
        all.UnionWith(Variables);
        return all;
    }

    /// <summary>Whether PowerShell itself sets a variable.</summary>
    public static bool IsAutomatic(string variable) => s_automatic.Contains(variable, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a part of a script contains another part.</summary>
    public static bool Encloses(Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && outer.Extent.EndOffset >= inner.Extent.EndOffset;

    /// <summary>
    /// The variables and members that determine which account an assignment is for: those that it reads, and those in the conditions under
    /// which it runs.
    /// </summary>
    public static IEnumerable<ExpressionAst> InputsOf(AssignmentStatementAst assignment)
    {
        List<Ast> code = [assignment.Right];
        for (Ast node = assignment.Parent; node is not null and not ScriptBlockAst; node = node.Parent) code.AddRange(ConditionsOf(node));
        return code.SelectMany(Assignments.All<VariableExpressionAst>).Select(SecretTarget.MemberOf);
    }

    /// <summary>The arguments of a sign-in command that contain or name the secret.</summary>
    private static IEnumerable<Ast> ArgumentsOf(PSCmdlet cmdlet, CommandAst command, string[] others)
    {
        bool IsOther(string parameter) => Array.Exists(others, other => other.StartsWith(parameter, StringComparison.OrdinalIgnoreCase));
        string? parameter = null;
        foreach (CommandElementAst element in command.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst { ParameterName: var name }) parameter = name;
            bool isOther = element is VariableExpressionAst { Splatted: true } splatted
                ? cmdlet.GetVariableValue(splatted.VariablePath.UserPath) is IDictionary table && table.Keys.OfType<string>().All(IsOther)
                : parameter is not null && IsOther(parameter);
            if (!isOther) yield return element;
            if (element is not CommandParameterAst { Argument: null }) parameter = null;
        }
    }

    /// <summary>Adds the assignments that determine variables, and those of the variables that these assignments read.</summary>
    private void Follow(Ast signIn, string file, Ast[] arguments, string[] variables)
    {
        ScriptBlockAst[] blocks = [.. Statements.BlocksAround(signIn)];
        ILookup<string, AssignmentStatementAst> all = Assignments.All<AssignmentStatementAst>(blocks.Last())
            .SelectMany(static assignment => SecretTarget.Of(assignment.Left).Select(target => (target.Name, assignment)))
            .Where(found => SecretTarget.IsShared(found.assignment)
                || (Statements.IsInScope(found.assignment, blocks) && !IsLocal(found.assignment, signIn)))
            .ToLookup(static found => found.Name, static found => found.assignment, StringComparer.OrdinalIgnoreCase);
        Variables.UnionWith(variables.Select(Assignments.NameOf));
        HashSet<(Ast, string)> followed = [];
        Queue<(Ast Reader, Ast[] Code, string Variable)> waiting = new(variables.Select(variable => (signIn, arguments, variable)));
        while (waiting.Count > 0)
        {
            (Ast reader, Ast[] code, string variable) = waiting.Dequeue();
            if (IsAutomatic(variable) || !followed.Add((reader, variable))) continue;
            foreach (AssignmentStatementAst assignment in all[Assignments.NameOf(variable)])
            {
                if (assignment == reader
                    || !SecretTarget.MayBeReadBy(assignment, code)
                    || !Assignments.MayDetermine(assignment, variable, reader))
                {
                    continue;
                }
                if (!_assignments.ContainsKey(assignment)) _assignments.Add(assignment, (signIn, file));
                foreach (string read in Assignments.ReadBy(assignment.Right)) waiting.Enqueue((assignment, [assignment.Right], read));
            }
        }
    }

    /// <summary>
    /// Whether an error in a try block prevents the sign-in, because the try block also contains the sign-in, or the catch block ends the
    /// round.
    /// </summary>
    private static bool EndsRound(TryStatementAst attempt, Ast signIn) => Encloses(attempt.Body, signIn)
        || (Encloses(RoundOf(attempt), signIn)
            && attempt.CatchClauses.All(static clause => clause.Body.Statements.LastOrDefault()
                is ReturnStatementAst or ThrowStatementAst or ExitStatementAst or ContinueStatementAst { Label: null }));

    /// <summary>
    /// Whether another assignment of the same variable ran since the previous sign-in, so that the script itself chose the value, such as
    /// in a catch block.
    /// </summary>
    private bool Replaces(AssignmentStatementAst other, AssignmentStatementAst assignment, IScriptExtent[] previous)
    {
        if (other == assignment || !SecretTarget.IsSame(other, assignment)) return false;
        // An assignment such as $token = $token.Trim() keeps the value.
        if (SecretTarget.Of(other.Left).Any(target =>
            Assignments.ReadBy(other.Right).Any(read => Assignments.NameOf(read).Equals(target.Name, StringComparison.OrdinalIgnoreCase))))
        {
            return false;
        }

        Ast round = RoundOf(_assignments[assignment].SignIn);
        if (!Encloses(round, assignment)) round = RoundOf(assignment);
        if (Statements.BlocksAround(other).Last() != Statements.BlocksAround(round).Last() || !Encloses(round, other)) return false;
        bool isBefore = other.Extent.EndOffset <= assignment.Extent.StartOffset;
        bool isOfPreviousSignIn = isBefore && Array.Exists(previous, frame => (frame.File ?? "") == _assignments[assignment].File
            && frame.StartOffset >= other.Extent.EndOffset
            && frame.EndOffset <= assignment.Extent.StartOffset);
        return !isOfPreviousSignIn && !IsSkipped(other, assignment, isBefore);
    }

    /// <summary>
    /// Whether an assignment is in a branch that may not have run: in another branch of the statement of the failed assignment, in a
    /// branch before it, or in a branch whose condition reads the variable, which still has a value.
    /// </summary>
    private static bool IsSkipped(AssignmentStatementAst other, AssignmentStatementAst assignment, bool isBefore)
    {
        for (Ast node = other; node.Parent is not null; node = node.Parent)
        {
            bool isCommon = Encloses(node.Parent, assignment);
            if (node.Parent is IfStatementAst or SwitchStatementAst)
            {
                if (isCommon || isBefore) return true;
                if (ConditionsOf(node.Parent).SelectMany(Assignments.ReadBy).Any(read => SecretTarget.Of(assignment.Left)
                    .Any(target => Assignments.NameOf(read).Equals(target.Name, StringComparison.OrdinalIgnoreCase))))
                {
                    return true;
                }
            }
            if (isCommon) return false;
        }

        return false;
    }

    private static string TextOf(Ast code) => s_errorAction.Replace(code.Extent.Text, "");

    private static IEnumerable<Ast> ConditionsOf(Ast statement) => statement switch
    {
        IfStatementAst choice => choice.Clauses.Select(static clause => clause.Item1),
        SwitchStatementAst choice => [choice.Condition],
        _ => [],
    };

    private Ast? StatementOf(IScriptExtent frame)
    {
        string text = frame.StartScriptPosition.GetFullScript();
        if (!_scripts.TryGetValue(text, out ScriptBlockAst script)) _scripts[text] = script = Parser.ParseInput(text, out _, out _);
        return Statements.Of(frame, script);
    }

    /// <summary>Whether an assignment sets a local variable of a function that does not contain the sign-in.</summary>
    private static bool IsLocal(Ast assignment, Ast signIn)
    {
        for (Ast node = assignment; node is not null && !Encloses(node, signIn); node = node.Parent)
        {
            if (node is FunctionDefinitionAst) return true;
        }

        return false;
    }

    /// <summary>The innermost loop or script block that contains a statement.</summary>
    private static Ast RoundOf(Ast statement)
    {
        Ast node = statement.Parent ?? statement;
        while (node is not LoopStatementAst and not ScriptBlockAst) node = node.Parent;
        return node;
    }
}
