using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Records which errors occurred before the end of a command's last call in each statement. If the statement runs again, such as in a loop,
/// these errors do not concern the new input.
/// </summary>
internal static class EarlierCalls
{
    private const int MaxStatements = 100;

    private static readonly ConditionalWeakTable<Runspace, Dictionary<string, WeakReference>> s_newest = new();

    /// <summary>Records the end of a call in a statement.</summary>
    public static void Add(PSCmdlet cmdlet, string statement)
    {
        if (ErrorsSince.Of(cmdlet).FirstOrDefault() is not { } newest) return;
        Dictionary<string, WeakReference> calls = s_newest.GetOrCreateValue(Runspace.DefaultRunspace);
        // The limit restricts the use of memory. After the calls are discarded, earlier errors count as errors of the next run.
        if (calls.Count == MaxStatements) calls.Clear();
        calls[statement] = new WeakReference(newest);
    }

    /// <summary>Whether an error occurred before the end of the last call in a statement.</summary>
    public static bool Precede(PSCmdlet cmdlet, string statement, ErrorRecord error) =>
        s_newest.TryGetValue(Runspace.DefaultRunspace, out Dictionary<string, WeakReference> calls)
        && calls.TryGetValue(statement, out WeakReference newest)
        && ErrorsSince.Of(cmdlet)
            .SkipWhile(known => !ReferenceEquals(known, newest.Target))
            .Any(known => ReferenceEquals(ErrorsSince.Record(known), error));
}
