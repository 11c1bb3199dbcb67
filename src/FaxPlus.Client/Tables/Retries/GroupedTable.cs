using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Tables.Retries;

/// <summary>
/// A table that combines the writes of one process into groups, each of which is one request. While the maximum number of requests is in
/// progress, further writes wait; the next request contains as many of them as possible. A group is written completely or not at all. If
/// the storage refuses a group, each of its rows is written with a separate request, so that the result of each write is the same as
/// without groups.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="platform">Provides the options of completions.</param>
/// <param name="maxRequests">The maximum number of concurrent write requests.</param>
internal sealed class GroupedTable(ITable table, ClientPlatform platform, int maxRequests) : ITable
{
    /// <summary>The maximum number of rows of a group, which is the limit of Azure Table Storage.</summary>
    private const int MaxRows = 100;

    /// <summary>The maximum size of a group in bytes. The limit of Azure Table Storage is 4 MiB, after Base64 encoding.</summary>
    private const long MaxSize = 1024 * 1024;

    private readonly object _lock = new();
    private List<Waiting> _waiting = [];
    private int _requests;

    public Task CreateAsync(CancellationToken cancellationToken) => table.CreateAsync(cancellationToken);

    public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) => table.GetAsync(key, cancellationToken);

    public Task<TablePage> ReadAsync(
        string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
        table.ReadAsync(from, below, since, continuation, cancellationToken);

    public Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken) => WriteAsync(row, isInsert: true);

    public Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken) => WriteAsync(row, isInsert: false);

    public Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        table.WriteAllAsync(writes, cancellationToken);

    private Task<string?> WriteAsync(TableRow row, bool isInsert)
    {
        var waiting = new Waiting(new TableWrite(row, isInsert), platform.Completions);
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (_requests == maxRequests) return waiting.Done.Task;
            _requests++;
        }

        WriteWaitingAsync().Forget();
        return waiting.Done.Task;
    }

    private async Task WriteWaitingAsync()
    {
        while (true)
        {
            List<Waiting> group;
            lock (_lock)
            {
                group = TakeGroup();
                if (group.Count == 0)
                {
                    _requests--;
                    return;
                }
            }

            await WriteGroupAsync(group).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the next group from the waiting writes. A group contains each key at most once.</summary>
    private List<Waiting> TakeGroup()
    {
        var group = new List<Waiting>();
        var left = new List<Waiting>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        long size = 0;
        foreach (Waiting waiting in _waiting)
        {
            bool fits = group.Count == 0 || (group.Count < MaxRows && size + waiting.Size <= MaxSize);
            if (fits && keys.Add(waiting.Write.Row.Key))
            {
                group.Add(waiting);
                size += waiting.Size;
            }
            else
            {
                left.Add(waiting);
            }
        }

        _waiting = left;
        return group;
    }

    private async Task WriteGroupAsync(List<Waiting> group)
    {
        if (group.Count > 1)
        {
            try
            {
                if (await table.WriteAllAsync([.. group.Select(waiting => waiting.Write)], CancellationToken.None).ConfigureAwait(false)
                    is { } tags)
                {
                    for (int i = 0; i < group.Count; i++) group[i].Done.SetResult(tags[i]);
                    return;
                }
            }
            catch (Exception exception)
            {
                foreach (Waiting waiting in group) waiting.Done.SetException(exception);
                return;
            }
        }

        await Task.WhenAll(group.Select(WriteOneAsync)).ConfigureAwait(false);
    }

    private async Task WriteOneAsync(Waiting waiting)
    {
        string? tag;
        try
        {
            tag = waiting.Write.IsInsert
                ? await table.InsertAsync(waiting.Write.Row, CancellationToken.None).ConfigureAwait(false)
                : await table.ReplaceAsync(waiting.Write.Row, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            waiting.Done.SetException(exception);
            return;
        }

        waiting.Done.SetResult(tag);
    }

    private sealed class Waiting(TableWrite write, TaskCreationOptions completions)
    {
        public TableWrite Write => write;

        /// <summary>The approximate size of the row in bytes.</summary>
        public long Size { get; } = write.Row.Columns.Values.Sum(
            value => value switch { byte[] bytes => bytes.Length, string text => text.Length * 2L, _ => sizeof(long) });

        public TaskCompletionSource<string?> Done { get; } = new(completions);
    }
}
