using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests that writes of one process share requests, and that each write has the same result as in a separate request.</summary>
public class GroupedTableTests
{
    private const int MaxRequests = 4;

    private static readonly CancellationToken s_none = CancellationToken.None;

    private readonly MemoryTable _rows = new();
    private readonly SlowTable _slow;
    private readonly GroupedTable _table;

    public GroupedTableTests()
    {
        _slow = new SlowTable(_rows);
        _table = new GroupedTable(_slow, ClientPlatform.Default, MaxRequests);
    }

    [Fact]
    public async Task Writes_that_wait_for_requests_are_written_with_one_request()
    {
        Task<string?>[] first = UseAllRequests();
        TableRow c = Row("c");
        c.ETag = _rows.Insert(c);
        Task<string?>[] waiting = [Insert("d"), _table.ReplaceAsync(c, s_none), Insert("e")];
        Assert.Equal(MaxRequests, _slow.InProgress);

        await AnswerAsync([.. first, .. waiting]);

        Assert.Equal(MaxRequests, _rows.Requests["insert"]);
        Assert.Equal(1, _rows.Requests["group"]);
        Assert.Equal(["c", "d", "e"], _rows.Rows.Select(row => row.Key).Where(key => key[0] != 'a'));
        Assert.Equal(_rows.Get("c")!.ETag, await waiting[1]);
        Assert.Equal(_rows.Get("e")!.ETag, await waiting[2]);
    }

    [Fact]
    public async Task A_write_that_comes_too_late_does_not_affect_the_others_of_its_group()
    {
        _rows.Insert(Row("d"));
        TableRow stale = Row("x");
        stale.ETag = _rows.Insert(stale);
        _rows.Replace(Copy(stale));
        Task<string?>[] first = UseAllRequests();
        Task<string?>[] waiting = [Insert("c"), Insert("d"), _table.ReplaceAsync(stale, s_none), Insert("e")];

        await AnswerAsync([.. first, .. waiting]);

        Assert.Null(await waiting[1]);
        Assert.Null(await waiting[2]);
        Assert.Equal(_rows.Get("c")!.ETag, await waiting[0]);
        Assert.Equal(_rows.Get("e")!.ETag, await waiting[3]);
    }

    [Fact]
    public async Task All_writes_of_a_group_without_a_response_are_repeated_and_read_back()
    {
        _rows.After = (kind, _) =>
        {
            if (kind == "group" && _rows.Requests["group"] == 1) throw new TableUnavailableException("no answer");
        };
        var shared = new SharedTable(_table, ClientPlatform.Default, NullObserver.Instance, TimeSpan.FromSeconds(10));
        TableRow[] rows = [.. "abcdefgh".Select(key => Row(key.ToString()))];
        Task<TableRow?>[] writes = [.. rows.Select(row => shared.InsertAsync(row, s_none))];

        await AnswerAsync(writes);

        foreach (Task<TableRow?> write in writes) Assert.Null(await write);
        foreach (TableRow row in rows) Assert.Equal(_rows.Get(row.Key)!.ETag, row.ETag);
    }

    [Fact]
    public async Task A_group_contains_a_key_once()
    {
        TableRow row = Row("c");
        row.ETag = _rows.Insert(row);
        Task<string?>[] first = UseAllRequests();
        Task<string?>[] waiting =
        [
            _table.ReplaceAsync(Copy(row), s_none),
            Insert("d"),
            _table.ReplaceAsync(Copy(row), s_none),
            Insert("e"),
        ];

        await AnswerAsync([.. first, .. waiting]);

        Assert.NotNull(await waiting[1]);
        Assert.NotNull(await waiting[3]);
        Assert.Single([await waiting[0], await waiting[2]], tag => tag is null);
        Assert.All(_slow.Groups, keys => Assert.Equal(keys.Distinct(), keys));
    }

    [Fact]
    public async Task A_group_is_not_larger_than_the_storage_accepts()
    {
        Task<string?>[] first = UseAllRequests();
        Task<string?>[] small = [.. Enumerable.Range(0, 150).Select(i => Insert($"s{i:000}"))];
        Task<string?>[] large = [.. Enumerable.Range(0, 5).Select(i => _table.InsertAsync(Row($"t{i}", 400_000), s_none))];

        await AnswerAsync([.. first, .. small, .. large]);

        Assert.Equal(MaxRequests + 150 + 5, _rows.Rows.Length);
        Assert.All(_slow.Groups, keys => Assert.InRange(keys.Length, 2, 100));
        Assert.All(_slow.Groups, keys => Assert.InRange(keys.Count(key => key[0] == 't'), 0, 2));
    }

    /// <summary>Starts the maximum number of concurrent requests, with one write each, so that further writes wait.</summary>
    private Task<string?>[] UseAllRequests() => [.. Enumerable.Range(0, MaxRequests).Select(i => Insert($"a{i}"))];

    private Task<string?> Insert(string key) => _table.InsertAsync(Row(key), s_none);

    /// <summary>Answers requests until the writes have ended.</summary>
    private async Task AnswerAsync(Task[] writes)
    {
        Task all = Task.WhenAll(writes);
        while (!all.IsCompleted)
        {
            _slow.Answer();
            await Task.WhenAny(all, Task.Delay(10));
        }
    }

    private static TableRow Row(string key, int size = 10)
    {
        var row = new TableRow(key);
        row.Columns["Data"] = new byte[size];
        return row;
    }

    private static TableRow Copy(TableRow row) => row.Copy();

    /// <summary>A table whose writes wait until the test answers them.</summary>
    private sealed class SlowTable(MemoryTable table) : ITable
    {
        private readonly object _lock = new();
        private readonly List<TaskCompletionSource<bool>> _waiting = [];

        public List<string[]> Groups { get; } = [];

        public int InProgress
        {
            get
            {
                lock (_lock) return _waiting.Count;
            }
        }

        public void Answer()
        {
            TaskCompletionSource<bool>[] waiting;
            lock (_lock)
            {
                waiting = [.. _waiting];
                _waiting.Clear();
            }

            foreach (TaskCompletionSource<bool> one in waiting) one.SetResult(true);
        }

        public Task CreateAsync(CancellationToken cancellationToken) => table.CreateAsync(cancellationToken);

        public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) => table.GetAsync(key, cancellationToken);

        public Task<TablePage> ReadAsync(
            string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
            table.ReadAsync(from, below, since, continuation, cancellationToken);

        public async Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken)
        {
            await Wait();
            return await table.InsertAsync(row, cancellationToken);
        }

        public async Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken)
        {
            await Wait();
            return await table.ReplaceAsync(row, cancellationToken);
        }

        public async Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
        {
            lock (_lock) Groups.Add([.. writes.Select(write => write.Row.Key)]);
            await Wait();
            return await table.WriteAllAsync(writes, cancellationToken);
        }

        private Task<bool> Wait()
        {
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock) _waiting.Add(waiting);
            return waiting.Task;
        }
    }
}
