using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class ReceiveTests
{
    [Fact]
    public async Task A_fax_that_arrives_late_is_listed_at_its_earlier_time()
    {
        await using var service = await TestService.StartAsync(o => o.Order = ListOrder.Oldest);
        var second = await ReceiveAsync(service, new JsonObject { ["startTime"] = "2026-01-01 12:00:00" });
        var third = await ReceiveAsync(service, new JsonObject { ["startTime"] = "2026-01-01T12:00:05Z" });
        var late = await ReceiveAsync(service, new JsonObject { ["startTime"] = "2026-01-01 11:59:59" });

        Assert.Equal([late[0], second[0], third[0]], await InboxAsync(service));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2026-01-01 12:00:00")]
    public async Task Many_faxes_share_one_second(string? startTime)
    {
        await using var service = await TestService.StartAsync();
        var ids = await ReceiveAsync(service, new JsonObject { ["count"] = 49, ["startTime"] = startTime });
        var records = TestService.Records(await service.GetAsync("accounts/self/faxes?category=inbox"));

        Assert.Equal(ids.Order(), records.Select(r => (string)r["id"]!).Order());
        Assert.Single(records.Select(r => (string?)r["start_time"]).Distinct());
    }

    [Fact]
    public async Task Spam_is_listed_separately_and_reported_to_webhooks()
    {
        await using var service = await TestService.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = receiver.Target, ["event"] = "fax_received" });
        var spam = await ReceiveAsync(service, new JsonObject { ["isSpam"] = true });

        Assert.Empty(await InboxAsync(service));
        Assert.Equal(spam, TestService.Records(await service.GetAsync("accounts/self/faxes?category=spam")).Select(f => (string?)f["id"]));
        Assert.Equal(spam[0], (string?)(await receiver.WaitForAsync(1))[0]["data"]!["id"]);
    }

    [Fact]
    public async Task A_received_fax_has_the_requested_values()
    {
        await using var service = await TestService.StartAsync();
        var ids = await ReceiveAsync(service, new JsonObject
        {
            ["from"] = "+442071234567",
            ["pages"] = 7,
            ["status"] = "partially_received",
            ["comment"] = "for Mia",
            ["spelling"] = "from_number",
        });
        var fax = await service.GetAsync($"accounts/self/faxes/{ids[0]}");

        Assert.Equal(("+442071234567", TestService.OwnNumber), ((string?)fax["from_number"], (string?)fax["to_number"]));
        Assert.Equal((7, "partially_received", "for Mia", "incoming"),
            ((int)fax["pages"]!, (string?)fax["status"], (string?)fax["comment"], (string?)fax["direction"]));
        Assert.False((bool)fax["is_read"]!);
    }

    [Fact]
    public async Task A_fax_to_a_number_of_a_member_belongs_to_the_member()
    {
        await using var service = await TestService.StartAsync(o => o.MemberPats.Add("member", ["fax:all:read"]));
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();
        var number = $"numbers/%2B{TestService.OwnNumber[1..]}";
        using var assigned = await service.PutAsync($"accounts/self/{number}",
            new JsonObject { ["assigned_to"] = (string?)members[1]!["uid"] });
        using var revoked = await service.DeleteAsync($"accounts/self/{number}");
        var ids = await ReceiveAsync(service, []);
        using var member = service.NewClient("member");
        using var list = await member.GetAsync("accounts/self/faxes");

        Assert.Equal(ids, TestService.Records(await TestService.ReadAsync(list)).Select(f => (string?)f["id"]));
        Assert.Empty(await InboxAsync(service));
    }

    [Theory]
    [InlineData("""{"to":"+15550000000"}""", "'to'")]
    [InlineData("""{"count":0}""", "'count'")]
    [InlineData("""{"pages":501}""", "'pages'")]
    [InlineData("""{"startTime":"yesterday"}""", "'startTime'")]
    [InlineData("""{"spelling":"sender"}""", "'spelling'")]
    [InlineData("""{"isRetry":"yes"}""", "'isRetry'")]
    [InlineData("""{"isFormatted":1}""", "'isFormatted'")]
    [InlineData("""{"spam":true}""", "'spam'")]
    public async Task An_invalid_request_is_refused_and_no_fax_arrives(string body, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Post, "/_emulator/receive", body));
        Assert.Empty(await InboxAsync(service));
    }

    private static async Task<string[]> ReceiveAsync(TestService service, JsonObject fax) =>
        [.. (await service.PostForJsonAsync("/_emulator/receive", fax))["ids"]!.AsArray().Select(id => (string)id!)];

    private static async Task<string[]> InboxAsync(TestService service) =>
        [.. TestService.Records(await service.GetAsync("accounts/self/faxes?category=inbox")).Select(f => (string)f["id"]!)];
}
