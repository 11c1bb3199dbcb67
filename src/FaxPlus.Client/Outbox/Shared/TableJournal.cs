using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// The journal of a run in a partition of a table, which several workers share. A worker claims an item by inserting the item's row, which
/// contains the intent. Every later write requires the ETag of the previous write. See "A journal in a table" in docs/architecture.md.
/// </summary>
internal sealed class TableJournal : ISendJournal
{
    public const string AfterItems = "j";

    private readonly SharedTable _table;
    private readonly SharedTable _intents;
    private readonly ResultWriter _results;
    private readonly ClientPlatform _platform;
    private readonly ICallObserver _observer;
    private readonly TableIndex _index = new();
    private readonly ItemTurns _turns;
    private readonly CancellationTokenSource _ending = new();
    private readonly WorkerLease? _lease;
    private readonly PassedOver? _passedOver;
    private readonly string _name;

    private TableJournal(
        SharedTable table,
        string name,
        JournalHeader header,
        TimeSpan? requestTime,
        SharedBackoff backoff,
        ClientPlatform platform,
        ICallObserver observer)
    {
        (_table, _name, _platform, _observer, Header) = (table, name, platform, observer, header);
        // A send waits for its intent to be written, but not for earlier results. Therefore, intents and results share no requests.
        _intents = table.Grouped(maxRequests: 4);
        _turns = new ItemTurns(platform);
        _lease = requestTime is TimeSpan longest ? new WorkerLease(table, longest, _index, backoff, platform, observer) : null;
        _results = new ResultWriter(table.Grouped(maxRequests: 1), _index, _lease?.Id ?? "");
        if (_lease is null) return;
        _passedOver = new PassedOver(_index, _lease, platform);
    }

    public JournalHeader Header { get; }

