using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class FaxListTests
{
    private const int Seeded = 1037;
    private const int FullPage = 50;

    public static TheoryData<ListBounds, ListOrder> BoundsAndOrders => new()
    {
        { ListBounds.Inclusive, ListOrder.Newest },
        { ListBounds.Inclusive, ListOrder.Oldest },
        { ListBounds.Exclusive, ListOrder.Newest },
        { ListBounds.Exclusive, ListOrder.Oldest },
    };

    [Theory]
    [MemberData(nameof(BoundsAndOrders))]
    public async Task Dividing_the_time_into_windows_finds_every_seeded_fax_once(ListBounds bounds, ListOrder order)
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.SeedFaxes = Seeded;
            o.Bounds = bounds;
            o.Order = order;
        });
        var found = await EnumerateAsync(service, new DateTime(2025, 1, 1), new DateTime(2026, 2, 1), bounds);

        Assert.Equal(Seeded, found.Count);
        Assert.Equal(Seeded, found.Distinct().Count());
        var all = (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().Select(f => (string)f!["id"]!);
        Assert.Equal(all.Order(), found.Order());
    }

    [Theory]
    [MemberData(nameof(BoundsAndOrders))]
    public async Task A_page_starts_at_the_end_that_the_order_specifies(ListBounds bounds, ListOrder order)
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.SeedFaxes = 200;
            o.Bounds = bounds;
            o.Order = order;
        });
        var all = (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().Select(f => Time(f!)).ToList();
        var expected = (order == ListOrder.Newest ? all.OrderDescending() : all.Order()).Take(7);

        Assert.Equal(expected, TestService.Records(await service.GetAsync("accounts/self/faxes?limit=7")).Select(Time));
    }

    [Theory]
    [InlineData(ListBounds.Inclusive, 3)]
    [InlineData(ListBounds.Exclusive, 1)]
    public async Task Bounds_determine_whether_the_specified_seconds_belong_to_the_window(ListBounds bounds, int expected)
    {
        await using var service = await TestService.StartAsync(o => o.Bounds = bounds);
        foreach (var second in (int[])[10, 11, 12])
        {
            await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["startTime"] = $"2026-01-01 00:00:{second}" });
        }

        var records = TestService.Records(
            await service.GetAsync("accounts/self/faxes?after=2026-01-01%2000:00:10&before=2026-01-01%2000:00:12"));
        Assert.Equal(expected, records.Length);
    }

    [Fact]
    public async Task Seeds_are_the_same_at_each_start_and_after_a_reset()
    {
        await using var one = await TestService.StartAsync(o => o.SeedFaxes = 120);
        await using var other = await TestService.StartAsync(o => o.SeedFaxes = 120);
        var before = await one.GetAsync("/_emulator/state");
        Assert.True(JsonNode.DeepEquals(before, await other.GetAsync("/_emulator/state")));

        await one.PostForJsonAsync("/_emulator/receive", new JsonObject());
        using var reset = await one.SendAsync(HttpMethod.Post, "/_emulator/reset");
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.True(JsonNode.DeepEquals(before, await one.GetAsync("/_emulator/state")));
    }

    [Fact]
    public async Task Seeds_contain_all_values_that_clients_must_accept()
    {
        await using var service = await TestService.StartAsync(o => (o.SeedFaxes, o.Odd) = (Seeded, true));
        var faxes = (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().Select(f => f!.AsObject()).ToList();
        var groups = faxes.GroupBy(Time).Select(g => g.Count()).ToList();

        Assert.Contains(FullPage, groups);
        Assert.Equal(FullPage, groups.Max());
        Assert.Contains(groups, g => g is >= 2 and <= 40);
        foreach (var (name, value) in ((string, string)[])[("direction", "incoming"), ("direction", "outgoing"), ("is_read", "true"),
            ("is_read", "false"), ("is_spam", "true")])
        {
            Assert.Contains(faxes, f => f[name]!.ToString() == value);
        }

        Assert.Contains(faxes, f =>
            f.ContainsKey("from_number") && f.ContainsKey("to_number") && !f.ContainsKey("from") && !f.ContainsKey("to"));
        Assert.Contains(faxes, f => f.ContainsKey("from") && f.ContainsKey("to"));
        Assert.Contains(faxes, f => f["duration"] is null && f["file"] is null);
        Assert.Contains(faxes, f => f.ContainsKey("carrier_hint"));
        Assert.Contains(faxes, f => (string?)f["status"] == "failed_carrier_on_holiday");
        Assert.All(faxes, f => Assert.Matches("^[0-9a-f]{24}$", (string?)f["id"]));
    }

    [Fact]
    public async Task Each_fax_is_in_one_category()
    {
        await using var service = await TestService.StartAsync();
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["count"] = 2 });
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["isSpam"] = true });

        Assert.Equal(2, TestService.Records(await service.GetAsync("accounts/self/faxes?category=inbox")).Length);
        Assert.Single(TestService.Records(await service.GetAsync("accounts/self/faxes?category=spam")));
        Assert.Empty(TestService.Records(await service.GetAsync("accounts/self/faxes?category=sent")));
        Assert.Equal(3, TestService.Records(await service.GetAsync("accounts/self/faxes")).Length);
    }

    [Fact]
    public async Task A_page_contains_at_most_fifty_faxes()
    {
        await using var service = await TestService.StartAsync();
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["count"] = 60, ["startTime"] = "2026-01-01T00:00:00Z" });

        Assert.Equal(FullPage, TestService.Records(await service.GetAsync("accounts/self/faxes")).Length);
        Assert.Equal(60, (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("limit=0", "'limit'")]
    [InlineData("limit=51", "'limit'")]
    [InlineData("limit=ten", "'limit'")]
    [InlineData("category=drafts", "'category'")]
    [InlineData("after=yesterday", "'after'")]
    [InlineData("before=2026-01-01T00:00:00Z", "'before'")]
    [InlineData("before=2026-02-30%2000:00:00", "'before'")]
    public async Task A_wrong_filter_is_refused_by_its_name(string query, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.Client.GetAsync($"accounts/self/faxes?{query}"));
    }

    private static DateTime Time(JsonNode fax) =>
        DateTime.ParseExact((string?)fax["submit_time"] ?? (string)fax["start_time"]!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // This algorithm is simple on purpose: it halves a window of whole seconds until the page is not full or the window is one second.
    private static async Task<List<string>> EnumerateAsync(TestService service, DateTime first, DateTime last, ListBounds bounds)
    {
        var margin = TimeSpan.FromSeconds(bounds == ListBounds.Inclusive ? 0 : 1);
        var (after, before) = (first - margin, last + margin);
        var page = TestService.Records(
            await service.GetAsync($"accounts/self/faxes?after={after:yyyy-MM-dd HH:mm:ss}&before={before:yyyy-MM-dd HH:mm:ss}"));
        Assert.All(page, f => Assert.InRange(Time(f), first, last));
        if (page.Length < FullPage || first == last) return [.. page.Select(f => (string)f["id"]!)];
        var middle = first.AddSeconds(Math.Floor((last - first).TotalSeconds / 2));
        return [.. await EnumerateAsync(service, first, middle, bounds),
            .. await EnumerateAsync(service, middle.AddSeconds(1), last, bounds)];
    }
}
