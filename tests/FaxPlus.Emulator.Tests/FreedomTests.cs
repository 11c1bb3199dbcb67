using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Tests the behavior that the documentation of the service leaves open and that options of the emulator select.</summary>
public sealed class FreedomTests
{
    private const string Comment = "Order 4711";

    [Fact]
    public async Task The_clock_of_the_service_can_differ_and_can_be_set()
    {
        await using var service = await TestService.StartAsync(o => (o.ClockOffsetSeconds, o.SendSeconds) = (-7200, 0));
        await service.SendFaxAsync();
        var fax = await service.WaitForSentAsync();
        Assert.InRange(Age(fax["submit_time"]!), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(125));
        Assert.InRange(Age(fax["start_time"]!), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(125));
        Assert.InRange(await DateAgeAsync(service), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(125));

        using var set = await service.PostAsync("/_emulator/clock", new JsonObject { ["offsetSeconds"] = 3600 });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        await service.SendFaxAsync("+41445552222");
        fax = await service.WaitForSentAsync("+41445552222");
        Assert.InRange(Age(fax["submit_time"]!), TimeSpan.FromMinutes(-61), TimeSpan.FromMinutes(-50));
        Assert.InRange(await DateAgeAsync(service), TimeSpan.FromMinutes(-61), TimeSpan.FromMinutes(-50));
    }

    [Theory]
    [InlineData("""{"kind":"status","status":500}""")]
    [InlineData("""{"kind":"status","status":429}""")]
    [InlineData("""{"kind":"status-after","status":503}""")]
    [InlineData("""{"kind":"garbage"}""")]
    [InlineData(null)]
    public async Task Errors_also_have_the_time_of_the_service(string? fault)
    {
        await using var service = await TestService.StartAsync(o => o.ClockOffsetSeconds = -7200);
        if (fault is not null) await service.PostForJsonAsync("/_emulator/faults", JsonNode.Parse(fault)!.AsObject());
        using var response = await service.Client.GetAsync(fault is null ? "accounts/self/faxes/none" : "accounts/self");
        Assert.InRange(DateTimeOffset.UtcNow - response.Headers.Date!.Value, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(125));
    }

    [Fact]
    public async Task A_fax_that_is_due_according_to_the_clock_of_the_service_is_not_scheduled()
    {
        await using var service = await TestService.StartAsync(o => o.ClockOffsetSeconds = 3600);
        var id = await service.SendFaxAsync(change: body =>
            body["send_time"] = DateTime.UtcNow.AddMinutes(30).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " +0000");
        Assert.NotEqual("scheduled_for_sending", (string?)(await service.GetAsync($"accounts/self/outbox/{id}"))["status"]);
    }

    [Theory]
    [InlineData(ListBounds.Inclusive)]
    [InlineData(ListBounds.Exclusive)]
    public async Task Fractions_are_compared_and_not_shown(ListBounds bounds)
    {
        await using var service = await TestService.StartAsync(o => (o.Fractions, o.SeedFaxes, o.Bounds) = (true, 4, bounds));
        var newest = TestService.Records(await service.GetAsync("accounts/self/faxes?limit=1")).Single();
        var shown = (string?)newest["submit_time"] ?? (string)newest["start_time"]!;
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$", shown);

        // The stored time is a millisecond later than the displayed time.
        Assert.Contains(TestService.Records(await service.GetAsync($"accounts/self/faxes?after={shown}")), f =>
            (string?)f["id"] == (string?)newest["id"]);
        Assert.DoesNotContain(TestService.Records(await service.GetAsync($"accounts/self/faxes?before={shown}")), f =>
            (string?)f["id"] == (string?)newest["id"]);
    }

