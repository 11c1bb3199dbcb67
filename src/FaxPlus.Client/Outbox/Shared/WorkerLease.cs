using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The row of a worker, which it renews as long as it works. All its claims are valid as long as its row is. Another worker that finds
/// the row
/// older than the lease marks it as dead with the ETag that it has read; after that the worker cannot renew it. So after a successful
/// renewal, all claims of a worker are still valid, however long it was paused.
/// </summary>
internal sealed class WorkerLease
{
    public const string Prefix = "w";

    /// <summary>The rows of the workers and those of the run as a whole are read with one request.</summary>
    public const string FirstShared = "p";
    public const string AfterShared = "x";

    public const string DeadColumn = "Dead";
    public const string EndedColumn = "Ended";
    public const string LeaseColumn = "LeaseSeconds";
    public const string BegunColumn = "Begun";
    public const string DoneColumn = "Done";
    public const string ExpectedColumn = "Expected";
    public const string WaitColumn = "WaitMilliseconds";
    public const string WaitStatusColumn = "WaitStatus";

    /// <summary>How often the row is renewed and those of the others are read.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2);

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
    private WorkerRows _workers = new([], default);
    private string[] _working = [];
    private TimeSpan _begun;
    private TimeSpan _validUntil;
    private Task<bool>? _renewal;
    private FaxPlusException? _lost;
    private TimeSpan _lastBeat;
    private FaxPlusException? _trouble;

    /// <param name="table">The table.</param>
    /// <param name="requestTime">The longest time of a request that sends a fax.</param>
    /// <param name="index">What this worker knows.</param>
    /// <param name="backoff">The back-off of requests to the service.</param>
    /// <param name="platform">The time.</param>
    /// <param name="observer">Where messages go.</param>
    public WorkerLease(SharedTable table, TimeSpan requestTime, TableIndex index, SharedBackoff backoff, ClientPlatform platform, ICallObserver observer)
    {
        (_table, _index, _backoff, _platform, _observer) = (table, index, backoff, platform, observer);
        _clock = new LeaseClock(platform.Time);
        _news = new WorkerNews(index);
        _margin = requestTime + WorkerRows.Slack;
        _length = _margin + s_renewalTime;
        Id = platform.Random is { } random ? string.Concat(Enumerable.Range(0, 8).Select(_ => ((int)(random() * 65536)).ToString("x4", CultureInfo.InvariantCulture))) : Guid.NewGuid().ToString("N");
        _row = new TableRow(Prefix + Id);
        _row.Columns["Name"] = Environment.MachineName;
        _row.Columns[BegunColumn] = platform.Time.GetUtcNow();
        _row.Columns[LeaseColumn] = (long)_length.TotalSeconds;
        _working = [Id];
    }

    public string Id { get; }

    /// <summary>How often the rows of the others were read.</summary>
    public int Polls { get; private set; }

    public async Task RegisterAsync(long expected, CancellationToken cancellationToken)
    {
        _row.Columns[ExpectedColumn] = expected;
        _begun = _clock.Now;
        FillIn();
        await _table.InsertAsync(_row, cancellationToken).ConfigureAwait(false);
        _validUntil = _begun + _length;
        await PollAsync(cancellationToken).ConfigureAwait(false);
        _lastBeat = _clock.Now;
    }

    /// <summary>Waits until the lease is valid for longer than a request may take.</summary>
    /// <exception cref="FaxPlusException">Another worker has taken over the items of this one, or the table cannot be reached.</exception>
    public async Task BeforeRequestAsync(CancellationToken cancellationToken)
    {
        while (!IsValid()) await RenewAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="FaxPlusException">Another worker has taken over the items of this one.</exception>
    public void ThrowIfLost()
    {
        if (_lost is not null) throw _lost;
    }

    /// <summary>Ends a wait for other workers of which nothing can be learnt any more.</summary>
    /// <exception cref="FaxPlusException">Another worker has taken over the items of this one, or the table could not be read for the time of a lease.</exception>
    public void ThrowIfBlind()
    {
        ThrowIfLost();
        lock (_lock)
        {
            if (_trouble is not null && _clock.Now - _lastBeat > _length) throw _trouble;
        }
    }

    /// <summary>The progress of the run, by the last read of the rows of the others.</summary>
    public JournalSummary Summarize(string name)
    {
        lock (_lock)
        {
            double minutes = (_clock.Now - _begun).TotalMinutes;
            return new JournalSummary
            {
                Journal = name,
                Sent = _index.Count(JournalState.Sent),
                Failed = _index.Count(JournalState.Failed),
                InDoubt = _index.Count(JournalState.InDoubt),
                Sending = _index.Count(JournalState.Sending),
                Workers = _working.Length,
                PerMinute = (_workers.PerMinute ?? 0) + (minutes > 0 ? _index.Ended / minutes : 0),
                Expected = Math.Max(_workers.Expected ?? 0, (long)_row.Columns[ExpectedColumn]!) is > 0 and var expected ? expected : null,
                Time = _platform.Time.GetUtcNow(),
            }.Complete();
        }
    }

    /// <summary>Renews the lease and reads the rows of the others until the run ends.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (_lost is null)
        {
            try
            {
                await _platform.Time.Delay(s_beat, cancellationToken).ConfigureAwait(false);
                await RenewAsync(cancellationToken).ConfigureAwait(false);
                await PollAsync(cancellationToken).ConfigureAwait(false);
                lock (_lock) (_lastBeat, _trouble) = (_clock.Now, null);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The next request that needs the lease reports it. Whatever it is, the renewals continue: without them this worker would
                // wait for the others for ever. The text of an unexpected exception may contain an address with a signature.
                FaxPlusException trouble = error as FaxPlusException ?? new FaxPlusException(FaxPlusErrorKind.ServiceUnavailable, $"The table of the journal cannot be used ({error.GetType().Name}).")
                {
                    RecommendedAction = "Check the network and the storage account, and run the same command again.",
                    IsFatal = true,
                };
                lock (_lock) _trouble = trouble;
                _observer.Verbose(trouble.Message);
            }
        }
    }

