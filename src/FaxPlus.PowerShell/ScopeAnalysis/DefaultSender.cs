using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Determines which calls certainly run in a session with a default sender number. All sign-ins in the scripts must set a default sender.
/// In addition, a sign-in must precede the call on every path, unless the caller's session has a default sender. A session that is passed
/// with -Session may have no default sender.
/// </summary>
internal sealed class DefaultSender
{
    private readonly ScriptLibrary _library;
    private readonly HashSet<CommandAst> _signIns;

    // For each body that was already visited, whether it always begins, and whether it always ends, with a default sender.
    private readonly Dictionary<Ast, bool> _begun = [];
    private readonly Dictionary<Ast, bool> _ended = [];

    private readonly HashSet<CommandAst> _with = [];
    private readonly HashSet<CommandAst> _without = [];

    private DefaultSender(ScriptLibrary library, IEnumerable<ScriptCall> signIns)
    {
        _library = library;
        _signIns = [.. signIns.Select(signIn => signIn.Command)];
    }

    /// <param name="library">The analyzed scripts.</param>
    /// <param name="begun">The scripts and functions that the user starts.</param>
    /// <param name="calls">The calls whose <see cref="CommandCall.SessionHasSender"/> is set.</param>
    /// <param name="sessionHasSender">Whether the caller's session has a default sender number.</param>
    public static void SetSessionHasSender(
        ScriptLibrary library, IEnumerable<ScriptBody> begun, IReadOnlyCollection<ScriptCall> calls, bool sessionHasSender)
    {
        ScriptCall[] signIns = [.. calls.Where(call => call.Call.Command == "Connect-FaxPlus")];
        var sender = new DefaultSender(library, signIns);
        if (signIns.All(signIn => signIn.Call.HasText("DefaultFrom") == true))
        {
            foreach (ScriptBody body in begun) sender.Walk(body, sessionHasSender);
        }

        foreach (ScriptCall call in calls)
        {
            call.Call.SessionHasSender = sender._with.Contains(call.Command)
                && !sender._without.Contains(call.Command)
                && call.Call.Has("Session") == false;
        }
    }

    private void Walk(ScriptBody body, bool hasSender)
    {
        if (_begun.TryGetValue(body.Ast, out bool before) && (hasSender || !before)) return;
        _begun[body.Ast] = hasSender;
        var signIns = new List<CommandAst>();
        foreach (CommandAst command in body.Steps.OfType<CommandAst>())
        {
            bool has = hasSender || signIns.Exists(signIn => IsCertain(signIn, command));
            (has ? _with : _without).Add(command);
            ScriptBody[] called = [.. _library.BodiesOf(body.File, command)];
            foreach (ScriptBody other in called) Walk(other, has);
            if (_signIns.Contains(command)
                || (called.Length > 0 && called.All(other => _ended.TryGetValue(other.Ast, out bool ended) && ended)))
            {
                signIns.Add(command);
            }
        }

        _ended[body.Ast] = !body.Steps.Any(MayEnd) && signIns.Exists(signIn => IsCertain(signIn, body.Ast));
    }

    /// <summary>
    /// Whether a sign-in always runs before a position. For a position outside a try statement with a catch clause, a sign-in inside the
    /// statement is not certain, because the earlier session remains after a failure.
    /// </summary>
    private static bool IsCertain(Ast signIn, Ast place) =>
        ScriptFlow.MemberAround(signIn) == ScriptFlow.MemberAround(place)
            && ScriptFlow.IsCertain(signIn, place)
            && !ScriptFlow.Parents(signIn)
                .OfType<TryStatementAst>()
                .Any(attempt => attempt.CatchClauses.Count > 0 && !ScriptFlow.Contains(attempt, place));

    private static bool MayEnd(Ast ast) => ast is ReturnStatementAst or ExitStatementAst or BreakStatementAst or ContinueStatementAst;
}