    [Fact]
    public async Task During_the_gap_a_fax_is_neither_in_the_outbox_nor_among_the_faxes()
    {
        await using var service = await TestService.StartAsync(o => (o.GapSeconds, o.SendSeconds, o.SameId) = (600, 0, true));
        var id = await service.SendFaxAsync();
        await TestService.EventuallyAsync(async () => (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().SingleOrDefault());

        Assert.Empty((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
        Assert.Empty(TestService.Records(await service.GetAsync("accounts/self/faxes?category=sent")));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, id, service.Client.GetAsync($"accounts/self/faxes/{id}"));
    }

    [Fact]
    public async Task After_the_gap_a_fax_is_listed()
    {
        await using var service = await TestService.StartAsync(o => (o.GapSeconds, o.SendSeconds) = (0.2, 0));
        await service.SendFaxAsync();
        Assert.Equal("success", (string?)(await service.WaitForSentAsync())["status"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_keeps_the_comment_or_loses_it(bool keeps)
    {
        await using var service = await TestService.StartAsync(o => (o.KeepComments, o.SendSeconds) = (keeps, 0));
        await service.SendFaxAsync(change: body => body["comment"] = new JsonObject { ["text"] = Comment });
        Assert.Equal(keeps ? Comment : "", (string?)(await service.WaitForSentAsync())["comment"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_record_has_the_id_of_the_send_or_another_one(bool same)
    {
        await using var service = await TestService.StartAsync(o => (o.SameId, o.SendSeconds) = (same, 0));
        var id = await service.SendFaxAsync();
        Assert.Equal(same, (string?)(await service.WaitForSentAsync())["id"] == id);
    }

    [Theory]
    [InlineData("0041445551234", "+41445551234")]
    [InlineData("+41 (0)44 555-12-34", "+41445551234")]
    [InlineData("+41445551234", "+4144 555-1234")]
    public async Task A_number_is_returned_in_another_spelling(string asked, string answered)
    {
        await using var service = await TestService.StartAsync(o => (o.NormalizeNumbers, o.SendSeconds) = (true, 0.2));
        var body = await service.SendBodyAsync(asked);
        body["return_ids"] = true;
        var ids = (await service.PostForJsonAsync("accounts/self/outbox", body))["ids"]!.AsObject();

        Assert.Equal(answered, Assert.Single(ids).Key);
        var fax = await service.WaitForSentAsync(answered);
        Assert.Equal("+1650 555-0100", (string?)fax["from"]);
    }

    [Fact]
    public async Task One_number_in_two_spellings_is_one_fax()
    {
        await using var service = await TestService.StartAsync(o => o.NormalizeNumbers = true);
        using var sent = await service.PostAsync("accounts/self/outbox", await service.SendBodyAsync("0041445551234", "+41445551234"));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        Assert.Single((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
    }

    [Fact]
    public async Task Other_spellings_are_refused_by_default()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'to'",
            service.PostAsync("accounts/self/outbox", await service.SendBodyAsync("0041445551234")));
    }

    [Fact]
    public async Task An_account_without_history_has_no_records_of_sent_faxes()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        using var off = await service.PutAsync("accounts/self",
            new JsonObject { ["account_data"] = new JsonObject { ["save_history"] = false } });
        Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        await service.SendFaxAsync();
        await TestService.EventuallyAsync(async () => (await service.GetAsync("/_emulator/state"))["sent"]!.AsArray().SingleOrDefault());
        Assert.Empty((await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray());

        using var on = await service.PutAsync("accounts/self",
            new JsonObject { ["account_data"] = new JsonObject { ["save_history"] = true } });
        await service.SendFaxAsync("+41445552222");
        await service.WaitForSentAsync("+41445552222");
        Assert.Single(TestService.Records(await service.GetAsync("accounts/self/faxes")));
    }

    private static TimeSpan Age(JsonNode time) =>
        DateTime.UtcNow - DateTime.ParseExact((string)time!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task<TimeSpan> DateAgeAsync(TestService service)
    {
        using var answer = await service.Client.GetAsync("accounts/self");
        return DateTimeOffset.UtcNow - answer.Headers.Date!.Value;
    }
}
