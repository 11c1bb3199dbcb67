using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Limits the script text in error records. Each error record contains the complete line of its command, including the secrets of other
/// commands on that line. The cmdlet replaces the line when it begins, so that its errors show only the replacement.
/// </summary>
internal static class CommandLine
{
    /// <summary>More letters than this after a parameter name are not a typing error, but may be a secret.</summary>
    private const int MostExtraLetters = 2;

    /// <summary>
    /// Reduces the line to the text of the command, or to the command name if an argument or the text may contain a secret.
    /// </summary>
    public static void Guard(InvocationInfo invocation, bool acceptsSecrets, Func<string, bool> showsSecret)
    {
        // A command that was created with the PowerShell API has no line.
        if (invocation.Line.Length == 0) return;
        string? own = TextOf(invocation);
        if (acceptsSecrets || own is null || showsSecret(own) || ContainsSecret(invocation.BoundParameters)) Hide(invocation);
        else Show(invocation, AddressSecrets.Hide(own));
    }

    /// <summary>Reduces the line to the command name.</summary>
    public static void Hide(InvocationInfo invocation)
    {
        if (invocation.Line.Length == 0) return;
        Show(invocation, $"{invocation.InvocationName} (arguments not shown, because they may contain a secret)");
    }

    /// <summary>The error for arguments that no parameter accepts; null if there are no such arguments.</summary>
    public static FaxPlusException? Unaccepted(InvocationInfo invocation, bool acceptsSecrets, object?[]? others)
    {
        if (others is not { Length: > 0 }) return null;
        object?[] bare = [.. others.Select(item => item is PSObject wrapped ? wrapped.BaseObject : item)];
        // The message contains only the name, because the next argument may be the secret.
        string? name = bare.OfType<string>()
            .Select(text => text.TrimEnd(':'))
            .FirstOrDefault(text => text.Length < 40 && text.StartsWith("-", StringComparison.Ordinal) && text.Skip(1).All(char.IsLetter));
        // The message does not show a value that is joined to its parameter, such as -Patalohi_pat_x.
        if (name is not null
            && acceptsSecrets
            && invocation.MyCommand is CmdletInfo { Parameters: { } known }
            && known.Keys.Any(parameter => name.Length > parameter.Length + MostExtraLetters + 1
                && name.StartsWith("-" + parameter, StringComparison.OrdinalIgnoreCase)))
        {
            name = null;
        }
        return new FaxPlusException(
            FaxPlusErrorKind.BadRequest, name is null ? "There is one argument too many." : $"There is no parameter {name}.")
        {
            RecommendedAction = name is null && bare.OfType<bool>().Any()
                ? "Write the value of a switch after a colon: -Confirm:$false."
                : $"Look up the parameters with Get-Help {invocation.MyCommand.Name}.",
        };
    }

    /// <summary>Refuses pipeline input.</summary>
    /// <exception cref="FaxPlusException">The pipeline contains input.</exception>
    public static void RefuseInput(InvocationInfo invocation, object? input)
    {
        if (input is null) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{invocation.MyCommand.Name} does not accept pipeline input.")
        {
            RecommendedAction = $"Specify the value with the corresponding parameter, which Get-Help {invocation.MyCommand.Name} shows.",
        };
    }

    private static void Show(InvocationInfo invocation, string text)
    {
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, 1, text);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, text.Length + 1, text);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }

    /// <summary>The text of the command itself on its first line; null if the text cannot be separated from the rest of the line.</summary>
    private static string? TextOf(InvocationInfo invocation)
    {
        int offset = invocation.OffsetInLine - 1;
        return Parser.ParseInput(invocation.Line, out _, out _)
            .Find(node => node is CommandAst && node.Extent.StartOffset == offset, searchNestedScriptBlocks: true)?.Extent.Text;
    }

    private static bool ContainsSecret(IDictionary<string, object> parameters)
    {
        foreach (object value in parameters.Values)
        {
            // An invalid value of -Session may be the token.
            if (value is SecureString or SecureString[] or PSCredential or FaxPlusSession { WhyUnusable: not null }
                or VoipexSession { WhyUnusable: not null })
            {
                return true;
            }
        }

        return false;
    }
}
