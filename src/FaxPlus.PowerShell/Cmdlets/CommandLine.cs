using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Limits what error records show of the script. Each error record contains the whole line of its command, including the secrets of other
/// commands on that line. The line is replaced before a command begins, so that none of its errors shows more.
/// </summary>
internal static class CommandLine
{
    /// <summary>Keeps only the text of the command, or nothing if a secret was given or is part of the text.</summary>
    public static void Guard(InvocationInfo invocation, bool takesSecrets, Func<string, bool> showsSecret)
    {
        // A command that a program has built has no line to show.
        if (invocation.Line.Length == 0) return;
        string? own = Own(invocation);
        if (takesSecrets || own is null || showsSecret(own) || HoldsSecret(invocation.BoundParameters)) Hide(invocation);
        else Show(invocation, AddressSecrets.Hide(own));
    }

    /// <summary>Keeps only the name of the command.</summary>
    public static void Hide(InvocationInfo invocation)
    {
        if (invocation.Line.Length > 0) Show(invocation, $"{invocation.InvocationName} (arguments not shown: one of them may be a secret)");
    }

    /// <summary>The error of arguments that no parameter accepts; null if there are none.</summary>
    public static FaxPlusException? Unaccepted(InvocationInfo invocation, bool takesSecrets, object?[]? others)
    {
        if (others is not { Length: > 0 }) return null;
        object?[] bare = [.. others.Select(item => item is PSObject wrapped ? wrapped.BaseObject : item)];
        // The name only: what follows it may be the secret.
        string? name = bare.OfType<string>()
            .FirstOrDefault(text => text.Length < 40 && text.StartsWith("-", StringComparison.Ordinal) && text.Skip(1).All(char.IsLetter));
        // A value that was joined to its parameter, such as -Patalohi_pat_x, is not shown.
        if (name is not null
            && takesSecrets
            && invocation.MyCommand is CmdletInfo { Parameters: { } known }
            && known.Keys.Any(parameter => name.Length > parameter.Length + 1
                && name.StartsWith("-" + parameter, StringComparison.OrdinalIgnoreCase)))
        {
            name = null;
        }
        return new FaxPlusException(
            FaxPlusErrorKind.BadRequest, name is null ? "There is one argument too many." : $"There is no parameter {name}.")
        {
            RecommendedAction = name is null && bare.OfType<bool>().Any()
                ? "Write the value of a switch after a colon: -Confirm:$false."
                : $"Look up the parameters: Get-Help {invocation.MyCommand.Name}.",
        };
    }

    /// <summary>Refuses input of the pipeline.</summary>
    /// <exception cref="FaxPlusException">There is input.</exception>
    public static void RefuseInput(InvocationInfo invocation, object? input)
    {
        if (input is null) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{invocation.MyCommand.Name} takes no input from the pipeline.")
        {
            RecommendedAction = $"Give the value with the parameter for it: Get-Help {invocation.MyCommand.Name}.",
        };
    }

    private static void Show(InvocationInfo invocation, string text)
    {
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, 1, text);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, text.Length + 1, text);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }

    /// <summary>The text of the command itself on its first line; null if it cannot be separated from the rest.</summary>
    private static string? Own(InvocationInfo invocation)
    {
        int offset = invocation.OffsetInLine - 1;
        return Parser.ParseInput(invocation.Line, out _, out _)
            .Find(node => node is CommandAst && node.Extent.StartOffset == offset, searchNestedScriptBlocks: true)?.Extent.Text;
    }

    private static bool HoldsSecret(IDictionary<string, object> parameters)
    {
        foreach (object value in parameters.Values)
        {
            // A value that was given as the session may be the token.
            if (value is SecureString or SecureString[] or PSCredential or FaxPlusSession { WhyUnusable: not null }
                or VoipexSession { WhyUnusable: not null })
            {
                return true;
            }
        }

        return false;
    }
}
