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
    public void A_declared_scope_is_granted_with_what_it_covers_and_nothing_else(string held)
    {
        var token = new DeclaredScopes([held]);

        Assert.All(FaxPlusScopes.All, asked =>
            Assert.Equal(FaxPlusScopes.Covers(held, asked.Scope) ? ScopeState.Granted : ScopeState.Missing, token.Of(asked.Scope).State));
    }

    [Fact]
    public void A_scope_that_nobody_documents_is_unknown_unless_it_was_declared()
    {
        Assert.Equal(ScopeState.Unknown, new DeclaredScopes(["fax:all:read"]).Of("fax:new:read").State);
        Assert.Equal(ScopeState.Granted, new DeclaredScopes(["fax:new:read"]).Of("fax:new:read").State);
        Assert.Equal(ScopeState.Unknown, Probed("fax:all:read").Of("fax:new:read").State);
    }

    [Theory]
    [MemberData(nameof(EachScope))]
    public void Probes_tell_of_a_single_scope_what_can_be_told(string held)
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
    public void A_refused_members_probe_proves_that_the_account_is_open_by_its_own_scope() =>
        Assert.Equal(ScopeState.Granted, Probed("fax:user:read", "fax:fax:read").Of("fax:user:read").State);

    [Fact]
    public void Each_probe_is_made_once_and_only_when_it_is_needed()
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
    public void Areas_that_the_service_does_not_have_prove_nothing_and_areas_in_trouble_leave_it_open()
    {
        ProbedScopes Token(bool isAbsent) => new(probe => probe.Scope == "fax:shop:read"
            ? new ScopeProbeAnswer(ScopeState.Unknown, "no clear answer", isAbsent)
            : new ScopeProbeAnswer(ScopeState.Granted, "answered"));

        Assert.Equal(ScopeState.Granted, Token(isAbsent: true).Of("fax:all:read").State);
        Assert.Equal(ScopeState.Unknown, Token(isAbsent: true).Of("fax:shop:read").State);
        Assert.Equal(ScopeState.Unknown, Token(isAbsent: false).Of("fax:all:read").State);
    }

    [Fact]
    public void OAuths_all_is_missing_when_any_area_is_closed_and_else_unknown()
    {
        Assert.Equal(ScopeState.Missing, Probed("fax:fax:read").Of("all").State);
        Assert.Equal(ScopeState.Unknown, Probed("all").Of("all").State);
    }

    [Theory]
    [InlineData("fax:member:read", true)]
    [InlineData("fax:user:read", true)]
    [InlineData("fax:all:read", true)]
    [InlineData("fax:numbers:read", false)]
    public void Any_scope_of_an_operation_suffices_for_it_declared_and_probed(string held, bool suffices)
    {
        ScopeState expected = suffices ? ScopeState.Granted : ScopeState.Missing;

        Assert.Equal(expected, new DeclaredScopes([held]).Of(FaxPlusOperations.GetAccount, "fax:user:read").State);
        Assert.Equal(expected, Probed(held).Of(FaxPlusOperations.GetAccount, "fax:user:read").State);
    }

    [Fact]
    public void Of_operations_that_change_something_probes_tell_nothing() =>
        Assert.All(FaxPlusOperations.All.Where(operation => operation.Method != "GET" && operation.Scopes.Count > 0), operation =>
            Assert.Equal(ScopeState.Unknown, Probed("all").Of(operation, operation.Scopes[0]).State));

    /// <summary>Simulates a token with these scopes at a service that enforces the documented scopes.</summary>
    private static ProbedScopes Probed(params string[] held) =>
        new(probe => probe.Operation.Scopes.Any(scope => held.Any(one => FaxPlusScopes.Covers(one, scope)))
        ? new ScopeProbeAnswer(ScopeState.Granted, "answered")
        : new ScopeProbeAnswer(ScopeState.Missing, "refused"));
}
