using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Determines which calls have a default number to send from, because the script or its caller has signed in with -DefaultFrom.
/// </summary>
internal static class DefaultSender
{
    public static void Settle(IReadOnlyCollection<ScriptCall> calls, bool sessionHasSender)
    {
        ScriptCall[] signIns = [.. calls.Where(call => call.Call.Command == "Connect-FaxPlus")];
        foreach (ScriptCall call in calls) call.Call.SessionHasSender = signIns.Length == 0 ? sessionHasSender : HasSender(call, signIns);
    }

    private static bool HasSender(ScriptCall call, ScriptCall[] signIns)
    {
        ScriptCall[] beside = [.. signIns.Where(call.IsBeside)];
        ScriptCall[] before = [.. beside.Where(signIn => ScriptFlow.IsBefore(signIn.Command, call.Command))];
        if (beside.Length > 0 && before.Length == 0) return false;

        // The last of several sign-ins counts, unless the call names a session, which may be any of them.
        int last = call.Call.Has("Session") == false ? Array.FindLastIndex(before, signIn => ScriptFlow.IsCertain(signIn.Command, call.Command)) : -1;
        ScriptCall[] relevant = last < 0 ? signIns : [.. before.Skip(last)];
        return relevant.Length > 0 && relevant.All(signIn => signIn.Call.HasText("DefaultFrom") == true);
    }
}
