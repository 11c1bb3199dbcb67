using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that the listing ends if the paging of the service differs from the reference, and that a warning is written if faxes
/// may be missing.</summary>
public class OddListTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_service_that_ignores_the_window_does_not_cause_an_endless_list(int direction)
    {
        await using Stub stub =
            await AnsweringAsync(i => $$"""{"id":"f{{i}}","start_time":"2026-01-01 00:{{30 + (direction * i / 2)}}:{{10 + (i % 2)}}"}""");
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        var ids = new List<string>();
        while (await reader.ReadAsync(stub.TimeLimit) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(fax => fax.Id!));
            Assert.True(stub.Requests.Count < 100, "The listing does not end.");
        }

        Assert.Equal(50, ids.Distinct().Count());
        Assert.Equal(50, ids.Count);
        Assert.InRange(stub.Requests.Count, 1, 20);
        Assert.NotEmpty(stub.Observer.Warnings);
    }

    [Fact]
    public async Task A_full_page_of_faxes_without_a_time_causes_a_warning()
    {
        await using Stub stub = await AnsweringAsync(i => $$"""{"id":"f{{i}}"}""");
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        Assert.Equal(50, (await reader.ReadAsync(stub.TimeLimit)).Count);
        Assert.Empty(await reader.ReadAsync(stub.TimeLimit));
        Assert.Contains("may be missing", Assert.Single(stub.Observer.Warnings));
    }

    [Theory]
    [InlineData("+05:00", true)]
    [InlineData("+00:00", false)]
    public async Task Times_that_differ_from_those_of_the_bounds_cause_a_warning(string zone, bool warns)
    {
        await using Stub stub = await PagingAsync(50, 170, i => i, zone);
        int count = (await AllAsync(stub)).Count;
        Assert.Equal(warns, count < 170);
        Assert.Equal(warns, stub.Observer.Warnings.Length > 0);
    }

    [Fact]
    public async Task A_second_that_fills_a_small_page_causes_a_warning_and_does_not_end_the_list()
    {
        // Each page has 10 faxes, and faxes 30 to 44 have the same time, to the second.
        await using Stub stub = await PagingAsync(10, 100, i => i is >= 30 and < 45 ? 30 : i, "+00:00");
        HashSet<string> ids = await AllAsync(stub);
        Assert.Contains("f0", ids);
        Assert.Contains("f99", ids);
        Assert.Contains("share the time", Assert.Single(stub.Observer.Warnings));
    }

    private static async Task<HashSet<string>> AllAsync(Stub stub)
    {
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery { Category = "inbox" });
        var ids = new HashSet<string>();
        while (await reader.ReadAsync(stub.TimeLimit) is { Count: > 0 } page)
        {
            ids.UnionWith(page.Select(fax => fax.Id!));
            Assert.True(stub.Requests.Count < 100, "The listing does not end.");
        }

        return ids;
    }

    /// <summary>
    /// A service with inclusive bounds, newest first. The parameters are the page size, the number of faxes, the minute of each fax, and
    /// the offset in its time.
    /// </summary>
    private static Task<Stub> PagingAsync(int most, int count, Func<int, int> minute, string zone)
    {
        var begin = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return Stub.StartAsync(context =>
        {
            DateTime before = context.Request.Query["before"].ToString() is { Length: > 0 } given
                ? DateTime.Parse(given, System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal)
                : DateTime.MaxValue;
            IEnumerable<string> records = Enumerable.Range(0, count).Reverse().Select(i => (Id: i, Time: begin.AddMinutes(minute(i))))
                .Where(fax => fax.Time <= before).Take(most)
                .Select(fax => $$"""{"id":"f{{fax.Id}}","start_time":"{{fax.Time:yyyy-MM-ddTHH:mm:ss}}{{zone}}"}""");
            return Stub.WriteAsync(context, """{"data":{"records":[""" + string.Join(',', records) + "]}}");
        });
    }

    private static Task<Stub> AnsweringAsync(Func<int, string> record) =>
        Stub.AnsweringAsync("""{"data":{"records":[""" + string.Join(',', Enumerable.Range(0, 50).Select(record)) + "]}}");
}
