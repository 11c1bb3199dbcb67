using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the requests that determine whether a token has a scope.</summary>
public class ScopeProbeTests
{
    private static readonly ScopeProbe s_members = ScopeProbe.All.Single(probe => probe.Scope == "fax:member:read");
    private static readonly ScopeProbe s_faxes = ScopeProbe.All.Single(probe => probe.Scope == "fax:fax:read");

    [Fact]
    public void Each_narrow_read_scope_has_a_probe()
    {
        Assert.Equal(
            FaxPlusScopes.All.Select(info => info.Scope).Where(scope => scope.EndsWith(":read") && !FaxPlusScopes.IsBroad(scope)).Order(),
            ScopeProbe.All.Select(probe => probe.Scope).Order());
        Assert.All(ScopeProbe.All, probe => Assert.Equal("GET", probe.Operation.Method));
        Assert.All(ScopeProbe.All, probe => Assert.Same(probe.Operation, FaxPlusOperations.Find("GET", probe.PathAndQuery.Split('?')[0])));
    }

    [Fact]
    public async Task An_area_is_open_to_its_scope_and_closed_to_other_scopes()
    {
        await using Service service = await Service.StartAsync(emulator => emulator.Pats.Add("reader", ["fax:fax:read"]));
        IFaxPlusClient reader = service.NewClient("reader");

        Assert.Equal(ScopeState.Granted, (await reader.Scopes.ProbeAsync(s_faxes, service.TimeLimit)).State);
        Assert.Equal(ScopeState.Missing, (await reader.Scopes.ProbeAsync(s_members, service.TimeLimit)).State);
    }

    [Theory]
    [InlineData(403, "forbidden", ScopeState.Missing, false)]
    [InlineData(404, "not_found", ScopeState.Unknown, true)]
    [InlineData(400, "bad_request", ScopeState.Unknown, false)]
    [InlineData(503, "unavailable", ScopeState.Unknown, false)]
    public async Task Only_a_refusal_proves_that_the_scope_is_missing(int status, string word, ScopeState state, bool isAbsent)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.AnswerAsync(status, new JsonObject { ["error"] = word }, times: null);

        ScopeProbeAnswer answer = await service.Client.Scopes.ProbeAsync(s_faxes, service.TimeLimit);

        Assert.Equal((state, isAbsent), (answer.State, answer.IsAbsent));
        Assert.Contains(s_faxes.PathAndQuery, answer.Evidence);
    }

    [Theory]
    [InlineData("forbidden", ScopeState.Unknown)]
    [InlineData("insufficient_scope", ScopeState.Missing)]
    public async Task An_administrator_call_may_be_refused_because_of_the_role(string word, ScopeState state)
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(403, new JsonObject { ["error"] = word }, times: null);

        Assert.Equal(state, (await service.Client.Scopes.ProbeAsync(s_members, service.TimeLimit)).State);
    }

    [Fact]
    public async Task A_token_that_the_service_does_not_recognize_is_an_error()
    {
        await using Service service = await Service.StartAsync();
        IFaxPlusClient stranger = service.NewClient("stranger");

        await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => stranger.Scopes.ProbeAsync(s_faxes, service.TimeLimit));
    }
}
