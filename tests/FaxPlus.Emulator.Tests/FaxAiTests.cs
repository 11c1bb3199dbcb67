using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class FaxAiTests
{
    [Theory]
    [InlineData("ocr")]
    [InlineData("field-extraction")]
    public async Task An_extraction_is_not_requested_then_pending_and_finished_after_its_time(string feature)
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0.5);
        var path = $"{await ReceiveAsync(service, [])}/{feature}";
        Assert.Equal("""{"status":"not_requested","data":null}""", (await service.GetAsync(path)).ToJsonString());

        Assert.Equal("""{"status":"pending","data":null}""", (await StartAsync(service, path)).ToJsonString());
        Assert.Equal("pending", (string?)(await service.GetAsync(path))["status"]);
        var finished = await FinishedAsync(service, path);
        Assert.NotNull(finished["data"]);
        Assert.True(JsonNode.DeepEquals(finished, await service.GetAsync(path)));
    }

    [Fact]
    public async Task The_text_contains_all_pages_and_is_the_same_each_time()
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0);
        await using var other = await TestService.StartAsync(o =>
        {
            o.AiSeconds = 0;
            o.SeedFaxes = 10;
        });
        var path = await ReceiveAsync(service,
            new JsonObject { ["pages"] = 3, ["from"] = "+442071234567", ["startTime"] = "2026-02-01 10:00:00" });
        var pages = ((string?)(await StartAsync(service, $"{path}/ocr"))["data"])!.Split('\f');

        Assert.Equal(3, pages.Length);
        Assert.StartsWith("Page 3 of 3\nFrom: +442071234567\nTo: +16505550100\nDate: 2026-02-01 10:00:00\n", pages[2]);

        var seeded = $"accounts/self/faxes/{TestService.Records(await other.GetAsync("accounts/self/faxes"))[0]["id"]}/ai/ocr";
        var before = await StartAsync(other, seeded);
        using var reset = await other.SendAsync(HttpMethod.Post, "/_emulator/reset");
        Assert.Equal("not_requested", (string?)(await other.GetAsync(seeded))["status"]);
        Assert.True(JsonNode.DeepEquals(before, await StartAsync(other, seeded)));
    }

    [Fact]
    public async Task The_fields_are_the_standard_fields_and_the_enabled_custom_fields()
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0);
        await AddFieldAsync(service, "Invoice", enabled: true);
        await AddFieldAsync(service, "Patient", enabled: false);
        var path = await ReceiveAsync(service,
            new JsonObject { ["pages"] = 2, ["from"] = "+442071234567", ["startTime"] = "2026-02-01 10:00:00" });
        var data = (await StartAsync(service, $"{path}/field-extraction"))["data"]!.AsObject();

        Assert.Equal(["sender", "recipient", "date", "pages", "Invoice"], data.Select(d => d.Key));
        Assert.Equal("+442071234567", (string?)data["sender"]);
        Assert.Equal(2, (int?)data["pages"]);
        Assert.StartsWith("Invoice of fax ", (string?)data["Invoice"]);
    }

    [Theory]
    [InlineData("0031", null, "failed")]
    [InlineData("0032", null, "content_filtering_policy")]
    [InlineData("0033", null, "pending")]
    [InlineData("1234", "please ai:failed", "failed")]
    [InlineData("1234", "ai:content_filtering_policy", "content_filtering_policy")]
    [InlineData("1234", "ai:pending", "pending")]
    [InlineData("1234", "nothing special", "finished")]
    public async Task The_senders_number_or_the_comment_determines_the_result_of_an_extraction(string digits, string? comment,
        string status)
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0);
        var path = await ReceiveAsync(service, new JsonObject { ["from"] = $"+4144555{digits}", ["comment"] = comment });
        foreach (var feature in (string[])["ocr", "field-extraction"])
        {
            var answer = await StartAsync(service, $"{path}/{feature}");
            Assert.Equal(status, (string?)answer["status"]);
            Assert.Equal(status == "finished", answer["data"] is not null);
        }
    }

    [Fact]
    public async Task The_destination_of_a_sent_fax_determines_the_result()
    {
        await using var service = await TestService.StartAsync(o => (o.AiSeconds, o.SendSeconds) = (0, 0));
        await service.SendFaxAsync("+41445550031");
        var id = (await service.WaitForSentAsync("+41445550031"))["id"];

        Assert.Equal("failed", (string?)(await StartAsync(service, $"accounts/self/faxes/{id}/ai/ocr"))["status"]);
    }

    [Fact]
    public async Task Fields_are_corrected_separately()
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0);
        var path = $"{await ReceiveAsync(service, [])}/field-extraction";
        var found = (await StartAsync(service, path))["data"]!.AsObject();
        using var answer = await PatchAsync(service, path, """{"data":{"sender":"Ada","pages":null}}""");
        var corrected = await TestService.ReadAsync(answer);

        Assert.Equal("finished", (string?)corrected["status"]);
        Assert.Equal("Ada", (string?)corrected["data"]!["sender"]);
        Assert.Null(corrected["data"]!["pages"]);
        Assert.Equal((string?)found["recipient"], (string?)corrected["data"]!["recipient"]);
        Assert.True(JsonNode.DeepEquals(corrected, await service.GetAsync(path)));
        Assert.True(JsonNode.DeepEquals(corrected, await StartAsync(service, path)));
    }

    [Fact]
    public async Task A_wrong_correction_is_refused_with_a_reason()
    {
        await using var service = await TestService.StartAsync(o => o.AiSeconds = 0);
        var path = $"{await ReceiveAsync(service, [])}/field-extraction";
        await TestService.RefusedAsync(HttpStatusCode.Conflict, "not ready", PatchAsync(service, path, """{"data":{"sender":"Ada"}}"""));
        await StartAsync(service, path);

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'data' is required", PatchAsync(service, path, "{}"));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'data' must be an object",
            PatchAsync(service, path, """{"data":"Ada"}"""));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'sender'", PatchAsync(service, path, """{"sender":"Ada"}"""));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'data.colour'",
            PatchAsync(service, path, """{"data":{"sender":"Ada","colour":"red"}}"""));
        Assert.Equal("+41445550199", (string?)(await service.GetAsync(path))["data"]!["sender"]);
    }

    [Theory]
    [InlineData("GET", "ocr")]
    [InlineData("POST", "ocr")]
    [InlineData("GET", "field-extraction")]
    [InlineData("POST", "field-extraction")]
    public async Task An_unknown_fax_is_not_found_and_costs_no_credits(string method, string feature)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "0123",
            service.SendAsync(new HttpMethod(method), $"accounts/self/faxes/0123/ai/{feature}"));
        Assert.Equal(100, (int?)(await CreditsAsync(service))["credits_remaining"]);
    }

    [Fact]
    public async Task Each_extraction_costs_one_credit_and_further_requests_cost_none()
    {
        await using var service = await TestService.StartAsync(o => o.AiCredits = 5);
        var path = await ReceiveAsync(service, []);
        await StartAsync(service, $"{path}/ocr");
        await StartAsync(service, $"{path}/ocr");
        await StartAsync(service, $"{path}/field-extraction");
        var credits = await CreditsAsync(service);

        Assert.Equal(3, (int?)credits["credits_remaining"]);
        Assert.Equal(
            """[{"feature":"ocr","credits_used":1},{"feature":"field_extraction","credits_used":1}]""",
            credits["usage"]!.ToJsonString());
        Assert.Matches(@"^\d{4}-\d\d-01T00:00:00Z$", (string?)credits["reload_at"]);
    }

    [Fact]
    public async Task Without_credits_a_new_extraction_is_refused_and_earlier_results_remain()
    {
        await using var service = await TestService.StartAsync(o => (o.AiCredits, o.AiSeconds) = (1, 0));
        var path = await ReceiveAsync(service, []);
        var text = await StartAsync(service, $"{path}/ocr");

        await TestService.RefusedAsync(HttpStatusCode.PaymentRequired, "credits",
            service.SendAsync(HttpMethod.Post, $"{path}/field-extraction"));
        Assert.Equal("not_requested", (string?)(await service.GetAsync($"{path}/field-extraction"))["status"]);
        Assert.True(JsonNode.DeepEquals(text, await StartAsync(service, $"{path}/ocr")));
        Assert.Equal(0, (int?)(await CreditsAsync(service))["credits_remaining"]);
    }

    [Fact]
    public async Task A_failed_extraction_can_be_restarted_and_costs_another_credit()
    {
        await using var service = await TestService.StartAsync(o => (o.AiCredits, o.AiSeconds) = (2, 0));
        var path = await ReceiveAsync(service, new JsonObject { ["comment"] = "ai:failed" });
        Assert.Equal("failed", (string?)(await StartAsync(service, $"{path}/ocr"))["status"]);
        using var changed = await service.PutAsync(path[..^"/ai".Length], new JsonObject { ["comment"] = "", ["is_read"] = true });

        Assert.Equal("finished", (string?)(await StartAsync(service, $"{path}/ocr"))["status"]);
        Assert.Equal(0, (int?)(await CreditsAsync(service))["credits_remaining"]);
    }

    private static async Task<string> ReceiveAsync(TestService service, JsonObject fax) =>
        $"accounts/self/faxes/{(await service.PostForJsonAsync("/_emulator/receive", fax))["ids"]![0]}/ai";

    private static async Task<JsonNode> StartAsync(TestService service, string path)
    {
        using var answer = await service.SendAsync(HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TestService.ReadAsync(answer);
    }

    private static Task<JsonNode> FinishedAsync(TestService service, string path) => TestService.EventuallyAsync(async () =>
        await service.GetAsync(path) is var answer && (string?)answer["status"] == "finished" ? answer : null);

    private static Task<HttpResponseMessage> PatchAsync(TestService service, string path, string body) =>
        service.SendAsync(HttpMethod.Patch, path, body);

    private static Task<JsonNode> CreditsAsync(TestService service) => service.GetAsync("accounts/self/ai/credits");

    private static Task<JsonNode> AddFieldAsync(TestService service, string name, bool enabled) =>
        service.PostForJsonAsync("accounts/self/ai/custom-fields", new JsonObject
        {
            ["name"] = name,
            ["instructions"] = "Where it says so.",
            ["enabled"] = enabled,
        });
}
