using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace FaxPlus.PowerShell;

/// <summary>
/// The sign-in of each runspace, one of a kind. Runbook jobs share one process: what one of them signs in to, no other may see.
/// The table holds runspaces weakly and ends with them.
/// </summary>
internal static class RunspaceSession<T>
    where T : class
{
    private static readonly ConditionalWeakTable<Runspace, T> s_sessions = new();
    private static readonly ConditionalWeakTable<Runspace, object> s_failed = new();

    public static T? Current =>
        Runspace.DefaultRunspace is Runspace runspace && s_sessions.TryGetValue(runspace, out T session) ? session : null;

    /// <summary>Whether there is none because the last sign-in failed.</summary>
    public static bool HasFailed => Runspace.DefaultRunspace is Runspace runspace && s_failed.TryGetValue(runspace, out _);

    public static void Set(T? session)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        s_sessions.Remove(runspace);
        s_failed.Remove(runspace);
        if (session is not null) s_sessions.Add(runspace, session);
    }

    /// <summary>A sign-in has failed: there is none from here on.</summary>
    public static void Fail()
    {
        Set(null);
        s_failed.Add(Runspace.DefaultRunspace, new object());
    }
}
