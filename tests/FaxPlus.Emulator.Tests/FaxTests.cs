using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class FaxTests
{
    [Fact]
    public async Task A_received_fax_is_unread_and_contains_its_sender()
    {
        await using var service = await TestService.StartAsync();
        var id = await ReceiveAsync(service,
            new JsonObject { ["from"] = "+442071234567", ["pages"] = 3, ["startTime"] = "2026-01-31 12:00:00" });
        var fax = await service.GetAsync($"accounts/self/faxes/{id}");

        Assert.Equal("incoming", (string?)fax["direction"]);
        Assert.Equal("+442071234567", (string?)fax["from"]);
        Assert.Equal(TestService.OwnNumber, (string?)fax["to"]);
        Assert.Equal("2026-01-31 12:00:00", (string?)fax["start_time"]);
        Assert.Null(fax["submit_time"]);
        Assert.Equal(3, (int?)fax["pages"]);
        Assert.False((bool?)fax["is_read"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_to_receive_needs_no_body(bool hasEmptyContent)
    {
        await using var service = await TestService.StartAsync();
        using var content = hasEmptyContent ? new FormUrlEncodedContent([]) : null;
        using var answer = await service.Client.PostAsync("/_emulator/receive", content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"to":"+12125550177"}""", "'to'")]
    [InlineData("""{"startTime":"soon"}""", "'startTime'")]
    [InlineData("""{"spelling":"short"}""", "'spelling'")]
    [InlineData("""{"count":0}""", "'count'")]
    [InlineData("""{"size":1}""", "'size'")]
    public async Task An_invalid_request_to_receive_is_refused_with_a_reason(string order, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Post, "/_emulator/receive", order));
    }

    [Fact]
    public async Task A_received_fax_can_have_the_other_spelling()
    {
        await using var service = await TestService.StartAsync();
        var id = await ReceiveAsync(service, new JsonObject { ["from"] = "+442071234567", ["spelling"] = "from_number" });
        var fax = (await service.GetAsync($"accounts/self/faxes/{id}")).AsObject();

        Assert.Equal("+442071234567", (string?)fax["from_number"]);
        Assert.Equal(TestService.OwnNumber, (string?)fax["to_number"]);
        Assert.False(fax.ContainsKey("from"));
    }

    [Fact]
    public async Task A_change_requires_comment_and_is_read()
    {
        await using var service = await TestService.StartAsync();
        var path = $"accounts/self/faxes/{await ReceiveAsync(service, [])}";

        using var changed = await service.PutAsync(path, new JsonObject { ["comment"] = "filed", ["is_read"] = true });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        var fax = await service.GetAsync(path);
        Assert.Equal("filed", (string?)fax["comment"]);
        Assert.True((bool?)fax["is_read"]);

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'is_read' is required",
            service.PutAsync(path, new JsonObject { ["comment"] = "x" }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'comment' is required",
            service.PutAsync(path, new JsonObject { ["is_read"] = true }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'is_read' must be",
            service.PutAsync(path, new JsonObject { ["comment"] = "x", ["is_read"] = "yes" }));
    }

    [Fact]
    public async Task A_deleted_fax_is_not_found()
    {
        await using var service = await TestService.StartAsync();
        var path = $"accounts/self/faxes/{await ReceiveAsync(service, [])}";
        using var deleted = await service.DeleteAsync(path);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "no fax", service.Client.GetAsync(path));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "no fax", service.DeleteAsync(path));
    }

    [Fact]
    public async Task A_fax_belongs_to_the_person_in_the_path()
    {
        await using var service = await TestService.StartAsync();
        var id = await ReceiveAsync(service, []);
        var member = (string)(await service.GetAsync("accounts"))["members"]![1]!["uid"]!;

        await TestService.RefusedAsync(HttpStatusCode.NotFound, id, service.Client.GetAsync($"accounts/{member}/faxes/{id}"));
        Assert.Empty(TestService.Records(await service.GetAsync($"accounts/{member}/faxes")));
    }

    private static async Task<string> ReceiveAsync(TestService service, JsonObject order) =>
        (string)(await service.PostForJsonAsync("/_emulator/receive", order))["ids"]![0]!;
}
