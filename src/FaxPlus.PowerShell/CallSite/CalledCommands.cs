using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Collects the commands in parts of scripts, including the commands in the functions and script files that these parts call.
/// </summary>
internal sealed class CalledCommands(PSCmdlet cmdlet)
{
    private static readonly string[] s_elsewhere = ["Receive-Job", "Invoke-Command", "Start-Job", "Start-ThreadJob"];

    private readonly HashSet<Ast> _bodies = [];
    private readonly List<CommandAst> _commands = [];
    private readonly Dictionary<string, CommandInfo?> _named = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<CommandAst> Commands => _commands;

    /// <summary>Adds the commands of a part of a script.</summary>
    public void Add(Ast code)
    {
        if (!_bodies.Add(code)) return;
        foreach (CommandAst command in code.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            _commands.Add(command);
            if (BodyOf(Of(command)) is Ast body) Add(body);
        }
    }

    /// <summary>The command that is called, after aliases are resolved; null if it cannot be determined.</summary>
    public CommandInfo? Of(CommandAst command)
    {
        CommandInfo? info = (command.GetCommandName() ?? Expanded(command.CommandElements[0])) is string name
            ? cmdlet.InvokeCommand.GetCommand(name, CommandTypes.All)
            : command.CommandElements[0] is VariableExpressionAst variable
                ? Called(cmdlet.GetVariableValue(variable.VariablePath.UserPath))
                : null;
        return info is AliasInfo alias ? alias.ResolvedCommand : info;
    }

    /// <summary>The script block that a command such as <c>&amp; $block</c> or <c>. { … }</c> calls; null for another command.</summary>
    public ScriptBlockAst? BlockOf(CommandAst command) => command.CommandElements[0] switch
    {
        ScriptBlockExpressionAst written => written.ScriptBlock,
        VariableExpressionAst variable =>
            (Bare(cmdlet.GetVariableValue(variable.VariablePath.UserPath)) as ScriptBlock)?.Ast as ScriptBlockAst,
        _ => null,
    };

    /// <summary>The body of a script file, or of a function that belongs to no module; null for any other command.</summary>
    public static Ast? BodyOf(CommandInfo? info) => info switch
    {
        FunctionInfo { Source: "" } function => function.ScriptBlock.Ast,
        ExternalScriptInfo script => ScriptFileBody.Of(script),
        _ => null,
    };

    /// <summary>Whether a command is a program, or may be one, such as <c>&amp; $program</c>.</summary>
    public bool MayBeProgram(CommandAst command) =>
        Of(command) is ApplicationInfo || (command.GetCommandName() is null && command.CommandElements[0] is not ScriptBlockExpressionAst);

    /// <summary>Whether a command is a program, or a path with variables, such as <c>&amp; "$folder/tool"</c>.</summary>
    public bool IsProgram(CommandAst command) =>
        Of(command) is ApplicationInfo || command.CommandElements[0] is ExpandableStringExpressionAst;

    /// <summary>Whether a command returns the output of jobs or of other runspaces, whose errors have no position in the script.</summary>
    public bool RunsElsewhere(CommandAst command) => Of(command)?.Name is string name
        && (s_elsewhere.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase)
                && command.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true }
                    || (element is CommandParameterAst parameter
                        && parameter.ParameterName.StartsWith("pa", StringComparison.OrdinalIgnoreCase)))));

    /// <summary>
    /// Whether a command or method call may call the function that has this name in a stack trace. The call may use an alias, a variable or
    /// a module-qualified name.
    /// </summary>
    public bool MayCall(Ast call, string called)
    {
        if (call is InvokeMemberExpressionAst { Member: StringConstantExpressionAst member })
        {
            return Is(member.Value, called) || StackFrame.IsScriptBlock(called);
        }
        if (call is not CommandAst command) return false;
        string? name = command.GetCommandName()
            ?? (command.CommandElements[0] is VariableExpressionAst variable
                ? cmdlet.GetVariableValue(variable.VariablePath.UserPath)?.ToString()
                : null);
        if (StackFrame.IsScriptBlock(called))
        {
            return command.InvocationOperator != TokenKind.Unknown || name?.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) == true;
        }
        if (name is null) return false;
        string plain = name.Substring(name.LastIndexOf('\\') + 1);
        return Is(plain, called) || (Named(plain) is AliasInfo alias && Is(alias.ResolvedCommand?.Name, called));
    }

    /// <summary>The function or alias with the specified name; null if there is none.</summary>
    public CommandInfo? Named(string name)
    {
        if (!_named.TryGetValue(name, out CommandInfo? info))
        {
            const CommandTypes userDefined = CommandTypes.Function | CommandTypes.Alias;
            info = cmdlet.InvokeCommand.GetCommands(name, userDefined, nameIsPattern: false).FirstOrDefault();
            _named.Add(name, info);
        }

        return info;
    }

    /// <summary>The value of a string with variables, such as <c>"$PSScriptRoot/rows.ps1"</c>; null for another expression.</summary>
    private string? Expanded(Ast element) => element is ExpandableStringExpressionAst text
        && text.NestedExpressions.All(static nested => nested is VariableExpressionAst)
        ? text.NestedExpressions.Cast<VariableExpressionAst>().Aggregate(
            text.Value,
            (value, nested) => value.Replace(
                nested.Extent.Text, cmdlet.GetVariableValue(nested.VariablePath.UserPath)?.ToString() ?? ""))
        : null;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private CommandInfo? Called(object? value) => Bare(value) switch
    {
        CommandInfo info => info,
        string name => cmdlet.InvokeCommand.GetCommand(name, CommandTypes.All),
        _ => null,
    };

    private static bool Is(string? name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
