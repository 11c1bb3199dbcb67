using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests lists whose order and time window use the start time. The reference does not define which time a list uses. The emulator uses
/// the submit time for sent faxes.
/// </summary>
public class ListingByStartTimeTests
{
    private static readonly DateTimeOffset s_epoch = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Faxes_that_waited_in_a_queue_are_all_listed(bool inclusive, bool newestFirst)
    {
        // The faxes were submitted within a few seconds, and sent one per second.
        Record[] faxes = [.. Enumerable.Range(0, 300)
            .Select(i => new Record(i, true, s_epoch.AddSeconds(i / 40), s_epoch.AddSeconds(5 + i)))];
        await AssertWholeAsync(faxes, inclusive, newestFirst);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_scheduled_fax_among_others_does_not_truncate_the_list(bool inclusive, bool newestFirst)
    {
        // The newest fax was submitted three days earlier and scheduled for now.
        Record[] faxes = [.. Enumerable.Range(0, 120).Select(i => new Record(i, true,
            s_epoch.AddMinutes(-i) - (i == 0 ? TimeSpan.FromDays(3) : TimeSpan.FromSeconds(5)), s_epoch.AddMinutes(-i)))];
        await AssertWholeAsync(faxes, inclusive, newestFirst);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_fax_that_was_retried_for_some_time_does_not_hide_received_faxes(bool inclusive, bool newestFirst)
    {
        Record[] faxes = [.. Enumerable.Range(0, 130)
            .Select(i => new Record(i, i == 98, s_epoch.AddMinutes(i == 98 ? -110 : -i), s_epoch.AddMinutes(-i)))];
        await AssertWholeAsync(faxes, inclusive, newestFirst);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Random_accounts_are_listed_completely_regardless_of_the_time_that_determines_the_order(bool byStart)
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            bool inclusive = random.Next(2) == 0, newestFirst = random.Next(2) == 0;
            int span = new[] { 20, 200, 3600, 86400 }[random.Next(4)], delay = new[] { 1, 60, 7200 }[random.Next(3)];
            Record[] faxes =
            [
                .. Enumerable.Range(0, random.Next(330)).Select(i =>
                {
                    bool isOutgoing = random.Next(2) == 0;
                    DateTimeOffset time = s_epoch.AddSeconds(random.Next(span));
                    return new Record(i, isOutgoing, time, isOutgoing ? time.AddSeconds(random.Next(delay)) : time);
                }),
            ];
            await AssertWholeAsync(faxes, inclusive, newestFirst, byStart);
        }
    }

    [Fact]
    public async Task A_service_without_an_order_causes_a_warning_and_its_faxes_are_listed()
    {
        var random = new Random(5);
        Record[] faxes = [.. Enumerable.Range(0, 60)
            .Select(i => new Record(i, true, s_epoch.AddSeconds(random.Next(10_000)), s_epoch.AddSeconds(random.Next(10_000))))];
        await using Stub stub = await Stub.StartAsync(context => AnswerAsync(context, faxes, true, fax => fax.Id));

        Assert.Equal(50, (await ListAsync(stub)).Distinct().Count());

        Assert.Contains("may be missing", Assert.Single(stub.Observer.Warnings), StringComparison.Ordinal);
        Assert.InRange(stub.Requests.Count, 1, 20);
    }

    [Fact]
    public async Task Faxes_without_an_id_are_also_listed()
    {
        await using Stub stub = await Stub.AnsweringAsync(
            """{"data":{"records":[{"start_time":"2026-01-01 00:00:00"},{"start_time":"2026-01-01 00:00:01"}]}}""");
        Assert.Equal(2, (await ListAsync(stub)).Count);
    }

    private static async Task AssertWholeAsync(Record[] faxes, bool inclusive, bool newestFirst, bool byStart = true)
    {
        int sign = newestFirst ? -1 : 1;
        Func<Record, DateTimeOffset> time = byStart ? fax => fax.Start : fax => fax.Submit;
        await using Stub stub =
            await Stub.StartAsync(context => AnswerAsync(context, faxes, inclusive, fax => sign * time(fax).Ticks, time));

        List<string?> ids = await ListAsync(stub);

        Assert.Equal(faxes.Select(fax => fax.Name).Order(), ids.Order());
        Assert.Empty(stub.Observer.Warnings);
    }

    private static async Task<List<string?>> ListAsync(Stub stub)
    {
        var ids = new List<string?>();
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        while (await reader.ReadAsync(stub.TimeLimit) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(fax => fax.Id));
            Assert.True(stub.Requests.Count < 500, "The listing does not end.");
        }

        return ids;
    }

    private static Task AnswerAsync(HttpContext context, Record[] faxes, bool inclusive, Func<Record, long> order,
        Func<Record, DateTimeOffset>? time = null)
    {
        DateTimeOffset? after = Bound(context, "after"), before = Bound(context, "before");
        var records = new JsonArray(
        [
            .. faxes
                .Where(fax => time is null || after is null || time(fax) > after || (inclusive && time(fax) == after))
                .Where(fax => time is null || before is null || time(fax) < before || (inclusive && time(fax) == before))
                .OrderBy(order)
                .Take(50)
                .Select(fax => (JsonNode)new JsonObject
                {
                    ["id"] = fax.Name,
                    ["direction"] = fax.IsOutgoing ? "outgoing" : "incoming",
                    ["submit_time"] = Text(fax.Submit),
                    ["start_time"] = Text(fax.Start),
                }),
        ]);
        return Stub.WriteAsync(context, new JsonObject { ["data"] = new JsonObject { ["records"] = records } }.ToJsonString());
    }

    private static DateTimeOffset? Bound(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private sealed record Record(int Id, bool IsOutgoing, DateTimeOffset Submit, DateTimeOffset Start)
    {
        public string Name => $"fax{Id}";
    }
}
