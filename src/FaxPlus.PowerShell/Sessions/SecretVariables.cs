using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Data;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
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

    private readonly string _secret;
    private readonly ErrorsSince _errors;
    private readonly Dictionary<string, (WeakReference Object, int Hash)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly IScriptExtent[] _frames;

    /// <summary>Records the variables of the sign-in that a cmdlet has completed.</summary>
    /// <param name="cmdlet">The sign-in command.</param>
    /// <param name="secret">A hash of the secret.</param>
    public SecretVariables(PSCmdlet cmdlet, string secret)
    {
        (_secret, _errors) = (secret, new ErrorsSince(cmdlet));
        SecretAssignments source = Source(cmdlet);
        _frames = source.Frames;
        foreach (ExpressionAst read in source.All.SelectMany(SecretAssignments.InputsOf))
        {
            Record(read.Extent.Text, Evaluate(cmdlet, read, source));
        }

        foreach (string name in source.All.Select(NameOf).OfType<string>()) Record("$" + name, ValueOf(cmdlet, name, source));
    }

    /// <summary>
    /// The error since this sign-in that prevented the assignment of a variable from which the current command reads the same secret, and
    /// the variable; null if there is no such error, if the variable was assigned afterwards, or if the assignment is for the same account.
    /// </summary>
    /// <param name="cmdlet">The sign-in command.</param>
    /// <param name="secret">A hash of the secret that the command would use.</param>
    public (ErrorRecord Error, string Variable)? FailureBefore(PSCmdlet cmdlet, string secret)
    {
        if (secret != _secret) return null;
        ErrorRecord[] errors =
        [
            .. _errors.In(cmdlet).Where(error => error.InvocationInfo?.HistoryId == cmdlet.MyInvocation.HistoryId),
        ];
        if (errors.Length == 0) return null;
        SecretAssignments source = Source(cmdlet);
        foreach (AssignmentStatementAst assignment in source.All)
        {
            bool isOtherExpression = source.IsAfter(_frames, assignment) && !SecretAssignments.IsRepeated(assignment);
            if (IsUnchanged(cmdlet, assignment, source)
                && (isOtherExpression || IsForOther(cmdlet, assignment, source))
                && source.FailureOf(assignment, errors, _frames) is { } error
                && !IsKept(cmdlet, assignment, source))
            {
                return (error, SecretTarget.Of(assignment.Left).FirstOrDefault()?.Name ?? assignment.Left.Extent.Text);
            }
        }

        return null;
    }

    private static SecretAssignments Source(PSCmdlet cmdlet) => new(
        cmdlet,
        s_others,
        cmdlet.MyInvocation.BoundParameters.ContainsKey("FromEnvironment") ? s_environment : [],
        (name, value) => (Bare(value) ?? ValueOf(cmdlet, name, null)) is { } found
            && SecretsOf(cmdlet).Any(secret => PartsOf(found).Contains(secret)));

    /// <summary>
    /// Whether the variable of an assignment contains the same object as at the sign-in. An environment variable has no object, and the
    /// members of a variable are unknown.
    /// </summary>
    private bool IsUnchanged(PSCmdlet cmdlet, AssignmentStatementAst assignment, SecretAssignments source) =>
        NameOf(assignment) is not { } name
        || (ValueOf(cmdlet, name, source) is { } value
            ? !_values.TryGetValue("$" + name, out (WeakReference Object, int Hash) before)
                || (IsEnvironment(name) ? before.Hash == HashOf(value) : ReferenceEquals(before.Object.Target, value))
            : cmdlet.SessionState.PSVariable.Get(name) is null);

    /// <summary>
    /// Whether an assignment depends on a variable whose value has changed since the sign-in, such as the name of the account. Otherwise,
    /// the assignment is for the same account. The parameters of a function that has ended are unknown, and often contain the account.
    /// </summary>
    private bool IsForOther(PSCmdlet cmdlet, AssignmentStatementAst assignment, SecretAssignments source) =>
        SecretAssignments.InputsOf(assignment).Where(IsInput).Any(read => Evaluate(cmdlet, read, source) is { } value
            ? (MayNameAccount(value) || SecretAssignments.Encloses(assignment, read))
                && (!_values.TryGetValue(read.Extent.Text, out (WeakReference Object, int Hash) before) || before.Hash != HashOf(value))
            : _values.ContainsKey(read.Extent.Text) || (NameOf(assignment) is not null && SecretTarget.IsShared(assignment)));

    /// <summary>
    /// Whether a value in a condition may be an account. Numbers and times are not; scripts read a secret again after a time.
    /// </summary>
    private static bool MayNameAccount(object value) => value is string or PSObject or IDictionary or DataRow;

    /// <summary>Whether an expression may contain the account. Most automatic variables do not, except $_.</summary>
    private static bool IsInput(ExpressionAst read) => SecretTarget.BaseOf(read)!.VariablePath.UserPath is var name
        && (name is "_" or "PSItem" || !SecretAssignments.IsAutomatic(name));

    /// <summary>
    /// Whether another variable also contains the secret, such as a table of accounts or a default account, so that the script may have
    /// chosen the secret.
    /// </summary>
    private static bool IsKept(PSCmdlet cmdlet, AssignmentStatementAst assignment, SecretAssignments source)
    {
        string? text = NameOf(assignment) is { } name ? ValueOf(cmdlet, name, source) as string : null;
        HashSet<object> secrets = [.. SecretsOf(cmdlet), .. text is { Length: > 0 } ? (object[])[text] : []];
        HashSet<string> own = source.SetFrom(assignment);
        IEnumerable<(string Name, object? Value)> visible = cmdlet.InvokeProvider.ChildItem.Get("variable:", recurse: false)
            .Select(static item => item.BaseObject)
            .OfType<PSVariable>()
            .Select(static variable => (Name: variable.Name, Value: (object?)variable.Value));
        return visible.Concat(source.Locals.Select(static local => (Name: local.Key, local.Value)))
            .Where(variable => !SecretAssignments.IsAutomatic(variable.Name) && !own.Contains(variable.Name))
            .Any(variable => Bare(variable.Value) is { } value
                && PartsOf(value).Any(part => part is not null && PartsOf(part).OfType<object>().Any(secrets.Contains)));
    }

    /// <summary>The path of the variable that an assignment sets; null for a member of a variable, or for several variables.</summary>
    private static string? NameOf(AssignmentStatementAst assignment) => assignment.Left is var target
        && (target is VariableExpressionAst || (target as AttributedExpressionAst)?.Child is VariableExpressionAst)
        ? SecretTarget.BaseOf(target)?.VariablePath.UserPath
        : null;

    private static int HashOf(object value) =>
        value is string or ValueType ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);

    private static bool IsEnvironment(string name) => name.StartsWith("env:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The secrets that a sign-in command received as objects.</summary>
    private static IEnumerable<object> SecretsOf(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.Values.Select(Bare).Where(static value => value is SecureString or PSCredential)!;

    /// <summary>A value and, for a table or an object of a script, the values in it.</summary>
    private static IEnumerable<object?> PartsOf(object value) => value switch
    {
        IDictionary table => table.Values.Cast<object?>().Select(Bare).Append(value),
        object?[] list => list.Select(Bare).Append(value),
        PSObject row => row.Properties.OfType<PSNoteProperty>().Select(static property => Bare(property.Value)).Append(value),
        _ => [value],
    };

    /// <summary>
    /// The value of a variable or of a member. Only tables and note properties are read, because another member can run code, which can
    /// fail. For any other member, the value is the object.
    /// </summary>
    private static object? Evaluate(PSCmdlet cmdlet, ExpressionAst read, SecretAssignments source)
    {
        if (read is not MemberExpressionAst { Member: StringConstantExpressionAst member } of)
        {
            return ValueOf(cmdlet, SecretTarget.BaseOf(read)!.VariablePath.UserPath, source);
        }

        return Evaluate(cmdlet, of.Expression, source) switch
        {
            Hashtable table => Bare(table[member.Value]),
            OrderedDictionary table => Bare(table[member.Value]),
            PSObject row when row.Properties[member.Value] is PSNoteProperty property => Bare(property.Value),
            var value => value,
        };
    }

    private void Record(string name, object? value)
    {
        if (value is not null) _values[name] = (new WeakReference(value), HashOf(value));
    }

    private static object? ValueOf(PSCmdlet cmdlet, string name, SecretAssignments? source)
    {
        object? value = name.IndexOf(':') < 0 || Array.Exists(s_scopes, scope => name.StartsWith(scope, StringComparison.OrdinalIgnoreCase))
            ? Bare(cmdlet.GetVariableValue(name))
            : null;
        return value ?? (source?.Locals.TryGetValue(name, out object? local) == true ? Bare(local) : null);
    }

    // All custom objects have the same base object. A command without output assigns a special object instead of null.
    private static object? Bare(object? value) => value == AutomationNull.Value ? null
        : value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner
        : value;
}