    /// <summary>Ends the lease: this worker makes no request any more, and its items can be taken over at once.</summary>
    public async Task EndAsync()
    {
        Task<bool>? renewal;
        lock (_lock) renewal = _renewal;
        if (renewal is not null) await Task.WhenAny(renewal).ConfigureAwait(false);
        _row.Columns[EndedColumn] = true;
        FillIn();
        await _table.ReplaceAsync(_row, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether the worker of an item has no request under way and can begin none.</summary>
    public async Task<bool> IsOverAsync(string worker, CancellationToken cancellationToken)
    {
        if (!MayBeOver(worker)) return false;
        TableRow? row;
        lock (_lock) row = _workers.Find(worker);
        if (row is null)
        {
            // It may have begun after the workers were last read. A row that was deleted cannot be renewed.
            row = await _table.GetAsync(Prefix + worker, cancellationToken).ConfigureAwait(false);
            if (row is null) return true;
            lock (_lock) _workers.Set(row);
            return WorkerRows.HasEnded(row);
        }

        if (WorkerRows.HasEnded(row)) return true;
        TableRow dead = row.Copy();
        dead.Columns[DeadColumn] = true;
        TableRow? found = await _table.ReplaceAsync(dead, cancellationToken).ConfigureAwait(false);
        if (found?.ETag is null && found is not null) return true;
        lock (_lock) _workers.Set(found ?? dead);
        return found is null || WorkerRows.HasEnded(found);
    }

    /// <summary>Whether a worker has ended or its lease has run out, as far as is known.</summary>
    public bool MayBeOver(string worker)
    {
        if (worker == Id) return false;
        lock (_lock) return _workers.Find(worker) is not { } row || _workers.IsOver(row);
    }

    /// <summary>Whether it is another worker's turn to begin an item that was not begun. This only reduces conflicts between workers;
    /// claims decide.</summary>
    public bool IsForOthers(ItemHash hash)
    {
        string[] working = _working;
        return working.Length > 1 && working[hash.Below(working.Length)] != Id;
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
            if (_renewal is null || _renewal.IsCompleted)
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
        // Read before the request, because the response may be late.
        TimeSpan begun = _clock.Now;
        while (await _table.ReplaceAsync(_row, CancellationToken.None).ConfigureAwait(false) is { } found)
        {
            if (found.ETag is not null && !found.Flag(DeadColumn))
            {
                // Only this worker writes its row until it is marked as dead: this is an earlier renewal, whose answer was lost.
                _row.ETag = found.ETag;
                begun = _clock.Now;
                continue;
            }

            string why = found.ETag is null
                ? "The row of this worker was deleted from the journal's table, so other workers may take over its faxes."
                : $"This worker did not renew its lease for more than {_length.TotalMinutes:0.#} minutes, and another one has taken over its faxes.";
            throw _lost = new FaxPlusException(FaxPlusErrorKind.Conflict, $"{why} It has sent nothing since then.")
            {
                RecommendedAction = "Start the same command again.",
                IsFatal = true,
            };
        }

        lock (_lock) _validUntil = begun + _length;
        return true;
    }

    /// <summary>Puts the events that were not reported yet into the row, beside those of the previous renewals.</summary>
    private void FillIn()
    {
        _news.Write(_row);
        foreach (JournalState state in Enum.GetValues(typeof(JournalState))) _row.Columns[state.ToString()] = _index.Count(state);
        _row.Columns[DoneColumn] = _index.Ended;
        // Only waits after the service's own responses: a wait of another worker would otherwise be passed back and forth.
        (_row.Columns[WaitColumn], _row.Columns[WaitStatusColumn]) = _backoff.Refusal is { } refusal ? ((long)refusal.Time.TotalMilliseconds, (long)refusal.Status) : (0L, 0L);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        (List<TableRow> rows, DateTimeOffset? servedAt) = await _table.ReadAllAsync(FirstShared, AfterShared, cancellationToken).ConfigureAwait(false);
        var workers = new WorkerRows(rows.Where(row => row.Key != _row.Key), servedAt ?? _platform.Time.GetUtcNow());
        foreach (TableRow row in workers.All) _news.Read(row);
        if (workers.Refusal is { } refusal) _backoff.Join(refusal.Time, refusal.Status);
        lock (_lock)
        {
            _workers = workers;
            _working = [.. workers.Working.Select(row => row.Key.Substring(Prefix.Length)).Append(Id).OrderBy(id => id, StringComparer.Ordinal)];
            Polls++;
        }
    }
}
