using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class SendRefusalTests
{
    private const int MostDestinations = 4000;
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData("from", null, "'from' is required")]
    [InlineData("from", "\"+12125550177\"", "+12125550177")]
    [InlineData("from", "\"+16505550100,+12125550177\"", "+12125550177")]
    [InlineData("to", null, "'to' is required")]
    [InlineData("to", "[]", "'to' is required")]
    [InlineData("to", "\"+41445551234\"", "'to' must be an array")]
    [InlineData("to", "[\"+41445551234\",\"044 555 12 34\"]", "044 555 12 34")]
    [InlineData("to", "[\"+0445551234\"]", "+0445551234")]
    [InlineData("files", null, "'files' is required")]
    [InlineData("files", "[]", "'files' is required")]
    [InlineData("files", "[\"/transient-unknown\"]", "/transient-unknown")]
    [InlineData("from_fax", "\"0123456789abcdef01234567\"", "there is no fax")]
    [InlineData("options", "{\"retry\":{\"count\":4}}", "'options.retry.count'")]
    [InlineData("options", "{\"retry\":{\"count\":1.5}}", "'options.retry.count'")]
    [InlineData("options", "{\"retry\":{\"delay\":31}}", "'options.retry.delay'")]
    [InlineData("options", "{\"retries\":1}", "'options.retries'")]
    [InlineData("options", "{\"enhancement\":\"no\"}", "'options.enhancement'")]
    [InlineData("send_time", "\"2026-01-31 12:00:00\"", "'send_time'")]
    [InlineData("send_time", "\"2026-01-31T12:00:00Z\"", "'send_time'")]
    [InlineData("send_time", "\"2026-01-31 12:00:00 -0500\"", "'send_time'")]
    [InlineData("return_ids", "\"true\"", "'return_ids'")]
    [InlineData("cover_page", "{\"name_to\":\"a\",\"name_from\":\"b\"}", "'cover_page.subject'")]
    [InlineData("cover_page", "{\"name_to\":\"a\",\"name_from\":\"b\",\"subject\":\"c\",\"flags\":[\"hot\"]}", "hot")]
    [InlineData("comment", "{\"text\":\"a\",\"tags\":\"b\"}", "'comment.tags'")]
    [InlineData("tag", "\"a\"", "'tag'")]
    public async Task An_invalid_field_is_refused_by_its_name(string field, string? value, string reason)
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync(TestService.Destination);
        if (value is null) body.Remove(field);
        else body[field] = JsonNode.Parse(value);

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.PostAsync("accounts/self/outbox", body));
        Assert.Empty((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
    }

    [Fact]
    public async Task Ten_files_are_accepted_and_eleven_are_not()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync(TestService.Destination);
        var path = (string)body["files"]![0]!;
        JsonArray Files(int count) => new([.. Enumerable.Repeat(path, count).Select(p => JsonValue.Create(p))]);

        body["files"] = Files(10);
        using var sent = await service.PostAsync("accounts/self/outbox", body);
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        body["files"] = Files(11);
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "11 files", service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task Four_thousand_destinations_are_accepted_and_one_more_is_not()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync([.. Enumerable.Range(0, MostDestinations).Select(i => $"+4144666{i:0000}")]);
        using var sent = await service.PostAsync("accounts/self/outbox", body);
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);

        body["to"]!.AsArray().Add("+41447770000");
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "4001 destinations", service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task The_files_of_a_fax_can_have_150_MB_together_and_no_more()
    {
        await using var service = await TestService.StartAsync();
        var half = await service.UploadAsync(new byte[75 * Megabyte]);
        var body = await service.SendBodyAsync(TestService.Destination);
        var tiny = (string)body["files"]![0]!;

        body["files"] = new JsonArray(half, half);
        using var sent = await service.PostAsync("accounts/self/outbox", body);
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        body["files"] = new JsonArray(half, half, tiny);
        await TestService.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "150 MB", service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task The_maximum_size_of_the_files_can_be_configured()
    {
        await using var service = await TestService.StartAsync(o => o.MaxMegabytes = 1);
        var large = await service.UploadAsync(new byte[Megabyte + 1]);
        var body = await service.SendBodyAsync(TestService.Destination);
        body["files"] = new JsonArray(large);
        await TestService.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "1 MB", service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task Sending_again_requires_a_known_fax()
    {
        await using var service = await TestService.StartAsync();
        var body = new JsonObject
        {
            ["from"] = TestService.OwnNumber,
            ["to"] = new JsonArray(TestService.Destination),
            ["from_fax"] = "0123456789abcdef01234567",
        };
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "there is no fax", service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task A_body_requires_a_json_content_type()
    {
        await using var service = await TestService.StartAsync();
        using var text = new StringContent("{}");
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "application/json",
            service.Client.PostAsync("accounts/self/outbox", text));
    }
}
