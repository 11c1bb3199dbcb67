using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Sending;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>What is found out about files once.</summary>
public class RecentFilesTests
{
    private readonly RecentFiles<string> _recent = new();
    private int _found;

    [Fact]
    public async Task Many_who_ask_at_a_time_find_out_once()
    {
        using var folder = new Folder();
        string path = folder.File("a.pdf");
        var let = new TaskCompletionSource();
        Task<string>[] all = [.. Enumerable.Range(0, 20).Select(_ => AskAsync(path, let.Task))];
        let.SetResult();
        Assert.All(await Task.WhenAll(all), text => Assert.Equal("found 1", text));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        using var folder = new Folder();
        string path = folder.File("a.pdf");
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(path, Task.FromException(new InvalidOperationException())));
        Assert.Equal("found 1", await AskAsync(path));
    }

    [Fact]
    public async Task A_file_that_changes_is_another_one()
    {
        using var folder = new Folder();
        string path = folder.File("a.pdf");
        await AskAsync(path);
        await File.AppendAllTextAsync(path, "more");
        Assert.Equal("found 2", await AskAsync(path));
    }

    [Fact]
    public async Task A_file_of_every_send_stays_among_thousands_that_come_once()
    {
        using var folder = new Folder();
        string letterhead = folder.File("letterhead.pdf");
        for (int i = 0; i < 2500; i++)
        {
            await AskAsync(letterhead);
            await AskAsync(Path.Combine(folder.FullName, "letterhead.pdf"), purpose: $"another {i}");
        }

        Assert.Equal(2501, _found);
        // The first of the others were forgotten, so that memory stays flat.
        await AskAsync(letterhead, purpose: "another 0");
        Assert.Equal(2502, _found);
    }

    private Task<string> AskAsync(string path, Task? before = null, string purpose = "") => _recent.GetAsync(
        new FileInfo(path),
        purpose,
        async () =>
        {
            if (before is not null) await before;
            return $"found {Interlocked.Increment(ref _found)}";
        },
        CancellationToken.None);
}
