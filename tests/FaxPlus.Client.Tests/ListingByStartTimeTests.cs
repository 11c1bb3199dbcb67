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

/// <summary>The reference leaves open which time the service's window is on; the emulator's is on the submit time of what was sent.</summary>
public class ListingByStartTimeTests
{
    private static readonly DateTimeOffset s_epoch = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Faxes_that_waited_in_a_queue_are_all_listed_when_the_window_is_on_the_start_time(bool inclusive, bool newestFirst)
    {
        // Handed in within a second or two, sent one a second.
        (DateTimeOffset Submit, DateTimeOffset Start)[] faxes = [.. Enumerable.Range(0, 300).Select(i => (s_epoch.AddSeconds(i / 40), s_epoch.AddSeconds(5 + i)))];
        await using Stub stub = await Stub.StartAsync(context => AnswerAsync(context, faxes, inclusive, newestFirst));

        var ids = new List<string?>();
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        while (await reader.ReadAsync(stub.Patience) is { Count: > 0 } page) ids.AddRange(page.Select(fax => fax.Id));

        Assert.Equal(faxes.Length, ids.Distinct().Count());
        Assert.Equal(faxes.Length, ids.Count);
        Assert.Empty(stub.Observer.Warnings);
    }

    private static Task AnswerAsync(HttpContext context, (DateTimeOffset Submit, DateTimeOffset Start)[] faxes, bool inclusive, bool newestFirst)
    {
        DateTimeOffset? after = Bound(context, "after"), before = Bound(context, "before");
        IEnumerable<(int Index, DateTimeOffset Submit, DateTimeOffset Start)> window = faxes
            .Select((fax, index) => (index, fax.Submit, fax.Start))
            .Where(fax => after is null || fax.Start > after || (inclusive && fax.Start == after))
            .Where(fax => before is null || fax.Start < before || (inclusive && fax.Start == before));
        window = newestFirst ? window.OrderByDescending(fax => fax.Start) : window.OrderBy(fax => fax.Start);
        var records = new JsonArray([.. window.Take(50).Select(fax => (JsonNode)new JsonObject
        {
            ["id"] = $"fax{fax.Index}",
            ["direction"] = "outgoing",
            ["submit_time"] = Text(fax.Submit),
            ["start_time"] = Text(fax.Start),
        })]);
        return Stub.WriteAsync(context, new JsonObject { ["data"] = new JsonObject { ["records"] = records } }.ToJsonString());
    }

    private static DateTimeOffset? Bound(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
