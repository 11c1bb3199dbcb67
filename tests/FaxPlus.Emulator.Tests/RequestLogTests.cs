using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Requests_are_listed_in_order_with_their_length_and_status()
    {
        await using var service = await TestService.StartAsync();
        using var get = await service.Client.GetAsync("accounts/self/numbers/%2B16505550100?x=%2B1");
        using var post = await service.SendAsync(HttpMethod.Post, "accounts/self/outbox", "{}");
        var requests = await service.RequestsAsync();

        Assert.Equal(["GET", "POST"], requests.Select(r => (string?)r["method"]));
        Assert.Equal("/v3/accounts/self/numbers/%2B16505550100", (string?)requests[0]["path"]);
        Assert.Equal("?x=%2B1", (string?)requests[0]["query"]);
        Assert.Equal([200, 400], requests.Select(r => (int)r["status"]!));
        Assert.Equal([0, 2], requests.Select(r => (int)r["bodyLength"]!));
        Assert.All(requests, r => Assert.True(DateTimeOffset.TryParse((string?)r["time"], out _)));
    }

    [Fact]
    public async Task Headers_are_listed_without_credentials()
    {
        await using var service = await TestService.StartAsync();
        service.Client.DefaultRequestHeaders.Add("X-Trace", "42");
        service.Client.DefaultRequestHeaders.Add("Cookie", "session=secret");
        await service.GetAsync("accounts/self");
        var request = Assert.Single(await service.RequestsAsync());

        Assert.Equal("42", (string?)request["headers"]!["X-Trace"]);
        Assert.DoesNotContain(TestService.Pat, request.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", request.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_secrets_in_a_query_are_masked()
    {
        await using var service = await TestService.StartAsync();
        using var answer = await service.SendAsync(HttpMethod.Post,
            "/token?grant_type=refresh_token&refresh_token=s3cret&Code=s3cret&state=1");
        var request = Assert.Single(await service.RequestsAsync());

        Assert.Equal("?grant_type=refresh_token&refresh_token=***&Code=***&state=1", (string?)request["query"]);
    }

    [Fact]
    public async Task The_length_of_a_chunked_body_is_counted()
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "accounts/self/outbox") { Content = TestService.Json("""{"to":1}""") };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await service.Client.SendAsync(request);

        Assert.Equal(8, (int?)Assert.Single(await service.RequestsAsync())["bodyLength"]);
    }

    [Fact]
    public async Task Control_requests_are_not_listed_and_the_list_can_be_cleared()
    {
        await using var service = await TestService.StartAsync();
        await service.GetAsync("/_emulator/state");
        Assert.Empty(await service.RequestsAsync());

        await service.GetAsync("accounts/self");
        using var cleared = await service.DeleteAsync("/_emulator/requests");
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_state_contains_all_objects_in_the_format_of_the_API()
    {
        await using var service = await TestService.StartAsync(o => o.SeedFaxes = 1);
        await service.SendFaxAsync();
        await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = "http://127.0.0.1:9/x", ["event"] = "fax_sent" });
        var state = (await service.GetAsync("/_emulator/state")).AsObject();

        foreach (var name in (string[])["faxes", "outbox", "hooks", "numbers"])
        {
            Assert.NotNull((string?)Assert.Single(state[name]!.AsArray())!["id"]);
        }

        Assert.All(state, s => Assert.IsType<JsonArray>(s.Value));
    }

    [Fact]
    public async Task A_reset_restores_the_initial_state()
    {
        await using var service = await TestService.StartAsync();
        await service.SendFaxAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "delay", ["delayMs"] = 1 });
        await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = "http://127.0.0.1:9/x", ["event"] = "fax_sent" });
        using var reset = await service.SendAsync(HttpMethod.Post, "/_emulator/reset");
        var state = await service.GetAsync("/_emulator/state");

        Assert.Empty(state["faxes"]!.AsArray());
        Assert.Empty(state["outbox"]!.AsArray());
        Assert.Empty(state["hooks"]!.AsArray());
        Assert.Empty(await service.RequestsAsync());
        Assert.Empty((await service.GetAsync("/_emulator/faults")).AsArray());
    }
}
