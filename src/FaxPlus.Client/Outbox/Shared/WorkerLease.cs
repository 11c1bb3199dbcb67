using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The lease of a worker, which is a table row that the worker renews as long as it runs. The claims of a worker are valid as long as its
/// lease is valid. Another worker that detects an expired lease marks the row as dead if its ETag has not changed; the owner of the lease
/// can then no longer renew the row. After a successful renewal, all claims are therefore still valid, even if the process was suspended.
/// </summary>
internal sealed class WorkerLease
{
    public const string Prefix = "w";

    /// <summary>The interval at which the worker renews its row and reads the rows of the other workers.</summary>
    private static readonly TimeSpan s_renewalInterval = TimeSpan.FromSeconds(2);

    /// <summary>The number of renewals after which a worker that neither sends nor waits reads the rows of the other workers.</summary>
    public const int IdleBeats = 4;

    private static readonly TimeSpan s_renewalTime = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly SharedTable _table;
    private readonly ClientPlatform _platform;
    private readonly TableIndex _index;
    private readonly SharedBackoff _backoff;
    private readonly ICallObserver _observer;
    private readonly LeaseClock _clock;
    private readonly TimeSpan _margin;
    private readonly TimeSpan _length;
    private readonly TableRow _row;
    private readonly WorkerNews _news;
    private readonly WorkerRows _workers = new([], default);
    private string[] _working = [];
    private TimeSpan _begun;
    private TimeSpan _validUntil;
    private Task<bool>? _renewal;
    private FaxPlusException? _lost;
    private TimeSpan _lastRenewal;
    private FaxPlusException? _lastError;
    private volatile bool _needsOthers;
    private int _polls;

    // The request time is the maximum duration of a request that sends a fax.
    public WorkerLease(
        SharedTable table, TimeSpan requestTime, TableIndex index, SharedBackoff backoff, ClientPlatform platform, ICallObserver observer)
    {
        (_table, _index, _backoff, _platform, _observer) = (table, index, backoff, platform, observer);
        _clock = new LeaseClock(platform.Time);
        _news = new WorkerNews(index);
        _margin = requestTime + WorkerRows.Slack;
        _length = _margin + s_renewalTime;
        Id = platform.NewId();
        _row = new TableRow(Prefix + Id);
        _row.Columns["Name"] = Environment.MachineName;
        _row.Columns[LeaseColumns.Begun] = platform.Time.GetUtcNow();
        _row.Columns[LeaseColumns.Lease] = (long)_length.TotalSeconds;
    }

    public string Id { get; }

    /// <summary>The number of times that the worker has read the rows of the other workers.</summary>
    public int Polls
    {
        get
        {
            _needsOthers = true;
            return _polls;
        }
    }

    public async Task RegisterAsync(long expected, CancellationToken cancellationToken)
    {
        _row.Columns[LeaseColumns.Expected] = Math.Max(0, expected);
        _begun = _clock.Now;
        FillIn();
        await _table.InsertAsync(_row, cancellationToken).ConfigureAwait(false);
        // The first renewal shows whether the secret permits updating rows, before a fax is claimed.
        await RenewAsync(cancellationToken).ConfigureAwait(false);
        await PollAsync(_news.Skip, cancellationToken).ConfigureAwait(false);
        _lastRenewal = _clock.Now;
    }

