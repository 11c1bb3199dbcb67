using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the cache of file properties.</summary>
public class RecentFilesTests
{
    private readonly AsyncCache<string> _recent = new();
    private int _found;

    [Fact]
    public async Task Concurrent_callers_compute_a_value_once()
    {
        var let = new TaskCompletionSource();
        Task<string>[] all = [.. Enumerable.Range(0, 20).Select(_ => FindAsync("a", let.Task))];
        let.SetResult();
        Assert.All(await Task.WhenAll(all), text => Assert.Equal("found 1", text));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => FindAsync("a", Task.FromException(new InvalidOperationException())));
        Assert.Equal("found 1", await FindAsync("a"));
    }

    [Fact]
    public async Task A_file_of_every_send_is_kept_among_thousands_that_are_used_once()
    {
        for (int i = 0; i < 2500; i++)
        {
            await FindAsync("letterhead");
            await FindAsync($"another {i}");
        }

        Assert.Equal(2501, _found);
        // The oldest entries were evicted, so that the memory does not grow.
        await FindAsync("another 0");
        Assert.Equal(2502, _found);
    }

    private Task<string> FindAsync(string key, Task? before = null) => _recent.GetAsync(
        key,
        async () =>
        {
            if (before is not null) await before;
            return $"found {Interlocked.Increment(ref _found)}";
        },
        CancellationToken.None);
}
