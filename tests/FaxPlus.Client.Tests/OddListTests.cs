using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Lists of a service that pages in a way that nobody promised: they end, and say what may be missing.</summary>
public class OddListTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_service_that_ignores_the_window_does_not_make_a_list_without_end(int direction)
    {
        await using Stub stub = await AnsweringAsync(i => $$"""{"id":"f{{i}}","start_time":"2026-01-01 00:{{30 + (direction * i / 2)}}:{{10 + (i % 2)}}"}""");
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        var ids = new List<string>();
        while (await reader.ReadAsync(stub.Patience) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(fax => fax.Id!));
            Assert.True(stub.Requests.Count < 100, "It asks and asks.");
        }

        Assert.Equal(50, ids.Distinct().Count());
        Assert.Equal(50, ids.Count);
        Assert.InRange(stub.Requests.Count, 1, 20);
        Assert.NotEmpty(stub.Observer.Warnings);
    }

    [Fact]
    public async Task A_full_page_of_faxes_without_a_time_is_told()
    {
        await using Stub stub = await AnsweringAsync(i => $$"""{"id":"f{{i}}"}""");
        IPageReader<Fax> reader = stub.Client.Faxes.List(new FaxQuery());
        Assert.Equal(50, (await reader.ReadAsync(stub.Patience)).Count);
        Assert.Empty(await reader.ReadAsync(stub.Patience));
        Assert.Contains("may be missing", Assert.Single(stub.Observer.Warnings));
    }

    private static Task<Stub> AnsweringAsync(Func<int, string> record) =>
        Stub.AnsweringAsync("""{"data":{"records":[""" + string.Join(',', Enumerable.Range(0, 50).Select(record)) + "]}}");
}
