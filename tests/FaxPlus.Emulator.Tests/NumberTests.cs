using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class NumberTests
{
    private const string Path = "accounts/self/numbers/%2B16505550100";

    [Fact]
    public async Task Without_an_option_the_account_owns_one_number()
    {
        await using var service = await TestService.StartAsync();
        var number = Assert.Single((await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray());

        Assert.Equal("+16505550100", (string?)number!["number"]);
        Assert.Equal("active", (string?)number["status"]);
        Assert.True(JsonNode.DeepEquals(number, await service.GetAsync(Path)));
    }

    [Fact]
    public async Task The_account_owns_the_configured_numbers()
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.Numbers.Add("+12125550101");
            o.Numbers.Add("+12125550102");
        });
        var numbers = (await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray();

        Assert.Equal(["+12125550101", "+12125550102"], numbers.Select(n => (string?)n!["number"]));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "+16505550100", service.Client.GetAsync(Path));
    }

    [Fact]
    public async Task Assigning_adds_a_member_and_revoking_removes_the_member_in_the_path()
    {
        await using var service = await TestService.StartAsync();
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();
        var (admin, member) = ((string)members[0]!["uid"]!, (string)members[1]!["uid"]!);
        Assert.Empty((await service.GetAsync($"accounts/{member}/numbers"))["numbers"]!.AsArray());

        using var assigned = await service.PutAsync(Path, new JsonObject { ["assigned_to"] = member });
        Assert.Equal(HttpStatusCode.NoContent, assigned.StatusCode);
        Assert.Equal([admin, member], (await service.GetAsync(Path))["assigned_to"]!.AsArray().Select(u => (string?)u));
        Assert.Single((await service.GetAsync($"accounts/{member}/numbers"))["numbers"]!.AsArray());

        using var revoked = await service.DeleteAsync($"accounts/{member}/numbers/%2B16505550100");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal([admin], (await service.GetAsync(Path))["assigned_to"]!.AsArray().Select(u => (string?)u));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "+16505550100",
            service.DeleteAsync($"accounts/{member}/numbers/%2B16505550100"));
    }

    [Fact]
    public async Task A_member_reads_and_returns_assigned_numbers_and_assigns_none()
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.Numbers.Add("+16505550100");
            o.Numbers.Add("+12125550101");
            o.MemberPats.Add("member", ["fax:all:read", "fax:all:edit"]);
        });
        using var member = service.NewClient("member");
        using var self = await member.GetAsync("accounts/self");
        var uid = (string)(await TestService.ReadAsync(self))["uid"]!;
        var admin = (string)(await service.GetAsync("accounts/self"))["uid"]!;
        using var assigned = await service.PutAsync(Path, new JsonObject { ["assigned_to"] = uid });

        using var list = await member.GetAsync("accounts/self/numbers");
        var number = Assert.Single((await TestService.ReadAsync(list))["numbers"]!.AsArray());
        Assert.Equal("+16505550100", (string?)number!["number"]);
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "+12125550101", member.GetAsync("accounts/self/numbers/%2B12125550101"));
        var change = TestService.Json($$"""{"assigned_to":"{{uid}}"}""");
        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator", member.PutAsync(Path, change));
        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator",
            member.DeleteAsync($"accounts/{admin}/numbers/%2B16505550100"));

        using var given = await member.DeleteAsync(Path);
        Assert.Equal(HttpStatusCode.NoContent, given.StatusCode);
        Assert.Equal([admin], (await service.GetAsync(Path))["assigned_to"]!.AsArray().Select(u => (string?)u));
        Assert.Equal(2, (await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_number_is_assigned_to_one_known_member()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "nobody",
            service.PutAsync(Path, new JsonObject { ["assigned_to"] = "nobody" }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "must be a string",
            service.PutAsync(Path, new JsonObject { ["assigned_to"] = new JsonArray("x") }));
    }
}
