using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The known items of a run, from the table rows that existed when the worker began, the worker's own events, and the events that other
/// workers have reported since then. The index contains row data only for items that existed when the worker began.
/// </summary>
internal sealed class TableIndex
{
    private const int None = -1;

    private readonly object _lock = new();
    private readonly Dictionary<ItemHash, Item> _items = [];
    private readonly ByteStore _data = new();
    private readonly List<string> _workers = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The ETags of the rows that have not changed since the worker began, except the rows of sent items.</summary>
    private readonly Dictionary<ItemHash, string> _tags = [];
    private readonly Dictionary<JournalState, long> _counts =
        new() { [JournalState.Sending] = 0, [JournalState.Sent] = 0, [JournalState.Failed] = 0, [JournalState.InDoubt] = 0 };

    /// <summary>
    /// This worker's items whose last event has not been reported yet. An item that is no longer marked as unreported is skipped.
    /// </summary>
    private readonly Queue<ItemHash> _unreported = new();

    /// <summary>Whether all rows that existed when the worker began have been added.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The number of events, of all workers, that this index has recorded.</summary>
    public long Changes { get; private set; }

    /// <summary>The number of items that this worker has ended.</summary>
    public long Ended { get; private set; }

    public Known? Find(ItemHash hash)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(hash, out Item item)) return null;
            string? worker = item.Worker == None ? null : _workers[item.Worker];
            return new Known(item, worker, _tags.TryGetValue(hash, out string? tag) ? tag : null);
        }
    }

    /// <summary>
    /// Returns the data that the row of an item had when the worker began; null if there was no row, or if the item has changed since then.
    /// </summary>
    public byte[]? DataOf(ItemHash hash)
    {
        lock (_lock) return _items.TryGetValue(hash, out Item item) && item.Data != None ? _data.Get(item.Data) : null;
    }

    public long Count(JournalState state)
    {
        lock (_lock) return _counts[state];
    }

    /// <summary>
    /// Writes the counts to the row of this worker. While the index is incomplete, the counts are too low and are not written.
    /// </summary>
    public void WriteCounts(TableRow row)
    {
        lock (_lock)
        {
            if (!IsComplete) return;
            foreach (KeyValuePair<JournalState, long> count in _counts) row.Columns[count.Key.ToString()] = count.Value;
        }
    }

    /// <summary>Adds a row that existed when the worker began.</summary>
    public void AddExisting(TableRow row)
    {
        JournalState state = TableEntry.StateOf(row);
        ItemHash hash = TableEntry.HashOf(row.Key);
        byte[] data = TableEntry.DataOf(row);
        lock (_lock)
        {
            // While the rows were read, another worker has reported an event of the item, which may be newer than the row. If the row is
            // newer, the worker will report its event too.
            if (_items.ContainsKey(hash)) return;
            Set(hash, new Item(state, Origin.Existing) { Worker = NumberOf(TableEntry.WorkerOf(row)), Data = _data.Add(data) });
            if (state != JournalState.Sent && row.ETag is string tag) _tags[hash] = tag;
        }
    }

    /// <summary>Applies an event of this worker to the entry of the item, and adds the event to the index.</summary>
    public void Apply(TableEntry item, JournalLine line, string worker)
    {
        item.Apply(line);
        item.Worker = worker;
        SetOwn(ItemHash.Of(item.Key), line.State, item.Contents);
    }

    /// <summary>Adds an event of this worker to the index, so that the event is reported to the other workers.</summary>
    public void SetOwn(ItemHash hash, JournalState state, string? contents)
    {
        lock (_lock)
        {
            if (state != JournalState.Sending) Ended++;
            // Only the last event of an item is reported.
            if (!_items.TryGetValue(hash, out Item item) || !item.IsUnreported) _unreported.Enqueue(hash);
            Set(
                hash,
                new Item(state, contents is null ? Origin.Own : Origin.OwnWithContents)
                {
                    Digest = contents is null ? default : ItemHash.FromHex(contents),
                    IsUnreported = true,
                });
        }
    }

    /// <summary>Adds an event of another worker to the index.</summary>
    public void SetOther(ItemNews news, string worker)
    {
        lock (_lock)
        {
            // The event is ignored if this worker has written an event of the same item, because the other worker's event may be older. A
            // sent item is never changed, so this event is the last one.
            if (_items.TryGetValue(news.Hash, out Item item) && item.IsOwn
                && !(news.State == JournalState.Sent && item.State is JournalState.Failed or JournalState.InDoubt))
            {
                return;
            }

            Set(
                news.Hash,
                new Item(news.State, Origin.Other) { Worker = NumberOf(worker), Digest = new ItemHash(0, news.Fingerprint) });
        }
    }

    /// <summary>Whether an item that another worker has reported is known to have the specified contents.</summary>
    public bool IsSame(ItemHash hash, string contents) =>
        Find(hash) is { Fingerprint: ulong known } && known == ItemHash.FromHex(contents).Fingerprint;

    /// <summary>Updates the state of an item in the index from its current row, which another worker has written.</summary>
    public void SetFound(TableRow row)
    {
        lock (_lock)
        {
            Set(
                TableEntry.HashOf(row.Key),
                new Item(TableEntry.StateOf(row), Origin.Other) { Worker = NumberOf(TableEntry.WorkerOf(row)) });
        }
    }

    /// <summary>Returns the items that had not ended, or were in doubt, when the worker began.</summary>
    public (ItemHash Hash, JournalState State, string Worker)[] ExistingDoubts()
    {
        lock (_lock)
        {
            return [.. _items
                .Where(item => item.Value is { Data: not None, State: JournalState.Sending or JournalState.InDoubt })
                .Select(item => (item.Key, item.Value.State, _workers[item.Value.Worker]))];
        }
    }

    /// <summary>Removes and returns the events that were not yet reported to the other workers, up to a maximum number.</summary>
    public IReadOnlyList<ItemNews> TakeNews(int most)
    {
        lock (_lock)
        {
            var news = new List<ItemNews>();
            while (news.Count < most && _unreported.Count > 0)
            {
                ItemHash hash = _unreported.Dequeue();
                if (_items[hash] is not { IsUnreported: true } item) continue;
                news.Add(new ItemNews(hash, item.State, item.Origin == Origin.OwnWithContents ? item.Digest.Fingerprint : 0));
                _items[hash] = item with { IsUnreported = false };
            }

            return news;
        }
    }

    private void Set(ItemHash hash, Item item)
    {
        if (_items.TryGetValue(hash, out Item before))
        {
            _counts[before.State]--;
            _tags.Remove(hash);
        }

        _counts[item.State]++;
        _items[hash] = item;
        Changes++;
    }

    private int NumberOf(string worker)
    {
        if (!_numbers.TryGetValue(worker, out int number))
        {
            _numbers[worker] = number = _workers.Count;
            _workers.Add(worker);
        }

        return number;
    }

    /// <summary>The source of the last known event of an item.</summary>
    internal enum Origin : byte
    {
        /// <summary>The rows of the table when this worker began.</summary>
        Existing,

        /// <summary>This worker, without a digest of the contents.</summary>
        Own,

        OwnWithContents,

        /// <summary>Another worker, after this worker began.</summary>
        Other,
    }

    /// <summary>The stored data of an item. The struct contains no references, so that a million items need little memory.</summary>
    internal readonly struct Item(JournalState state, Origin origin)
    {
        private readonly byte _state = (byte)state;
        private readonly Origin _origin = origin;

        public JournalState State => (JournalState)_state;

        public Origin Origin => _origin;

        /// <summary>Whether the last event is an event of this worker that was not yet reported to the other workers.</summary>
        public bool IsUnreported { get; init; }

        public bool IsOwn => _origin is Origin.Own or Origin.OwnWithContents;

        /// <summary>The index of the worker.</summary>
        public int Worker { get; init; } = None;

        /// <summary>The index of the data that the row had when this worker began.</summary>
        public int Data { get; init; } = None;

        /// <summary>
        /// The digest of the contents of an item of this worker, or the fingerprint of the contents of another worker's item.
        /// </summary>
        public ItemHash Digest { get; init; }
    }

    internal readonly struct Known(Item item, string? worker, string? tag)
    {
        /// <summary>The state; Sending if the last attempt has no recorded result.</summary>
        public JournalState State => item.State;

        /// <summary>Whether this worker has written the last known event.</summary>
        public bool IsOwn => item.IsOwn;

        /// <summary>Whether another worker has written the last known event, after this worker began.</summary>
        public bool IsOfOther => item.Origin == Origin.Other;

        public bool HasData => item.Data != None;

        public string? Worker => worker;

        /// <summary>The fingerprint of the contents, if another worker has reported the item; otherwise 0.</summary>
        public ulong Fingerprint => IsOfOther ? item.Digest.Low : 0;

        /// <summary>The ETag of the row when the worker began; null for a sent item, or if the item has changed since then.</summary>
        public string? ETag => tag;

        /// <summary>The digest of the contents; null if this run has not sent the item.</summary>
        public string? Contents => item.Origin == Origin.OwnWithContents ? item.Digest.ToHex() : null;
    }
}
