using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// The variables that a sign-in read. If the assignment of the next secret fails, its variable still contains the secret of this sign-in,
/// so that the next sign-in would use the account of this one.
/// </summary>
internal sealed class SecretVariables
{
    private readonly object? _newest;
    private readonly Dictionary<string, WeakReference> _values = new(StringComparer.OrdinalIgnoreCase);

    public SecretVariables(PSCmdlet cmdlet)
    {
        _newest = ErrorsSince.Of(cmdlet).FirstOrDefault();
        foreach ((_, _, string name) in new InputOrigin(cmdlet).Assigned) _values[name] = new WeakReference(ValueOf(cmdlet, name));
    }

    /// <summary>
    /// The error after the sign-in that prevented the assignment of a variable that the current command reads, and the name of this
    /// variable; null if each variable was assigned again, even if the value is equal.
    /// </summary>
    public (ErrorRecord Error, string Name)? FailureOf(PSCmdlet cmdlet)
    {
        ErrorRecord[] errors =
        [
            .. ErrorsSince.Of(cmdlet).TakeWhile(error => error != _newest).Select(ErrorsSince.Record).OfType<ErrorRecord>()
                .Where(error => error.InvocationInfo?.HistoryId == cmdlet.MyInvocation.HistoryId),
        ];
        if (errors.Length == 0) return null;
        foreach ((string file, Ast code, string name) in new InputOrigin(cmdlet).Assigned)
        {
            if (IsUnchanged(cmdlet, name)
                && Array.Find(errors, error => ScriptStack.Includes(error, code.Extent, file)) is { } error)
            {
                return (error, name);
            }
        }

        return null;
    }

    private bool IsUnchanged(PSCmdlet cmdlet, string name) => _values.TryGetValue(name, out WeakReference before)
        && ValueOf(cmdlet, name) is { } value
        && ReferenceEquals(value, before.Target);

    // All custom objects have the same base object.
    private static object? ValueOf(PSCmdlet cmdlet, string name) => cmdlet.GetVariableValue(name) switch
    {
        PSObject { BaseObject: not PSCustomObject and var value } => value,
        var value => value,
    };
}