    public string? TakenOverFrom => null;

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>Opens the journal of a run and reads its items.</summary>
    /// <param name="table">The partition of the run.</param>
    /// <param name="name">The address of the run, for messages.</param>
    /// <param name="options">The address of the service, and the timeouts of requests.</param>
    /// <param name="account">The uid of the account; null if the token may not read the account.</param>
    /// <param name="sending">The options of the run, such as the expected number of items.</param>
    /// <param name="backoff">The back-off of requests to the service, which the workers share.</param>
    /// <param name="platform">Provides the clock and runs background work.</param>
    /// <param name="observer">Receives the messages.</param>
    /// <param name="cancellationToken">Cancels opening the journal.</param>
    public static async Task<TableJournal> OpenAsync(
        ITable table,
        string name,
        FaxPlusClientOptions options,
        string? account,
        SendingOptions sending,
        SharedBackoff backoff,
        ClientPlatform platform,
        ICallObserver observer,
        CancellationToken cancellationToken)
    {
        bool isReadOnly = sending.JournalIsReadOnly;
        var shared = new SharedTable(table, platform, observer, options.RetryTimeout);
        if (!isReadOnly) await shared.CreateAsync(cancellationToken).ConfigureAwait(false);
        JournalHeader header = await TableHeader.ReadAsync(shared, name, options.ApiUri, account, isReadOnly, cancellationToken)
            .ConfigureAwait(false);
        TimeSpan? requestTime = isReadOnly ? null : options.ConnectTimeout + options.SilenceTimeout;
        var journal = new TableJournal(shared, name, header, requestTime, backoff, platform, observer);
        try
        {
            if (journal._lease is not null)
            {
                await journal._lease.RegisterAsync(sending.ExpectedCount, cancellationToken).ConfigureAwait(false);
                platform.Start(() => journal._lease.KeepRenewingAsync(journal._ending.Token).Forget());
            }

            string? continuation = null;
            do
            {
                TablePage page = await shared.ReadAsync(TableEntry.Prefix, AfterItems, continuation, cancellationToken)
                    .ConfigureAwait(false);
                foreach (TableRow row in page.Rows) journal._index.AddExisting(row);
                continuation = page.Continuation;
            }
            while (continuation is not null);
            journal._index.IsComplete = true;
            await journal.MarkExpiredAsync(cancellationToken).ConfigureAwait(false);
            journal.OpenedAt = platform.Time.GetUtcNow();
            return journal;
        }
        catch (FaxPlusException error) when (isReadOnly && error.Kind == FaxPlusErrorKind.NotFound)
        {
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public IEnumerable<JournalEntry> InDoubt()
    {
        foreach ((ItemHash hash, JournalState state, string worker) in _index.ExistingDoubts())
        {
            bool hasEnded = _lease?.HasEnded(worker) == true;
            if (state != JournalState.InDoubt && !hasEnded) continue;
            TableEntry entry = TableEntry.Of(TableEntry.RowKeyOf(hash), _index.DataOf(hash)!);
            entry.EndedWorker = hasEnded ? worker : null;
            yield return entry;
        }
    }

    public JournalEntry? Recall(string key)
    {
        var hash = ItemHash.Of(key);
        return _index.Find(hash) is { State: JournalState.Sent, HasData: true } && _index.DataOf(hash) is { } data
            ? OfKey(key, TableEntry.Of(TableEntry.RowKeyOf(hash), data))
            : null;
    }

    public Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken) => _turns.EnterAsync(key, cancellationToken);

    public JournalEntry NewEntry(string key) => new TableEntry(key);

    public bool IsForOthers(string key)
    {
        var hash = ItemHash.Of(key);
        return _index.Find(hash) is null && _lease!.IsForOthers(hash);
    }

    public async Task<JournalEntry?> FindAsync(string key, bool isLast, CancellationToken cancellationToken)
    {
        _lease!.ThrowIfLost();
        // A claim that failed may be in the table. Other workers wait for its item until this worker ends.
        _intents.ThrowIfWriteFailed();
        await _results.RetryAsync(key, cancellationToken).ConfigureAwait(false);
        var hash = ItemHash.Of(key);
        if (_index.Find(hash) is not { } known) return null;
        if (known is { State: JournalState.Sent, HasData: true }) return Recall(key);
        if (known is { IsOfOther: true, State: not JournalState.Sending }) throw new OtherWorkerException(key, null);
        if (known is { IsOwn: false, State: JournalState.Sending } && !isLast && !_lease.MayBeOver(known.Worker!))
        {
            throw new OtherWorkerException(key, known.Worker);
        }

        TableRow row = await _table.GetAsync(TableEntry.RowKeyOf(hash), cancellationToken).ConfigureAwait(false)
            ?? throw LeaseErrors.RowDeleted(key);
        TableEntry entry = OfKey(key, TableEntry.Of(row));
        if (entry.Worker == _lease.Id)
        {
            entry.Contents = known.Contents;
            return entry;
        }

        if (!entry.IsUnended)
        {
            // An item that another worker has ended since this worker began is not sent again in this run.
            if (row.ETag == known.ETag) return entry;
            _index.SetFound(row);
            throw new OtherWorkerException(key, null);
        }

        if (!await _lease.IsOverAsync(entry.Worker, cancellationToken).ConfigureAwait(false))
        {
            _index.SetFound(row);
            throw new OtherWorkerException(key, entry.Worker);
        }

        // The other worker has no request in flight and cannot send another request, so the item can be taken over.
        (entry.OverAt, entry.EndedWorker) = (_platform.Time.GetUtcNow(), entry.Worker);
        await WriteOrPassOverAsync(hash, entry, entry.ToRow(null, _lease.Id), insert: false, cancellationToken).ConfigureAwait(false);
        entry.Worker = _lease.Id;
        _observer.Verbose($"Took over the fax {key} of a worker that has ended.");
        return entry;
    }

    public async Task WriteAsync(JournalEntry entry, JournalLine line, CancellationToken cancellationToken = default)
    {
        var item = (TableEntry)entry;
        if (line.State != JournalState.Sending)
        {
            await _results.WriteAsync(item, line, cancellationToken).ConfigureAwait(false);
            return;
        }

        var hash = ItemHash.Of(entry.Key);
        await WriteOrPassOverAsync(hash, item, item.ToRow(line, _lease!.Id), insert: item.ETag is null, cancellationToken)
            .ConfigureAwait(false);
        _index.Apply(item, line, _lease.Id);
    }

    public async Task LearnAsync(bool? keepsMarks, bool? keepsIds, CancellationToken cancellationToken)
    {
        if (Header.KeepsMarks == keepsMarks && Header.KeepsIds == keepsIds) return;
        (Header.KeepsMarks, Header.KeepsIds) = (keepsMarks, keepsIds);
        await TableHeader.LearnAsync(_table, keepsMarks, keepsIds, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the progress of the run, from the rows that this worker has read; null if the journal is read-only.</summary>
    public JournalSummary? Summarize() => _lease?.Summarize(_name);

    public Task BeforeRequestAsync(CancellationToken cancellationToken) => _lease!.BeforeRequestAsync(cancellationToken);

    /// <summary>Whether a request was passed over and has been returned for another try.</summary>
    public bool IsAgain(SendRequest request) => _passedOver!.IsAgain(request);

    public void PassOver(SendRequest request, string key, string contents, string? holder) =>
        _passedOver!.Add(request, ItemHash.Of(key), contents, holder);

    /// <summary>
    /// Reads the item that another worker has ended. Returns null if the item is known to have the same contents, or if there is no row.
    /// </summary>
    public async Task<JournalEntry?> FindOtherAsync(string key, string contents, CancellationToken cancellationToken)
    {
        var hash = ItemHash.Of(key);
        if (_index.IsSame(hash, contents)) return null;
        return await _table.GetAsync(TableEntry.RowKeyOf(hash), cancellationToken).ConfigureAwait(false) is { } row
            ? OfKey(key, TableEntry.Of(row))
            : null;
    }

    /// <summary>Removes and returns the requests that were passed over and can be tried now.</summary>
    /// <param name="waits">Whether to wait until a request can be tried, or until no request is left.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<SendRequest>> TakePassedOverAsync(bool waits, CancellationToken cancellationToken)
    {
        if (_passedOver is null) return [];
        _intents.ThrowIfWriteFailed();
        // Results that could not be written are written now, because two workers could otherwise wait for each other.
        if (waits) await _results.RetryAsync(cancellationToken).ConfigureAwait(false);
        return await _passedOver.TakeAsync(waits, _observer, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_ending.IsCancellationRequested) return;
        _ending.Cancel();
        if (_lease is not null) _platform.Finish(_platform.RunAsync(EndAsync));
    }

    /// <summary>Marks workers with items in doubt and an expired lease as dead. A dead worker sends no more faxes.</summary>
    private async Task MarkExpiredAsync(CancellationToken cancellationToken)
    {
        if (_lease is null) return;
        foreach (string worker in _index.ExistingDoubts().Select(item => item.Worker).Distinct())
        {
            await _lease.IsOverAsync(worker, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> EndAsync()
    {
        await _lease!.EndAsync().ConfigureAwait(false);
        return true;
    }

    private async Task WriteOrPassOverAsync(ItemHash hash, TableEntry item, TableRow row, bool insert, CancellationToken cancellationToken)
    {
        TableRow? found = insert
            ? await _intents.InsertAsync(row, cancellationToken).ConfigureAwait(false)
            : await _intents.ReplaceAsync(row, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            item.ETag = row.ETag;
            return;
        }

        if (found.ETag is null) throw LeaseErrors.RowDeleted(item.Key);
        OfKey(item.Key, TableEntry.Of(found));
        _index.SetFound(found);
        throw new OtherWorkerException(item.Key, TableEntry.StateOf(found) == JournalState.Sending ? TableEntry.WorkerOf(found) : null);
    }

    /// <summary>Checks that a row belongs to a key, because two keys may have the same hash.</summary>
    private static TableEntry OfKey(string key, TableEntry entry) =>
        entry.Key == key
            ? entry
            : throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"The keys '{key}' and '{entry.Key}' have the same hash.")
            {
                RecommendedAction = "Change one of the keys.",
            };
}
