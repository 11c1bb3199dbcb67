using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// Determines a token's scopes from probe requests. A refused probe proves that the token has none of the scopes that permit the request. A
/// successful probe proves that the token has at least one of these scopes, but not which one. The scope <c>fax:all:read</c> permits every
/// probe, and <c>fax:member:read</c> also permits reading the user's own account. If another scope may have permitted a probe, the class
/// also probes that scope.
/// </summary>
internal sealed class ProbedScopes(Func<ScopeProbe, ScopeProbeAnswer> request) : ScopeKnowledge
{
    private const string Declare = "Declare the scopes of the token with Connect-FaxPlus -Scope.";

    private readonly Dictionary<ScopeProbe, ScopeProbeAnswer> _answers = [];

    public override ScopeResult Of(FaxPlusOperation operation, string scope)
    {
        if (operation.Scopes.Count == 0)
        {
            return new ScopeResult(scope, ScopeState.Unknown, $"The vendor documents no scope for {operation}.");
        }

        // A successful probe is sufficient if every scope that permits the probe also permits the operation. A refused probe is sufficient
        // if every scope that permits the operation also permits the probe.
        ScopeProbe[] probes = [.. ScopeProbe.All.Where(probe => probe.Operation.Scopes.All(operation.Scopes.Contains))];
        if (probes.Length == 0) return NotProbed(scope);
        ScopeProbe? open = probes.FirstOrDefault(probe => Probe(probe).State == ScopeState.Granted);
        if (open is not null) return new ScopeResult(scope, ScopeState.Granted, Probe(open).Evidence + ".");
        ScopeProbe? closed = probes.FirstOrDefault(probe => Probe(probe).State == ScopeState.Missing
            && operation.Scopes.All(probe.Operation.Scopes.Contains));
        return closed is not null
            ? new ScopeResult(scope, ScopeState.Missing, Probe(closed).Evidence + ".")
            : new ScopeResult(scope, ScopeState.Unknown, string.Join("; ", probes.Select(probe => Probe(probe).Evidence)) + ".");
    }

    protected override ScopeResult OfKnown(string scope) => scope switch
    {
        FaxPlusScopes.AllRead => Everything(scope),
        FaxPlusScopes.OAuthAll => Everything(scope) is { State: ScopeState.Missing } result ? result : NotProbed(scope),
        _ => ScopeProbe.For(scope) is { } probe ? Narrow(probe) : NotProbed(scope),
    };

    private static ScopeResult NotProbed(string scope) =>
        new(scope, ScopeState.Unknown, $"This scope cannot be tested without making a change. {Declare}");

    private ScopeResult Narrow(ScopeProbe probe)
    {
        ScopeProbeAnswer answer = Probe(probe);
        if (answer.State != ScopeState.Granted) return new ScopeResult(probe.Scope, answer.State, answer.Evidence + ".");

        ScopeProbe? other = ScopeProbe.All.FirstOrDefault(
            other => other != probe && probe.Operation.Scopes.Contains(other.Scope) && Probe(other).State != ScopeState.Missing);
        return other is null || Everything(FaxPlusScopes.AllRead).State == ScopeState.Granted
            ? new ScopeResult(probe.Scope, ScopeState.Granted, answer.Evidence + ".")
            : new ScopeResult(
                probe.Scope,
                ScopeState.Unknown,
                $"{answer.Evidence}, but {other.Scope} would also have permitted the request, " +
                $"and the token may have this scope. {Declare}");
    }

    /// <summary>
    /// Determines the state of a broad scope. A token with access to all areas has either the broad scope or all narrow scopes, which are
    /// equivalent. Areas that the service does not support are ignored.
    /// </summary>
    private ScopeResult Everything(string scope)
    {
        foreach (ScopeProbe probe in ScopeProbe.All)
        {
            if (Probe(probe).State == ScopeState.Missing) return new ScopeResult(scope, ScopeState.Missing, Probe(probe).Evidence + ".");
        }

        ScopeProbe? unclear = ScopeProbe.All.FirstOrDefault(probe => Probe(probe) is { State: ScopeState.Unknown, IsAbsent: false });
        if (unclear is not null) return new ScopeResult(scope, ScopeState.Unknown, Probe(unclear).Evidence + ".");

        ScopeProbe[] open = [.. ScopeProbe.All.Where(probe => Probe(probe).State == ScopeState.Granted)];
        return open.Length == 0
            ? new ScopeResult(scope, ScopeState.Unknown, "The service supports none of the areas that could be probed.")
            : new ScopeResult(
                scope,
                ScopeState.Granted,
                $"All {open.Length} probed areas are accessible, so " +
                $"the token has {FaxPlusScopes.AllRead}, or narrow scopes that permit the same operations.");
    }

    /// <summary>Returns the result of a probe. Each probe is requested only once.</summary>
    private ScopeProbeAnswer Probe(ScopeProbe probe) =>
        _answers.TryGetValue(probe, out ScopeProbeAnswer known) ? known : _answers[probe] = request(probe);
}
