using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Determines which commands of a script sign in: the sign-in command itself, an alias, or a variable that contains its name. A function,
/// script or script block also signs in if it always calls the sign-in command, directly or through other functions.
/// </summary>
internal sealed class SignInCalls(PSCmdlet cmdlet, Type signIn)
{
    private readonly CalledCommands _calls = new(cmdlet);
    private readonly Dictionary<Ast, ILookup<string, FunctionDefinitionAst>> _functions = [];
    private readonly Dictionary<(ScriptBlockAst Body, string Given), Calls> _calledBy = [];
    private readonly Dictionary<(ScriptBlockAst Body, string Given), bool> _leads = [];

    /// <summary>
    /// Whether a command did not start a sign-in because of an error in its arguments. The result is false for an error in the function
    /// that the command calls, because the function may have signed in before the error.
    /// </summary>
    public bool WasSkipped(CommandAst command, ErrorRecord error)
    {
        CommandInfo? info = _calls.Of(command);
        if (info is CmdletInfo { Name: "Invoke-Expression" }) return Evaluated(command).Any(evaluated => IsSignIn(_calls.Of(evaluated)));
        if (IsSignIn(info)) return true;
        if (IsMissingScript(command, error)) return true;
        // Only an error in the arguments can prevent the call. If the function itself refuses an argument, PowerShell attributes the error
        // to the function.
        if (command.CommandElements.Count == 1 || (info is not null && error.InvocationInfo?.MyCommand?.Name == info.Name)) return false;
        if (_calls.BlockOf(command) is { } block)
        {
            return !OccurredIn(block, command, error) && Leads((block, GivenParameters.Of(command, block)));
        }
        return BodyOf(info) is { } body && !ScriptStack.Includes(error, info!) && Leads((body, GivenParameters.Of(command, body)));
    }

    /// <summary>
    /// Whether the script or function of an account, such as <c>&amp; "./connect-$account.ps1"</c>, does not exist. Its name shows that it
    /// would have signed in.
    /// </summary>
    private static bool IsMissingScript(CommandAst command, ErrorRecord error) => error.Exception is CommandNotFoundException
        && command.CommandElements[0] is ExpandableStringExpressionAst { Value: var name }
        && MayConnect(name);

    /// <summary>Whether a command is the sign-in command, or certainly calls it directly or through other functions.</summary>
    public bool IsSignIn(CommandAst command)
    {
        (bool signsIn, (ScriptBlockAst, string)? body) = Called(command);
        return signsIn || (body is { } called && Leads(called));
    }

    /// <inheritdoc cref="CalledCommands.MayCall" />
    public bool MayCall(Ast call, string called) => _calls.MayCall(call, called);

    /// <summary>
    /// Whether a name may be that of the sign-in command. Other names are not resolved, because resolving a name may import modules.
    /// </summary>
    public static bool MayConnect(string text) => text.IndexOf("Connect", StringComparison.OrdinalIgnoreCase) >= 0;

    private bool IsSignIn(CommandInfo? info) => info is CmdletInfo command && signIn.IsAssignableFrom(command.ImplementingType);

    /// <summary>
    /// The commands in the texts of Invoke-Expression that consist of one statement. In a text with several statements, the sign-in may
    /// have been completed before the error.
    /// </summary>
    private static IEnumerable<CommandAst> Evaluated(CommandAst command) => command.CommandElements
        .Skip(1)
        .Select(element => (element as StringConstantExpressionAst)?.Value ?? (element as ExpandableStringExpressionAst)?.Value)
        .OfType<string>()
        .Select(text => Parser.ParseInput(text, out _, out _))
        .Where(code => code.EndBlock?.Statements.Count == 1)
        .SelectMany(CommandsIn);

    /// <summary>
    /// Whether an error occurred in a script block. If it did, the stack trace contains a line of the block in addition to the line of its
    /// call. If the block is part of the call, the line of the call may also be a line of the block.
    /// </summary>
    private static bool OccurredIn(ScriptBlockAst block, CommandAst call, ErrorRecord error)
    {
        int[] lines = [.. ScriptStack.LinesOf(error, block.Extent.File ?? "").Where(line => ScriptStack.Contains(block.Extent, line))];
        bool isInCall = block.Extent.File == call.Extent.File && block.Extent.StartOffset >= call.Extent.StartOffset
            && block.Extent.EndOffset <= call.Extent.EndOffset;
        return lines.Length > (isInCall ? 1 : 0);
    }

