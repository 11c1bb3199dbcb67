using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>Tests the conclusions from declared scopes and from probes.</summary>
public class ScopeKnowledgeTests
{
    public static TheoryData<string> EachScope => [.. FaxPlusScopes.All.Select(info => info.Scope)];

    [Theory]
    [MemberData(nameof(EachScope))]
    public void A_declared_scope_is_granted_with_the_scopes_that_it_covers_and_no_others(string held)
    {
        var token = new DeclaredScopes([held]);

        Assert.All(FaxPlusScopes.All, asked =>
            Assert.Equal(FaxPlusScopes.Covers(held, asked.Scope) ? ScopeState.Granted : ScopeState.Missing, token.Of(asked.Scope).State));
    }

    [Fact]
    public void An_undocumented_scope_is_unknown_unless_it_was_declared()
    {
        Assert.Equal(ScopeState.Unknown, new DeclaredScopes(["fax:all:read"]).Of("fax:new:read").State);
        Assert.Equal(ScopeState.Granted, new DeclaredScopes(["fax:new:read"]).Of("fax:new:read").State);
        Assert.Equal(ScopeState.Unknown, Probed("fax:all:read").Of("fax:new:read").State);
    }

    [Theory]
    [MemberData(nameof(EachScope))]
    public void Probes_determine_the_state_of_a_single_scope_as_far_as_possible(string held)
    {
        ProbedScopes token = Probed(held);
        foreach (string asked in FaxPlusScopes.All.Select(info => info.Scope))
        {
            ScopeState expected = (held, asked) switch
            {
                _ when asked.EndsWith(":edit", System.StringComparison.Ordinal) => ScopeState.Unknown,
                ("fax:member:read", "fax:user:read") => ScopeState.Unknown,
                _ => FaxPlusScopes.Covers(held, asked) ? ScopeState.Granted : ScopeState.Missing,
            };
            Assert.Equal(expected, token.Of(asked).State);
        }
    }

    [Fact]
    public void A_refused_member_probe_proves_that_a_narrow_scope_permits_the_account() =>
        Assert.Equal(ScopeState.Granted, Probed("fax:user:read", "fax:fax:read").Of("fax:user:read").State);

    [Fact]
    public void Each_probe_is_made_once_and_only_if_it_is_needed()
    {
        var made = new List<string>();
        var token = new ProbedScopes(probe =>
        {
            made.Add(probe.Scope);
            return new ScopeProbeAnswer(ScopeState.Granted, "answered");
        });

        token.Of("fax:fax:read");
        token.Of("fax:fax:read");
        token.Of(FaxPlusOperations.GetFax, "fax:fax:read");
        Assert.Equal(["fax:fax:read"], made);

        token.Of("fax:all:read");
        token.Of("fax:user:read");
        Assert.Equal(ScopeProbe.All.Select(probe => probe.Scope).Order(), made.Order());
    }

    [Fact]
    public void A_probe_of_a_missing_or_failing_area_leaves_the_state_unknown()
    {
        ProbedScopes Token(bool isAbsent) => new(probe => probe.Scope == "fax:shop:read"
            ? new ScopeProbeAnswer(ScopeState.Unknown, "no clear answer", isAbsent)
            : new ScopeProbeAnswer(ScopeState.Granted, "answered"));

        Assert.Equal(ScopeState.Granted, Token(isAbsent: true).Of("fax:all:read").State);
        Assert.Equal(ScopeState.Unknown, Token(isAbsent: true).Of("fax:shop:read").State);
        Assert.Equal(ScopeState.Unknown, Token(isAbsent: false).Of("fax:all:read").State);
    }

    [Fact]
    public void The_OAuth_scope_all_is_missing_if_any_area_is_closed_and_otherwise_unknown()
    {
        Assert.Equal(ScopeState.Missing, Probed("fax:fax:read").Of("all").State);
        Assert.Equal(ScopeState.Unknown, Probed("all").Of("all").State);
    }

    [Theory]
    [InlineData("fax:member:read", true)]
    [InlineData("fax:user:read", true)]
    [InlineData("fax:all:read", true)]
    [InlineData("fax:numbers:read", false)]
    public void Any_scope_of_an_operation_suffices_whether_declared_or_probed(string held, bool suffices)
    {
        ScopeState expected = suffices ? ScopeState.Granted : ScopeState.Missing;

        Assert.Equal(expected, new DeclaredScopes([held]).Of(FaxPlusOperations.GetAccount, "fax:user:read").State);
        Assert.Equal(expected, Probed(held).Of(FaxPlusOperations.GetAccount, "fax:user:read").State);
    }

    [Fact]
    public void Probes_do_not_determine_operations_that_make_changes() =>
        Assert.All(FaxPlusOperations.All.Where(operation => operation.Method != "GET" && operation.Scopes.Count > 0), operation =>
            Assert.Equal(ScopeState.Unknown, Probed("all").Of(operation, operation.Scopes[0]).State));

    /// <summary>Simulates a token with these scopes at a service that enforces the documented scopes.</summary>
    private static ProbedScopes Probed(params string[] held) =>
        new(probe => probe.Operation.Scopes.Any(scope => held.Any(one => FaxPlusScopes.Covers(one, scope)))
        ? new ScopeProbeAnswer(ScopeState.Granted, "answered")
        : new ScopeProbeAnswer(ScopeState.Missing, "refused"));
}
