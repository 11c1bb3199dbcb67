using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The items that a worker has passed over, because another one has them or because it is another one's turn. They are returned when no
/// worker has begun them for a while, or when their worker has ended.
/// </summary>
internal sealed class PassedOver(TableIndex index, WorkerLease lease, ClientPlatform platform)
{
    /// <summary>How long an item that was not begun is left to the others: a few of their renewals.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>After this time the table is asked for an item that another worker has, since news can be missed.</summary>
    private static readonly TimeSpan s_longPatience = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly HashSet<SendRequest> _again = [];
    private List<Item> _items = [];
    private int _poll = -1;

    public int Count
    {
        get
        {
            lock (_lock) return _items.Count;
        }
    }

    public void Add(SendRequest request, ItemHash hash, string contents, string? holder)
    {
        lock (_lock) _items.Add(new Item(request, hash, contents, holder, platform.Time.GetTimestamp()));
    }

    /// <summary>Whether a request was passed over before; true once for each time that it is returned.</summary>
    public bool IsAgain(SendRequest request)
    {
        lock (_lock) return _again.Remove(request);
    }

    /// <summary>
    /// Removes what other workers have ended, and returns what can be tried now, or is to be compared because another worker has ended it
    /// with other contents.
    /// </summary>
    public IReadOnlyList<SendRequest> TakeDue()
    {
        lock (_lock)
        {
            if (_poll == lease.Polls) return [];
            _poll = lease.Polls;
            var left = new List<Item>();
            var due = new List<Item>();
            foreach (Item item in _items)
            {
                TableIndex.Known? known = index.Find(item.Hash);
                if (known is { IsOwn: true, State: not JournalState.Sending }) continue;
                if (known is { IsOfOther: true, State: not JournalState.Sending })
                {
                    if (!index.IsSame(item.Hash, item.Contents)) due.Add(item);
                    continue;
                }

                string? holder = known?.Worker ?? item.Holder;
                TimeSpan age = platform.Time.GetElapsedTime(item.Since);
                bool isDue = holder is null ? age >= s_patience : age >= s_longPatience || lease.MayBeOver(holder);
                (isDue ? due : left).Add(item);
            }

            _items = left;
            foreach (Item item in due) _again.Add(item.Request);
            // Each worker in another order, so that they rarely try the same item.
            return [.. due.OrderBy(item => item.Hash.Below(int.MaxValue) ^ (lease.Id[0] * 0x1f1f1f)).Select(item => item.Request)];
        }
    }

    private sealed class Item(SendRequest request, ItemHash hash, string contents, string? holder, long since)
    {
        public SendRequest Request => request;

        public ItemHash Hash => hash;

        public string Contents => contents;

        public string? Holder => holder;

        public long Since => since;
    }
}
