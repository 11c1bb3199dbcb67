using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests time windows, filters, and faxes that arrive during a listing.</summary>
public class ListingWindowTests
{
    private static readonly DateTimeOffset s_start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task After_is_inclusive_and_Before_is_exclusive_to_the_second(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        for (int i = 0; i < 200; i++) await service.ReceiveAsync(s_start.AddSeconds(i));

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { After = s_start.AddSeconds(20), Before = s_start.AddSeconds(150) });

        Assert.Equal(Enumerable.Range(20, 130), faxes.Select(fax => (int)(fax.Time!.Value - s_start).TotalSeconds).Order());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_window_can_start_or_end_within_a_second(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        for (int i = 0; i < 10; i++) await service.ReceiveAsync(s_start.AddSeconds(i));

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { After = s_start.AddSeconds(2.5), Before = s_start.AddSeconds(6.5) });

        Assert.Equal([3, 4, 5, 6], faxes.Select(fax => (int)(fax.Time!.Value - s_start).TotalSeconds).Order());
    }

    [Fact]
    public async Task A_window_in_another_time_zone_has_the_same_instants()
    {
        await using Service service = await Service.StartAsync();
        for (int i = 0; i < 10; i++) await service.ReceiveAsync(s_start.AddSeconds(i));

        var query = new FaxQuery { After = s_start.AddSeconds(4).ToOffset(TimeSpan.FromHours(-7)),
            Before = s_start.AddSeconds(6).ToOffset(TimeSpan.FromHours(5.5)) };

        Assert.Equal([4, 5], (await service.ReadAllAsync(query)).Select(fax => (int)(fax.Time!.Value - s_start).TotalSeconds).Order());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_small_First_finds_its_faxes_after_those_at_the_edge_of_the_window(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await service.ReceiveAsync(s_start.AddSeconds(-1), 20);
        await service.ReceiveAsync(s_start, 7);
        await service.ReceiveAsync(s_start.AddSeconds(1), 20);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { After = s_start, Before = s_start.AddSeconds(1), First = 5 });

        Assert.Equal(5, faxes.Select(fax => fax.Id).Distinct().Count());
        Assert.All(faxes, fax => Assert.Equal(s_start, fax.Time));
    }

    [Fact]
    public async Task An_empty_window_makes_no_request()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 10);
        Assert.Empty(await service.ReadAllAsync(new FaxQuery { After = s_start, Before = s_start }));
        Assert.Empty(await service.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_window_of_all_times_contains_all_faxes(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => options.SeedFaxes = 120);
        Assert.Equal(120, (await service.ReadAllAsync(
            new FaxQuery { After = DateTimeOffset.MinValue, Before = DateTimeOffset.MaxValue })).Count);
    }

    [Fact]
    public async Task An_outgoing_fax_counts_by_its_submit_time()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 60);
        Fax sent = (await service.ReadAllAsync(new FaxQuery { Category = "sent" }))[3];
        Assert.NotEqual(sent.SubmitTime, sent.StartTime);

        List<Fax> found = await service.ReadAllAsync(
            new FaxQuery { After = sent.SubmitTime, Before = sent.SubmitTime!.Value.AddSeconds(1) });

        Assert.Contains(found, fax => fax.Id == sent.Id);
    }

    [Theory]
    [InlineData("incoming")]
    [InlineData("OUTGOING")]
    public async Task A_direction_excludes_the_other(string direction)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 200);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Direction = direction });

        string[] wanted = [.. (await service.StateAsync("faxes")).Where(fax =>
            string.Equals((string?)fax["direction"], direction, StringComparison.OrdinalIgnoreCase)).Select(fax => (string)fax["id"]!)];
        Assert.Equal(wanted.Order(), faxes.Select(fax => fax.Id).Order());
    }

    [Theory]
    [InlineData(new[] { "failed_user_busy" }, "failed_user_busy")]
    [InlineData(new[] { "failed_user_busy", "FAILED_NO_ANSWER" }, "failed_user_busy,failed_no_answer")]
    [InlineData(new[] { "partially_*" }, "partially_sent,partially_received")]
    [InlineData(new[] { "failed*", "partially_sent" }, "failed_user_busy,failed_no_answer,failed_carrier_on_holiday,partially_sent")]
    public async Task A_status_is_a_word_or_its_beginning(string[] status, string expected)
    {
        await using Service service = await Service.StartAsync(options => (options.SeedFaxes, options.Odd) = (400, true));

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Status = status });

        Assert.Equal(expected.Split(',').Order(), faxes.Select(fax => fax.Status!).Distinct().Order());
        Assert.Equal((await service.StateAsync("faxes")).Count(fax => expected.Split(',').Contains((string?)fax["status"])), faxes.Count);
    }

    [Fact]
    public async Task Unread_excludes_read_faxes()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 200);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Unread = true });

        string[] wanted = [.. (await service.StateAsync("faxes")).Where(fax => !(bool)fax["is_read"]!).Select(fax => (string)fax["id"]!)];
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted.Order(), faxes.Select(fax => fax.Id).Order());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Faxes_that_arrive_between_pages_hide_no_earlier_fax(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => options.SeedFaxes = 400);
        string[] there = await service.FaxIdsAsync();
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery());
        var ids = new List<string>();
        for (int page = 0; await reader.ReadAsync(service.TimeLimit) is { Count: > 0 } faxes; page++)
        {
            ids.AddRange(faxes.Select(fax => fax.Id!));
            if (page >= 12) continue;
            // New faxes arrive, and late faxes arrive with the time of the last fax that was listed.
            await service.ReceiveAsync(s_start.AddYears(1).AddSeconds(page), 30);
            await service.ReceiveAsync(faxes[^1].Time!.Value, 3);
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(there.Except(ids));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_deleted_fax_at_the_edge_of_a_page_hides_no_other_fax(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => options.SeedFaxes = 230);
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery());
        IReadOnlyList<Fax> first = await reader.ReadAsync(service.TimeLimit);
        var ids = new List<string>(first.Select(fax => fax.Id!));
        foreach (Fax edge in first.Where(fax => fax.Time == first[^1].Time))
            await service.Client.Faxes.DeleteAsync(edge.Id!, cancellationToken: service.TimeLimit);

        while (await reader.ReadAsync(service.TimeLimit) is { Count: > 0 } page) ids.AddRange(page.Select(fax => fax.Id!));

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty((await service.FaxIdsAsync()).Except(ids));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Random_accounts_are_listed_completely_in_random_windows(ListBounds bounds, ListOrder order)
    {
        for (int round = 0; round < 6; round++)
        {
            int seed = Environment.TickCount ^ (round * 7919) ^ ((int)bounds * 31) ^ ((int)order * 17);
            var random = new Random(seed);
            await using Service service = await Service.StartAsync(bounds, order);
            DateTimeOffset time = s_start;
            int groups = random.Next(1, 40);
            for (int group = 0; group < groups; group++)
            {
                time = time.AddSeconds(random.Next(4) == 0 ? random.Next(1, 5000) : random.Next(0, 3));
                // A category never has 50 faxes in a second, so that the API can return all of them.
                await service.ReceiveAsync(time, random.Next(5) == 0 ? random.Next(1, 13) : random.Next(1, 5), spam: random.Next(2) == 0);
            }

            (string Id, DateTimeOffset Time)[] all = [.. (await service.StateAsync("faxes")).Select(fax => ((string)fax["id"]!,
                DateTimeOffset.Parse((string)fax["start_time"]! + "Z", System.Globalization.CultureInfo.InvariantCulture)))];
            for (int window = 0; window < 3; window++)
            {
                DateTimeOffset? after = window == 0
                    || random.Next(3) == 0 ? null : all[random.Next(all.Length)].Time.AddSeconds(random.Next(-1, 2));
                DateTimeOffset? before = window == 0
                    || random.Next(3) == 0 ? null : all[random.Next(all.Length)].Time.AddSeconds(random.Next(-1, 2));

                List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { After = after, Before = before });

                string[] wanted = [.. all.Where(fax => (after is null || fax.Time >= after) && (before is null || fax.Time < before))
                    .Select(fax => fax.Id)];
                Assert.True(wanted.Order().SequenceEqual(faxes.Select(fax => fax.Id!).Order()),
                    $"Seed {seed}, window {window}: {faxes.Count} of {wanted.Length} faxes between {after} and {before}.");
            }

            Assert.True(service.Observer.Warnings.Length == 0, $"Seed {seed}: {service.Observer.Warnings.FirstOrDefault()}");
        }
    }
}