    /// <summary>Whether a function certainly signs in, directly or through other functions.</summary>
    private bool Leads((ScriptBlockAst, string) body)
    {
        if (_leads.TryGetValue(body, out bool known)) return known;
        HashSet<(ScriptBlockAst, string)> visited = [body];
        Queue<(ScriptBlockAst, string)> waiting = new([body]);
        while (waiting.Count > 0)
        {
            Calls calls = CallsIn(waiting.Dequeue());
            if (calls.SignIn) return _leads[body] = true;
            foreach ((ScriptBlockAst, string) called in calls.Bodies.Where(visited.Add)) waiting.Enqueue(called);
        }

        foreach ((ScriptBlockAst, string) called in visited) _leads[called] = false;
        return false;
    }

    /// <summary>
    /// The calls that a function always makes. Calls that depend on an unknown condition are not included. Calls in nested script blocks
    /// are not included either, because such a block may run later or in another runspace.
    /// </summary>
    private Calls CallsIn((ScriptBlockAst Body, string Given) code)
    {
        if (_calledBy.TryGetValue(code, out Calls? calls)) return calls;
        calls = new Calls();
        foreach (CommandAst command in code.Body.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: false)
            .Cast<CommandAst>())
        {
            (bool signsIn, (ScriptBlockAst, string)? body) = Called(command);
            if ((!signsIn && body is null) || !Reached.Always(command, code.Body, new Conditions(SetFor(command, code)))) continue;
            calls.SignIn |= signsIn;
            if (body is { } called) calls.Bodies.Add(called);
        }

        return _calledBy[code] = calls;
    }

    /// <summary>
    /// The variables that a command reads, and that are parameters of its function or are set earlier in the function. An example is $token
    /// in if ($token) { Connect-FaxPlus -Pat $token }.
    /// </summary>
    private static string[] SetFor(CommandAst command, (ScriptBlockAst Body, string Given) code)
    {
        HashSet<string> set = new(code.Given.Split(','), StringComparer.OrdinalIgnoreCase);
        set.UnionWith(code.Body.FindAll(static node => node is AssignmentStatementAst, searchNestedScriptBlocks: false)
            .Where(assignment => assignment.Extent.EndOffset <= command.Extent.StartOffset)
            .Select(Assignments.TargetOf)
            .OfType<VariableExpressionAst>()
            .Select(static target => target.VariablePath.UserPath));
        return [.. Assignments.ReadBy(command).Where(set.Contains)];
    }

    /// <summary>
    /// Whether a command is the sign-in command, and the body of the function, script or script block that the command calls.
    /// </summary>
    private (bool SignsIn, (ScriptBlockAst Body, string Given)? Body) Called(CommandAst command)
    {
        if (_calls.BlockOf(command) is ScriptBlockAst block) return (false, (block, GivenParameters.Of(command, block)));
        string? name = command.GetCommandName();
        if (name is not null && DefinedBeside(command, name) is { } beside)
        {
            return (false, (beside.Body, GivenParameters.Of(command, beside.Body)));
        }

        CommandInfo? info = name is null || MayConnect(name) ? _calls.Of(command) : _calls.Named(name);
        if (info is AliasInfo alias) info = alias.ResolvedCommand;
        return (IsSignIn(info), BodyOf(info) is { } body ? (body, GivenParameters.Of(command, body)) : null);
    }

    /// <summary>
    /// The function with the specified name in the file that contains a command. The file is searched, because a function of a module can
    /// call functions that the module does not export.
    /// </summary>
    private FunctionDefinitionAst? DefinedBeside(Ast command, string name)
    {
        Ast root = command;
        while (root.Parent is not null) root = root.Parent;
        if (!_functions.TryGetValue(root, out ILookup<string, FunctionDefinitionAst> functions))
        {
            functions = root.FindAll(static node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true)
                .Cast<FunctionDefinitionAst>()
                .ToLookup(function => function.Name, StringComparer.OrdinalIgnoreCase);
            _functions.Add(root, functions);
        }

        return functions[name].FirstOrDefault();
    }

    /// <summary>
    /// The body of a function or script file. A function of a module is skipped if its file does not contain the word Connect, because
    /// following all functions of a large module after each error would be slow.
    /// </summary>
    private static ScriptBlockAst? BodyOf(CommandInfo? info) => info switch
    {
        FunctionInfo { ScriptBlock: { } code } function when function.Source.Length == 0
            || MayConnect(code.Ast.Extent.StartScriptPosition.GetFullScript()) =>
                (code.Ast as FunctionDefinitionAst)?.Body ?? code.Ast as ScriptBlockAst,
        ExternalScriptInfo script => ScriptFileBody.Of(script),
        _ => null,
    };

    private static IEnumerable<CommandAst> CommandsIn(Ast code) =>
        code.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();

    /// <summary>The calls in the body of a function.</summary>
    private sealed class Calls
    {
        public bool SignIn { get; set; }

        public List<(ScriptBlockAst Body, string Given)> Bodies { get; } = [];
    }
}
