using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// The variables from which a sign-in read its secret, and their values. If the assignment of the next secret fails, the variable still
/// contains the previous secret, and the next sign-in would use the previous account.
/// </summary>
internal sealed class SecretVariables
{
    // Parameters of the sign-in commands that contain no secret.
    private static readonly string[] s_others =
        ["DefaultFrom", "Region", "Scope", "ExpiresOn", "SignInTimeout", "ApiUri", "AccountsUri", "RedirectUri", "AuthUri", "SmsUri"];

    private static readonly string[] s_environment =
        ["env:FAXPLUS_PAT", "env:FAXPLUS_CLIENT_ID", "env:FAXPLUS_CLIENT_SECRET", "env:FAXPLUS_REFRESH_TOKEN"];

    private static readonly string[] s_scopes = ["script:", "global:", "local:", "private:", "env:"];

    private readonly ErrorsSince _errors;
    private readonly WeakReference[] _secrets;
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly IScriptExtent? _signIn;

    // The newest error when a sign-in was refused.
    private ErrorRecord? _refused;

    /// <summary>Records the variables of the sign-in that a cmdlet has completed.</summary>
    public SecretVariables(PSCmdlet cmdlet)
    {
        _errors = new ErrorsSince(cmdlet);
        _secrets = [.. SecretsOf(cmdlet).Select(static secret => new WeakReference(secret))];
        SecretAssignments source = Source(cmdlet);
        _signIn = source.SignIn;
        foreach (string name in source.Variables)
        {
            if (ValueOf(cmdlet, name) is { } value) _values[name] = IsEnvironment(name) ? value.GetHashCode() : new WeakReference(value);
        }
    }

    /// <summary>
    /// The error since this sign-in that prevented the assignment of a variable from which the current command reads its secret, and the
    /// text of the assigned variable; null if there is no such error, or if the variable was assigned afterwards.
    /// </summary>
    public (ErrorRecord Error, string Variable)? FailureBefore(PSCmdlet cmdlet)
    {
        ErrorRecord[] errors =
        [
            .. _errors.In(cmdlet).Where(error => error.InvocationInfo?.HistoryId == cmdlet.MyInvocation.HistoryId),
        ];
        if (errors.Length == 0) return null;
        bool isSameSecret = SecretsOf(cmdlet).Any(given => Array.Exists(_secrets, secret => ReferenceEquals(secret.Target, given)));
        SecretAssignments source = Source(cmdlet);
        foreach (AssignmentStatementAst assignment in source.All)
        {
            // An environment variable contains an equal text even if it was assigned again after the refusal.
            IEnumerable<ErrorRecord> since = IsEnvironment(TargetOf(assignment))
                ? errors.TakeWhile(error => error != _refused)
                : errors;
            if ((isSameSecret || IsUnchanged(cmdlet, assignment))
                && source.FailureOf(assignment, [.. since], _signIn) is { } error)
            {
                _refused = errors[0];
                return (error, TargetOf(assignment).Extent.Text);
            }
        }

        return null;
    }

    private static SecretAssignments Source(PSCmdlet cmdlet) => new(
        cmdlet,
        s_others,
        cmdlet.MyInvocation.BoundParameters.ContainsKey("FromEnvironment") ? s_environment : [],
        (name, value) => (Bare(value) ?? ValueOf(cmdlet, name)) is { } found
            && SecretsOf(cmdlet).Any(secret => ReferenceEquals(secret, found)));

    private bool IsUnchanged(PSCmdlet cmdlet, AssignmentStatementAst assignment)
    {
        if ((TargetOf(assignment) as VariableExpressionAst)?.VariablePath.UserPath is not string name
            || !_values.TryGetValue(name, out object? before)
            || ValueOf(cmdlet, name) is not { } value)
        {
            return false;
        }

        return before is WeakReference reference ? ReferenceEquals(reference.Target, value) : before.Equals(value.GetHashCode());
    }

    /// <summary>The target of an assignment without a type, such as in <c>[pscredential] $credential = …</c>.</summary>
    private static ExpressionAst TargetOf(AssignmentStatementAst assignment)
    {
        ExpressionAst target = assignment.Left;
        while (target is AttributedExpressionAst typed) target = typed.Child;
        return target;
    }

    /// <summary>The secrets that a sign-in command received as objects.</summary>
    private static IEnumerable<object> SecretsOf(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.Values.Select(Bare).Where(static value => value is SecureString or PSCredential)!;

    private static object? ValueOf(PSCmdlet cmdlet, string name) =>
        name.IndexOf(':') < 0 || Array.Exists(s_scopes, scope => name.StartsWith(scope, StringComparison.OrdinalIgnoreCase))
            ? Bare(cmdlet.GetVariableValue(name))
            : null;

    // All custom objects have the same base object.
    private static object? Bare(object? value) => value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value;

    private static bool IsEnvironment(Ast target) =>
        target is VariableExpressionAst variable && IsEnvironment(variable.VariablePath.UserPath);

    private static bool IsEnvironment(string name) => name.StartsWith("env:", StringComparison.OrdinalIgnoreCase);
}
