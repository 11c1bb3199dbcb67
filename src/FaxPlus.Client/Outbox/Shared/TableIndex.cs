using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The known items of a run. The sources are the table rows when the worker began, the worker's own events, and events that other workers
/// have reported since then. The index contains the row data only of items that existed when the worker began.
/// </summary>
internal sealed class TableIndex
{
    private readonly object _lock = new();
    private readonly Dictionary<ItemHash, Known> _items = [];
    private readonly Dictionary<JournalState, long> _counts =
        new() { [JournalState.Sending] = 0, [JournalState.Sent] = 0, [JournalState.Failed] = 0, [JournalState.InDoubt] = 0 };
    private readonly Queue<ItemNews> _news = new();

    /// <summary>The number of items that this worker has ended.</summary>
    public long Ended { get; private set; }

    public Known? Find(ItemHash hash)
    {
        lock (_lock) return _items.TryGetValue(hash, out Known known) ? known : null;
    }

    public long Count(JournalState state)
    {
        lock (_lock) return _counts[state];
    }

    /// <summary>Adds a row that existed when the worker began.</summary>
    public void AddExisting(TableRow row)
    {
        JournalState state = TableEntry.StateOf(row);
        Set(
            TableEntry.HashOf(row.Key),
            new Known
            {
                State = state,
                Worker = TableEntry.WorkerOf(row),
                Data = TableEntry.DataOf(row),
                ETag = state == JournalState.Sent ? null : row.ETag,
            });
    }

    /// <summary>Records an event that this worker has written, so that the event is reported to the other workers.</summary>
    public void SetOwn(ItemHash hash, JournalState state, string? contents)
    {
        lock (_lock)
        {
            if (state != JournalState.Sending) Ended++;
            _news.Enqueue(new ItemNews(hash, state, FingerprintOf(contents)));
        }

        Set(hash, new Known { State = state, IsOwn = true, Contents = contents });
    }

    /// <summary>Records an event that another worker has written.</summary>
    public void SetOther(ItemNews news, string worker)
    {
        // The event is ignored if this worker has written an event of the item, because the other event may be older.
        if (Find(news.Hash) is { IsOwn: true }) return;
        Set(news.Hash, new Known { State = news.State, Worker = worker, IsOfOther = true, Fingerprint = news.Fingerprint });
    }

    /// <summary>Whether an item that another worker has ended is known to have the specified contents.</summary>
    public bool IsSame(ItemHash hash, string contents) => Find(hash) is { Fingerprint: ulong known } && known == FingerprintOf(contents);

    /// <summary>Records the current row of an item that another worker has written.</summary>
    public void SetFound(TableRow row) =>
        Set(TableEntry.HashOf(row.Key), new Known { State = TableEntry.StateOf(row), Worker = TableEntry.WorkerOf(row), IsOfOther = true });

    /// <summary>Returns the items that had not ended, or were in doubt, when the worker began.</summary>
    public (ItemHash Hash, Known Known)[] ExistingDoubts()
    {
        lock (_lock)
        {
            return [.. _items
                .Where(item => item.Value is { Data: not null, State: JournalState.Sending or JournalState.InDoubt })
                .Select(item => (item.Key, item.Value))];
        }
    }

    /// <summary>Removes and returns events that were not yet reported to the other workers, up to a maximum number.</summary>
    public ItemNews[] TakeNews(int most)
    {
        lock (_lock)
        {
            var news = new ItemNews[Math.Min(most, _news.Count)];
            for (int i = 0; i < news.Length; i++) news[i] = _news.Dequeue();
            return news;
        }
    }

    /// <summary>Returns the fingerprint of contents; 0 if the contents are not known.</summary>
    private static ulong FingerprintOf(string? contents) => contents is null ? 0 : ItemHash.Of(contents).Fingerprint;

    private void Set(ItemHash hash, Known known)
    {
        lock (_lock)
        {
            if (_items.TryGetValue(hash, out Known before)) _counts[before.State]--;
            _counts[known.State]++;
            _items[hash] = known;
        }
    }

    internal struct Known
    {
        /// <summary>The state; Sending if the last attempt has no end.</summary>
        public JournalState State;

        /// <summary>Whether this worker has written the last known event.</summary>
        public bool IsOwn;

        /// <summary>Whether another worker has written the last known event, after this worker began.</summary>
        public bool IsOfOther;

        public string? Worker;

        /// <summary>The fingerprint of the contents of an item that another worker has reported; otherwise 0.</summary>
        public ulong Fingerprint;

        /// <summary>The data of the row when the worker began.</summary>
        public byte[]? Data;

        /// <summary>The ETag of the row when the worker began; null for a sent item.</summary>
        public string? ETag;

        /// <summary>The digest of the contents; null if this run has not sent the item.</summary>
        public string? Contents;
    }
}