    /// <summary>Renews the lease until it is valid for longer than a request may take.</summary>
    /// <exception cref="FaxPlusException">The lease is lost, or the table cannot be reached.</exception>
    public async Task BeforeRequestAsync(CancellationToken cancellationToken)
    {
        _needsOthers = true;
        while (!IsValid()) await RenewAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="FaxPlusException">Another worker has marked the row as dead, or the row was deleted.</exception>
    public void ThrowIfLost()
    {
        if (_lost is not null) throw _lost;
    }

    /// <summary>Throws an exception if this worker can no longer read the rows of the workers for which it waits.</summary>
    /// <exception cref="FaxPlusException">The lease is lost, or the table could not be read for the duration of a lease.</exception>
    public void ThrowIfNotPolling()
    {
        ThrowIfLost();
        lock (_lock)
        {
            if (_lastError is not null && _clock.Now - _lastRenewal > _length) throw _lastError;
        }
    }

    /// <summary>Returns the progress of the run when the rows of the other workers were last read.</summary>
    public JournalSummary Summarize(string name)
    {
        lock (_lock)
        {
            TimeSpan elapsed = _clock.Now - _begun;
            long expected = (long)_row.Columns[LeaseColumns.Expected]!;
            return RunProgress.Of(name, _index, _workers, _working.Length, elapsed, expected, _platform.Time.GetUtcNow());
        }
    }

    /// <summary>Renews the lease and reads the rows of the other workers until the run ends.</summary>
    public async Task KeepRenewingAsync(CancellationToken cancellationToken)
    {
        int idle = 0;
        while (_lost is null)
        {
            try
            {
                await _platform.Time.Delay(s_renewalInterval, cancellationToken).ConfigureAwait(false);
                await RenewAsync(cancellationToken).ConfigureAwait(false);
                if (_needsOthers || ++idle == IdleBeats)
                {
                    (_needsOthers, idle) = (false, 0);
                    await PollAsync(_news.Read, cancellationToken).ConfigureAwait(false);
                }

                lock (_lock) (_lastRenewal, _lastError) = (_clock.Now, null);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The renewals continue after an error. If the error persists, the next request that needs the lease reports it.
                FaxPlusException lastError = error as FaxPlusException ?? LeaseErrors.Unusable(error);
                lock (_lock) _lastError = lastError;
                _observer.Verbose(lastError.Message);
            }
        }
    }

    /// <summary>Ends the lease. Other workers can then take over the items of this worker immediately.</summary>
    public async Task EndAsync()
    {
        if (_row.ETag is null) return;
        Task<bool>? renewal;
        lock (_lock) renewal = _renewal;
        if (renewal is not null) await Task.WhenAny(renewal).ConfigureAwait(false);
        _row.Columns[LeaseColumns.Ended] = true;
        // Another worker may end at the same time. The counts in the row that is written last must include the items of both.
        long counted = -1;
        for (int i = 0; i < 3 && _index.Changes != counted; i++)
        {
            counted = _index.Changes;
            FillIn();
            if (await _table.ReplaceAsync(_row, CancellationToken.None).ConfigureAwait(false) is not null) return;
            await PollAsync(_news.Read, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a worker has no request in flight and cannot send another request. This is the case if the worker has ended, or if its lease
    /// has expired and this method has marked its row as dead.
    /// </summary>
    public async Task<bool> IsOverAsync(string worker, CancellationToken cancellationToken)
    {
        if (!MayBeOver(worker)) return false;
        TableRow? row = Find(worker);
        if (row is null)
        {
            // The worker may have registered after the last poll. If its row was deleted, the worker cannot renew its lease.
            row = await _table.GetAsync(Prefix + worker, cancellationToken).ConfigureAwait(false);
            if (row is null) return true;
            lock (_lock) _workers.Set(row);
            return WorkerRows.HasEnded(row);
        }

        if (WorkerRows.HasEnded(row)) return true;
        TableRow dead = row.Copy();
        dead.Columns[LeaseColumns.Dead] = true;
        TableRow? found = await _table.ReplaceAsync(dead, cancellationToken).ConfigureAwait(false);
        if (found?.ETag is null && found is not null) return true;
        lock (_lock) _workers.Set(found ?? dead);
        return found is null || WorkerRows.HasEnded(found);
    }

    /// <summary>Whether a worker has ended, or is marked as dead, according to the rows that were last read.</summary>
    public bool HasEnded(string worker) => Find(worker) is { } row && WorkerRows.HasEnded(row);

    /// <summary>Whether a worker is unknown, has ended, or has an expired lease, according to the rows that were last read.</summary>
    public bool MayBeOver(string worker)
    {
        if (worker == Id) return false;
        _needsOthers = true;
        lock (_lock) return _workers.Find(worker) is not { } row || _workers.IsOver(row);
    }

    /// <summary>
    /// Whether an item is assigned to another worker. The assignment only reduces conflicts; a worker must claim an item before it sends
    /// the item.
    /// </summary>
    public bool IsForOthers(ItemHash hash)
    {
        _needsOthers = true;
        return _working is { Length: > 1 } working && working[hash.Below(working.Length)] != Id;
    }

    private TableRow? Find(string worker)
    {
        lock (_lock) return _workers.Find(worker);
    }

    private bool IsValid()
    {
        ThrowIfLost();
        lock (_lock) return _clock.Now + _margin <= _validUntil;
    }

    private Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_renewal?.IsCompleted != false)
            {
                _renewal = _platform.RunAsync(RenewOnceAsync);
                _renewal.Forget();
            }

            return _renewal.OrCancelled(cancellationToken);
        }
    }

    private async Task<bool> RenewOnceAsync()
    {
        ThrowIfLost();
        FillIn();
        // The clock is read before the request, because the response may be late.
        TimeSpan begun = _clock.Now;
        while (await _table.ReplaceAsync(_row, CancellationToken.None).ConfigureAwait(false) is { } found)
        {
            if (found.ETag is not null && !found.Flag(LeaseColumns.Dead))
            {
                // Other workers only mark the row as dead, so an earlier renewal, whose response was lost, has set the ETag.
                _row.ETag = found.ETag;
                begun = _clock.Now;
                continue;
            }

            throw _lost = LeaseErrors.Lost(found, _length);
        }

        lock (_lock) _validUntil = begun + _length;
        return true;
    }

    /// <summary>Updates the columns of the row, and adds the events that were not yet reported.</summary>
    private void FillIn()
    {
        _news.Write(_row);
        _index.WriteCounts(_row);
        _row.Columns[LeaseColumns.Done] = _index.Ended;
        // Only waits after refusals of this worker's own requests are written; otherwise two workers would repeat the same wait endlessly.
        (_row.Columns[LeaseColumns.Wait], _row.Columns[LeaseColumns.WaitStatus]) = _backoff.Refusal is { } refusal
            ? ((long)refusal.Time.TotalMilliseconds, (long)refusal.Status)
            : (0L, 0L);
    }

    private async Task PollAsync(Action<TableRow> read, CancellationToken cancellationToken)
    {
        // The rows of ended workers remain in the table. They are read once, because they do not change.
        WorkerRows changed = await WorkerRows.ReadAsync(_table, _workers.Since, Id, _platform, cancellationToken).ConfigureAwait(false);
        changed.Remove(Id);
        foreach (TableRow row in changed.All) read(row);
        if (changed.Refusal is { } refusal) _backoff.Join(refusal.Time, refusal.Status);
        lock (_lock)
        {
            _workers.Update(changed);
            IEnumerable<string> ids = _workers.Working.Select(row => row.Key.Substring(Prefix.Length));
            _working = [.. ids.Append(Id).OrderBy(id => id, StringComparer.Ordinal)];
            _polls++;
        }
    }
}
