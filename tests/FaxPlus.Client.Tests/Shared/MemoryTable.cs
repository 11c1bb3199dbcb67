using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>One partition of a table, in memory.</summary>
internal sealed class MemoryTable(Func<DateTimeOffset>? clock = null, int pageSize = 1000) : ITable
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, TableRow> _rows = new(StringComparer.Ordinal);
    private long _writes;

    /// <summary>The clock of the storage.</summary>
    public Func<DateTimeOffset> Clock { get; set; } = clock ?? (() => DateTimeOffset.UtcNow);

    /// <summary>The number of requests by kind.</summary>
    public Dictionary<string, int> Requests { get; } = [];

    /// <summary>Called before a request takes effect.</summary>
    public Action<string, string>? Before { get; set; }

    /// <summary>Called after a request has taken effect.</summary>
    public Action<string, string>? After { get; set; }

    public TableRow[] Rows
    {
        get
        {
            lock (_lock) return [.. _rows.Values.Select(row => row.Copy())];
        }
    }

    public Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) => RequestAsync("get", key, () => Get(key));

    public Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken) =>
        RequestAsync("insert", row.Key, () => Insert(row));

    public Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken) =>
        RequestAsync("replace", row.Key, () => Replace(row));

    public Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        RequestAsync("group", string.Join(" ", writes.Select(write => write.Row.Key)), () => WriteAll(writes));

    public Task<TablePage> ReadAsync(
        string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
        RequestAsync("read", from, () => Read(from, below, since, continuation));

    /// <summary>Whether a filter by time returns no rows, as in Cosmos DB.</summary>
    public bool HasNoTimeFilter { get; set; }

    public TableRow? Get(string key)
    {
        lock (_lock) return _rows.TryGetValue(key, out TableRow? row) ? row.Copy() : null;
    }

    public void Remove(string key)
    {
        lock (_lock) _rows.Remove(key);
    }

    public string? Insert(TableRow row)
    {
        lock (_lock) return _rows.ContainsKey(row.Key) ? null : Put(row);
    }

    public string? Replace(TableRow row)
    {
        lock (_lock) return _rows.TryGetValue(row.Key, out TableRow? there) && there.ETag == row.ETag ? Put(row) : null;
    }

    public IReadOnlyList<string>? WriteAll(IReadOnlyList<TableWrite> writes)
    {
        lock (_lock)
        {
            return writes.All(write => write.IsInsert
                ? !_rows.ContainsKey(write.Row.Key)
                : _rows.TryGetValue(write.Row.Key, out TableRow? there) && there.ETag == write.Row.ETag)
                ? [.. writes.Select(write => Put(write.Row))]
                : null;
        }
    }

    public TablePage Read(string from, string below, DateTimeOffset? since, string? continuation)
    {
        lock (_lock)
        {
            string start = continuation ?? from;
            TableRow[] rows = [.. _rows.Where(row => string.CompareOrdinal(row.Key, start) >= 0
                && string.CompareOrdinal(row.Key, below) < 0
                && (since is null || (!HasNoTimeFilter && row.Value.Written >= since))).Take(pageSize + 1).Select(row => row.Value.Copy())];
            // The date of an HTTP response has no fractions of a second, unlike the time of a row.
            DateTimeOffset now = Clock();
            return new TablePage(
                [.. rows.Take(pageSize)],
                rows.Length > pageSize ? rows[pageSize].Key : null,
                now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        }
    }

    private string Put(TableRow row)
    {
        TableRow copy = row.Copy();
        copy.ETag = (++_writes).ToString(CultureInfo.InvariantCulture);
        copy.Written = Clock();
        _rows[row.Key] = copy;
        return copy.ETag;
    }

    private Task<T> RequestAsync<T>(string kind, string key, Func<T> act)
    {
        try
        {
            lock (Requests) Requests[kind] = (Requests.TryGetValue(kind, out int before) ? before : 0) + 1;
            Before?.Invoke(kind, key);
            T answer = act();
            After?.Invoke(kind, key);
            return Task.FromResult(answer);
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }
}
