using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The items that a worker has passed over, because they are claimed by or assigned to another worker. An item is returned when no worker
/// has begun it for some time, when the worker that claimed it has ended, or when the claim is old enough to be checked again.
/// </summary>
internal sealed class PassedOver(TableIndex index, WorkerLease lease, ClientPlatform platform)
{
    /// <summary>
    /// The time for which the worker waits for other workers to begin an item. It is longer than two of their renewal intervals.
    /// </summary>
    private static readonly TimeSpan s_beginTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time after which the row of an item that another worker has claimed is read again, because this worker may have missed events in
    /// the other worker's row.
    /// </summary>
    private static readonly TimeSpan s_claimTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_warningDelay = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly HashSet<SendRequest> _again = [];
    private List<Item> _items = [];
    private int _poll = -1;
    private bool _hasWarned;

    private int Count
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

    /// <summary>Whether <see cref="TakeAsync"/> has returned a request since the last call of this method for the request.</summary>
    public bool IsAgain(SendRequest request)
    {
        lock (_lock) return _again.Remove(request);
    }

    /// <summary>Removes and returns the requests that can be tried now.</summary>
    /// <param name="waits">Whether to wait until a request can be tried, or until no request is left.</param>
    /// <param name="observer">Receives the warning that the worker is waiting.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<SendRequest>> TakeAsync(bool waits, ICallObserver observer, CancellationToken cancellationToken)
    {
        long begun = platform.Time.GetTimestamp();
        while (true)
        {
            // A worker that has lost its lease no longer reads the rows of the other workers, and must not wait for them.
            lease.ThrowIfNotPolling();
            IReadOnlyList<SendRequest> due = TakeDue(waits);
            if (!waits || due.Count > 0 || Count == 0) return due;
            if (!_hasWarned && platform.Time.GetElapsedTime(begun) > s_warningDelay)
            {
                _hasWarned = true;
                observer.Warning(
                    $"Waiting for {Count} faxes of other workers. "
                    + "If a worker was killed, this run searches for its faxes about three minutes later.");
            }

            await platform.Time.Delay(TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes the items that have ended. Removes and returns the items that can be tried now, and the items that this worker has ended, or
    /// that another worker has ended with possibly other contents, because the caller must compare the contents.
    /// </summary>
    /// <param name="isLast">Whether this worker has reached the end of its list.</param>
    private IReadOnlyList<SendRequest> TakeDue(bool isLast)
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
                if (known is { IsOwn: true, State: not JournalState.Sending })
                {
                    // The list contains the item twice, which the caller must report.
                    due.Add(item);
                    continue;
                }

                if (known is { IsOfOther: true, State: not JournalState.Sending })
                {
                    if (!index.IsSame(item.Hash, item.Contents)) due.Add(item);
                    continue;
                }

                string? holder = known?.Worker ?? item.Holder;
                TimeSpan age = platform.Time.GetElapsedTime(item.Since);
                // Before the end of its list, a worker does not begin items that are assigned to another active worker, even if that worker
                // is slower.
                bool isDue = holder is null
                    ? age >= s_beginTimeout && (isLast || !lease.IsForOthers(item.Hash))
                    : age >= s_claimTimeout || lease.MayBeOver(holder);
                (isDue ? due : left).Add(item);
            }

            _items = left;
            foreach (Item item in due) _again.Add(item.Request);
            // Each worker uses a different order, so that two workers rarely try the same item at the same time.
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
