using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using FaxPlus.PowerShell.CallSite;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Holds the sign-in of each runspace, separately for each kind of session. Runbook jobs can share a process, but must not use each other's
/// sign-ins. The references to runspaces are weak. A sign-in ends when the runspace is reset, because ForEach-Object -Parallel and runspace
/// pools use one runspace for several items, which must not share a sign-in.
/// </summary>
internal static class RunspaceSession<T>
    where T : class
{
    private static readonly ConditionalWeakTable<Runspace, T> s_sessions = new();

    // Why the last sign-in of a runspace failed, as the end of a sentence that begins with "the last Connect-FaxPlus", such as "failed".
    private static readonly ConditionalWeakTable<Runspace, string> s_failed = new();

    // For each runspace, finds the errors since the last sign-in, or since the last check of the errors.
    private static readonly ConditionalWeakTable<Runspace, ErrorsSince> s_seen = new();

    // The variables of the last sign-in that succeeded, even if the sign-in has ended, because they may still contain its secret.
    private static readonly ConditionalWeakTable<Runspace, SecretVariables> s_variables = new();

    // PowerShell creates a new $Error when it resets a runspace, and at no other time.
    private static readonly ConditionalWeakTable<Runspace, object> s_errors = new();

    /// <summary>The sign-in of the runspace, for code that has no cmdlet with which to detect a reset of the runspace.</summary>
    public static T? Current =>
        Runspace.DefaultRunspace is Runspace runspace && s_sessions.TryGetValue(runspace, out T session) ? session : null;

    /// <summary>Why the last sign-in of the runspace failed, as the end of a sentence; null if it did not fail.</summary>
    public static string? Failure =>
        Runspace.DefaultRunspace is Runspace runspace && s_failed.TryGetValue(runspace, out string failure) ? failure : null;

    /// <summary>
    /// Returns the current sign-in. If a later sign-in did not start because of an error in its arguments or before it, the method ends the
    /// current sign-in and returns null.
    /// </summary>
    public static T? Find(PSCmdlet cmdlet, Action<T> close)
    {
        if (Of(cmdlet) is not T session) return null;
        ErrorRecord[] errors =
            s_seen.TryGetValue(Runspace.DefaultRunspace, out ErrorsSince seen) ? [.. seen.In(cmdlet)] : [];
        if (errors.Length == 0) return session;
        if (SkippedSignIn.Cause(errors, cmdlet, typeof(ISignInCommand<T>)) is { } cause)
        {
            Fail("failed or was not reached after an error" + PlaceOf(cause));
            close(session);
            return null;
        }

        MarkSeen(cmdlet);
        return session;
    }

    /// <summary>The sign-in of the runspace; null if there is none, or if the runspace has been reset.</summary>
    public static T? Of(PSCmdlet cmdlet)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        object errors = cmdlet.GetVariableValue("global:Error");
        if (!s_errors.TryGetValue(runspace, out object known) || !ReferenceEquals(errors, known))
        {
            Set(null);
            s_variables.Remove(runspace);
            s_errors.Remove(runspace);
            s_errors.Add(runspace, errors);
        }

        return Current;
    }

    /// <summary>Sets the sign-in of the runspace after Connect-… or Disconnect-….</summary>
    /// <param name="session">The sign-in; null after Disconnect-….</param>
    /// <param name="secret">A hash of the secret of the sign-in; null after Disconnect-….</param>
    /// <param name="cmdlet">The command.</param>
    public static void Set(T? session, string? secret, PSCmdlet cmdlet)
    {
        Of(cmdlet);
        Set(session);
        MarkSeen(cmdlet);
        if (secret is null) return;
        s_variables.Remove(Runspace.DefaultRunspace);
        s_variables.Add(Runspace.DefaultRunspace, new SecretVariables(cmdlet, secret));
    }

    /// <summary>
    /// The error that prevented the assignment of a variable from which a sign-in command reads its secret, and the name of this variable,
    /// which still contains the secret of the previous sign-in; null if there is no such error.
    /// </summary>
    public static (ErrorRecord Error, string Variable)? FailedAssignment(PSCmdlet cmdlet, string secret)
    {
        Of(cmdlet);
        return s_variables.TryGetValue(Runspace.DefaultRunspace, out SecretVariables variables)
            ? variables.FailureBefore(cmdlet, secret)
            : null;
    }

    /// <summary>Ends the current sign-in after another sign-in has failed.</summary>
    /// <param name="failure">Why the other sign-in failed, as the end of a sentence.</param>
    public static void Fail(string failure = "failed")
    {
        Set(null);
        s_failed.Add(Runspace.DefaultRunspace, failure);
    }

    public static string PlaceOf(ErrorRecord error) => error.InvocationInfo is { ScriptLineNumber: > 0, ScriptName.Length: > 0 } at
        ? FormattableString.Invariant($" in line {at.ScriptLineNumber} of '{at.ScriptName}'")
        : "";

    private static void Set(T? session)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        s_sessions.Remove(runspace);
        s_failed.Remove(runspace);
        if (session is not null) s_sessions.Add(runspace, session);
    }

    private static void MarkSeen(PSCmdlet cmdlet)
    {
        s_seen.Remove(Runspace.DefaultRunspace);
        s_seen.Add(Runspace.DefaultRunspace, new ErrorsSince(cmdlet));
    }
}
