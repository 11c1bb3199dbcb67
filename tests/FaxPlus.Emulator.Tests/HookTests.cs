using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class HookTests
{
    [Fact]
    public async Task Hooks_are_added_listed_by_event_and_deleted()
    {
        await using var service = await TestService.StartAsync();
        var sent = (string)(await AddAsync(service, "http://127.0.0.1:9/a?key=1", "fax_sent"))!;
        await AddAsync(service, "https://example.com/b", "fax_received");

        var hook = Assert.Single((await service.GetAsync("hooks?event=fax_sent"))["data"]!.AsArray())!;
        Assert.Equal($$"""{"id":"{{sent}}","target":"http://127.0.0.1:9/a?key=1","event":"fax_sent"}""", hook.ToJsonString());
        using var deleted = await service.DeleteAsync($"hooks/{sent}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await service.GetAsync("hooks?event=fax_sent"))["data"]!.AsArray());
        Assert.Single((await service.GetAsync("hooks?event=fax_received"))["data"]!.AsArray());
        await TestService.RefusedAsync(HttpStatusCode.NotFound, sent, service.DeleteAsync($"hooks/{sent}"));
    }

    [Fact]
    public async Task A_list_requires_a_known_event()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'event' is required", service.Client.GetAsync("hooks"));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "fax_lost", service.Client.GetAsync("hooks?event=fax_lost"));
    }

    [Theory]
    [InlineData("""{"event":"fax_sent"}""", "'target' is required")]
    [InlineData("""{"target":"http://127.0.0.1/"}""", "'event' is required")]
    [InlineData("""{"target":"http://127.0.0.1/","event":"fax_lost"}""", "fax_lost")]
    [InlineData("""{"target":"/here","event":"fax_sent"}""", "'target'")]
    [InlineData("""{"target":"http://127.0.0.1/","event":"fax_sent","numbers":[]}""", "'numbers'")]
    [InlineData("""{"target":"http://127.0.0.1/","event":"fax_sent","numbers":["12"]}""", "'numbers'")]
    public async Task A_wrong_hook_is_refused_with_a_reason(string body, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Post, "hooks", body));
    }

    [Theory]
    [InlineData("+41445551234", "success")]
    [InlineData("+41445550001", "failed_user_busy")]
    public async Task A_finished_fax_is_reported_whether_it_succeeded_or_failed(string to, string status)
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target, "fax_sent");
        await service.SendFaxAsync(to);
        var fax = await service.WaitForSentAsync(to);
        var message = (await receiver.WaitForAsync(1))[0];

        Assert.Equal("fax_sent", (string?)message["hook"]!["event"]);
        Assert.Equal(receiver.Target, (string?)message["hook"]!["target"]);
        Assert.Equal((string?)fax["id"], (string?)message["hook"]!["id"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", (string?)message["hook"]!["event_time"]);
        Assert.Equal(
            ["id", "uid", "pages", "from", "to", "start_time", "file", "file_name", "status", "cost"],
            message["data"]!.AsObject().Select(d => d.Key));
        Assert.Equal((string?)fax["id"], (string?)message["data"]!["id"]);
        Assert.Equal(to, (string?)message["data"]!["to"]);
        Assert.Equal(status, (string?)message["data"]!["status"]);
    }

    [Fact]
    public async Task A_received_fax_is_reported_in_its_own_spelling()
    {
        await using var service = await TestService.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target, "fax_received");
        var received = await service.PostForJsonAsync("/_emulator/receive",
            new JsonObject { ["from"] = "+442071234567", ["spelling"] = "from_number" });
        var message = (await receiver.WaitForAsync(1))[0];

        Assert.Equal((string?)received["ids"]![0], (string?)message["data"]!["id"]);
        Assert.Equal("+442071234567", (string?)message["data"]!["from_number"]);
    }

    [Fact]
    public async Task A_hook_with_numbers_receives_only_their_events()
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.Numbers.Add("+12125550101");
            o.Numbers.Add("+12125550102");
        });
        await using var receiver = await HookReceiver.StartAsync();
        await service.PostForJsonAsync("hooks", new JsonObject
        {
            ["target"] = receiver.Target,
            ["event"] = "fax_received",
            ["numbers"] = new JsonArray("+12125550102"),
        });
        var hook = Assert.Single((await service.GetAsync("/_emulator/state"))["hooks"]!.AsArray())!;
        Assert.Equal("+12125550102", (string?)Assert.Single(hook["numbers"]!.AsArray()));

        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["to"] = "+12125550101" });
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["to"] = "+12125550102" });

        var message = Assert.Single(await receiver.WaitForAsync(1));
        Assert.Equal("+12125550102", (string?)message["data"]!["to"]);
    }

    [Fact]
    public async Task The_same_target_and_event_can_be_added_twice_and_receives_events_twice()
    {
        await using var service = await TestService.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        var one = (string)(await AddAsync(service, receiver.Target, "fax_received"))!;
        var other = (string)(await AddAsync(service, receiver.Target, "fax_received"))!;
        Assert.NotEqual(one, other);
        Assert.Equal([one, other], (await service.GetAsync("hooks?event=fax_received"))["data"]!.AsArray().Select(h => (string?)h!["id"]));

        await service.PostForJsonAsync("/_emulator/receive", new JsonObject());
        var messages = await receiver.WaitForAsync(2);
        Assert.True(JsonNode.DeepEquals(messages[0]["data"], messages[1]["data"]));

        using var deleted = await service.DeleteAsync($"hooks/{one}");
        Assert.Equal(other, (string?)Assert.Single((await service.GetAsync("hooks?event=fax_received"))["data"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task The_pages_of_a_received_fax_are_reported_in_order_and_only_to_hooks_for_pages()
    {
        await using var service = await TestService.StartAsync();
        await using var pages = await HookReceiver.StartAsync(refusals: 1);
        await using var faxes = await HookReceiver.StartAsync();
        await AddAsync(service, pages.Target, "fax_page_received");
        await AddAsync(service, faxes.Target, "fax_received");
        var received = await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["pages"] = 3 });
        var messages = await pages.WaitForAsync(4);

        Assert.Equal([1, 1, 2, 3], messages.Select(m => (int)m["data"]!["pages"]!));
        Assert.All(messages, m => Assert.Equal("fax_page_received", (string?)m["hook"]!["event"]));
        Assert.All(messages, m => Assert.Equal((string?)received["ids"]![0], (string?)m["data"]!["id"]));
        Assert.Equal(3, (int?)Assert.Single(await faxes.WaitForAsync(1))["data"]!["pages"]);
    }

    [Fact]
    public async Task A_retry_contains_the_fax_in_the_hook_and_the_sending_session_in_the_data()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target, "fax_sent");
        await AddAsync(service, receiver.Target, "fax_received");
        const string retried = "+41445550024";
        await service.SendFaxAsync(retried);
        var sent = (await receiver.WaitForAsync(1))[0];
        var received = (await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["isRetry"] = true }))["ids"]![0];
        var arrived = (await receiver.WaitForAsync(2))[1];

        Assert.Equal((string?)(await service.WaitForSentAsync(retried))["id"], (string?)sent["hook"]!["id"]);
        Assert.Equal((string?)received, (string?)arrived["hook"]!["id"]);
        foreach (var message in (JsonNode[])[sent, arrived])
        {
            var session = (string?)message["data"]!["id"];
            Assert.Matches("^[0-9a-f]{24}$", session);
            Assert.NotEqual(session, (string?)message["hook"]!["id"]);
            Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync($"accounts/self/faxes/{session}")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync($"accounts/self/files/{session}?format=pdf")).StatusCode);
        }
    }

    [Fact]
    public async Task Numbers_can_be_reported_with_spaces_and_dashes_and_are_listed_without()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target, "fax_sent");
        await AddAsync(service, receiver.Target, "fax_received");
        await service.SendFaxAsync("+41445550026");
        var sent = (await receiver.WaitForAsync(1))[0]["data"]!;
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["isFormatted"] = true, ["spelling"] = "from_number" });
        var received = (await receiver.WaitForAsync(2))[1]["data"]!;

        Assert.Equal(("+1650 555-0100", "+4144 555-0026"), ((string?)sent["from"], (string?)sent["to"]));
        Assert.Equal("+1650 555-0100", (string?)received["to_number"]);
        var listed = await service.WaitForSentAsync("+41445550026");
        Assert.Equal(TestService.OwnNumber, (string?)listed["from"]);
    }

    [Fact]
    public async Task A_fax_to_the_magic_number_is_reported_and_listed_in_the_other_spelling()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target, "fax_sent");
        await service.SendFaxAsync("+41445550025");
        var data = (await receiver.WaitForAsync(1))[0]["data"]!.AsObject();
        var fax = Assert.Single(TestService.Records(await service.GetAsync("accounts/self/faxes"))).AsObject();

        foreach (var written in (JsonObject[])[data, fax])
        {
            Assert.Equal(TestService.OwnNumber, (string?)written["from_number"]);
            Assert.Equal("+41445550025", (string?)written["to_number"]);
            Assert.False(written.ContainsKey("from") || written.ContainsKey("to"));
        }
    }

    private static async Task<JsonNode?> AddAsync(TestService service, string target, string @event) =>
        (await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = target, ["event"] = @event }))["id"];
}
