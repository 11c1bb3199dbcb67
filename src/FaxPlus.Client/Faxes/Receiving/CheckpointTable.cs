using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// A checkpoint in a table row, which also contains the lease of the run that uses the checkpoint. Every write renews the lease, and
/// succeeds only with the ETag of the previous write. After the lease has expired, another run can take over the row with a write that uses
/// the current ETag. Later writes of the previous run then fail.
/// </summary>
internal sealed class CheckpointTable : ICheckpointStore
{
    /// <summary>The row key. The rows of a journal with the same name have other keys.</summary>
    public const string RowKey = "c";

    private const string AfterRow = "d";
    private const string HolderColumn = "Holder";
    private const string MachineColumn = "Machine";
    private const string ProcessColumn = "Process";
    private const string LeaseColumn = "LeaseSeconds";

    /// <summary>The time for which the lease is valid without a renewal.</summary>
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_renewalInterval = TimeSpan.FromSeconds(15);

    /// <summary>The additional time for which another run waits after a lease has expired.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(5);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly SharedTable _table;
    private readonly string _name;
    private readonly bool _isReadOnly;
    private readonly ClientPlatform _platform;
    private readonly LeaseClock _clock;
    private readonly object _lock = new();
    private TableRow? _row;
    private volatile FaxPlusException? _lost;

    /// <param name="table">The table partition that contains the checkpoint.</param>
    /// <param name="name">The address of the checkpoint, for messages.</param>
    /// <param name="isReadOnly">Whether the checkpoint is only read, without a lease.</param>
    /// <param name="timeout">The maximum time for which a request is retried.</param>
    /// <param name="platform">Provides the clock and runs background work.</param>
    /// <param name="observer">Receives the messages.</param>
    public CheckpointTable(ITable table, string name, bool isReadOnly, TimeSpan timeout, ClientPlatform platform, ICallObserver observer)
    {
        (_name, _isReadOnly, _platform) = (name, isReadOnly, platform);
        _table = new SharedTable(table, platform, observer, timeout);
        _clock = new LeaseClock(platform.Time);
    }

    private TimeSpan ValidUntil
    {
        get
        {
            lock (_lock) return field;
        }

        set
        {
            lock (_lock) field = value;
        }
    }

    public override string ToString() => _name;

    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isReadOnly) return await PeekAsync(cancellationToken).ConfigureAwait(false);
        if (_ending.IsCancellationRequested) throw new ObjectDisposedException(nameof(CheckpointTable));
        await _table.CreateAsync(cancellationToken).ConfigureAwait(false);
        TableRow row;
        TimeSpan begun;
        do
        {
            (TableRow? found, DateTimeOffset now) = await ReadRowAsync(cancellationToken).ConfigureAwait(false);
            if (found is not null && IsHeld(found, now)) throw InUse(found);
            row = found ?? new TableRow(RowKey);
            SetHolder(row);
            begun = _clock.Now;
        }
        while (await (row.ETag is null
            ? _table.InsertAsync(row, cancellationToken)
            : _table.ReplaceAsync(row, cancellationToken)).ConfigureAwait(false) is not null);
        _row = row;
        ValidUntil = begun + s_length;
        _platform.Start(() => KeepRenewingAsync(_ending.Token).Forget());
        return CheckpointColumns.Read(row);
    }

    public Task WriteAsync(string text, CancellationToken cancellationToken) =>
        PutAsync(row => CheckpointColumns.Write(row, text), cancellationToken);

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        if (_isReadOnly) return;
        if (_lost is not null) throw _lost;
        // If this process was suspended, another run may have taken over the checkpoint.
        if (_clock.Now > ValidUntil) await RenewAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_ending.IsCancellationRequested) return;
        _ending.Cancel();
        if (_row is not null && _lost is null) _platform.Finish(_platform.RunAsync(EndAsync));
    }

    private async Task<string?> PeekAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _table.GetAsync(RowKey, cancellationToken).ConfigureAwait(false) is { } row ? CheckpointColumns.Read(row) : null;
        }
        catch (FaxPlusException error) when (error.Kind == FaxPlusErrorKind.NotFound)
        {
            // The table does not exist yet. Only a run that writes the checkpoint creates the table.
            return null;
        }
    }

    /// <summary>Reads the row. Returns the row and the current time of the storage clock.</summary>
    private async Task<(TableRow? Row, DateTimeOffset Now)> ReadRowAsync(CancellationToken cancellationToken)
    {
        (var rows, DateTimeOffset? servedAt) = await _table.ReadAllAsync(RowKey, AfterRow, null, cancellationToken).ConfigureAwait(false);
        return (rows.FirstOrDefault(row => row.Key == RowKey), servedAt ?? _platform.Time.GetUtcNow());
    }

    /// <summary>Renews the lease until the run ends.</summary>
    private async Task KeepRenewingAsync(CancellationToken cancellationToken)
    {
        while (_lost is null)
        {
            try
            {
                await _platform.Time.Delay(s_renewalInterval, cancellationToken).ConfigureAwait(false);
                // A renewal is needed only if no fax was acknowledged recently, because writing an acknowledgement also renews the lease.
                if (ValidUntil - _clock.Now < s_length - s_renewalInterval) await RenewAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // The renewals continue after an error, unless the checkpoint is lost. The next call that needs the lease reports an error
                // that persists.
            }
        }
    }

    private Task RenewAsync(CancellationToken cancellationToken) => PutAsync(static _ => { }, cancellationToken);

    /// <summary>Ends the lease, so that other runs can use the checkpoint.</summary>
    private async Task<bool> EndAsync()
    {
        try
        {
            await PutAsync(static row => row.Columns.Remove(HolderColumn), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (FaxPlusException)
        {
            // The error is ignored, because the lease also expires without this write.
            return false;
        }
    }

    /// <summary>
    /// Changes and writes the row. Because the row in memory has the newest text, the write also repeats an earlier write that failed.
    /// </summary>
    private async Task PutAsync(Action<TableRow> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_lost is not null) throw _lost;
            TableRow row = _row!;
            change(row);
            // The clock is read before the request, because the response may be late.
            TimeSpan begun = _clock.Now;
            while (await _table.ReplaceAsync(row, cancellationToken).ConfigureAwait(false) is { } found)
            {
                // If the row still names this run, an earlier write of this run, whose response was lost, has changed the ETag. Otherwise,
                // the row was deleted, or another run has taken it over.
                if (found.ETag is null || found.Text(HolderColumn) != _id) throw _lost = TakenOver(found);
                row.ETag = found.ETag;
                begun = _clock.Now;
            }

            ValidUntil = begun + s_length;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void SetHolder(TableRow row)
    {
        using Process process = Process.GetCurrentProcess();
        row.Columns[HolderColumn] = _id;
        row.Columns[MachineColumn] = Environment.MachineName;
        row.Columns[ProcessColumn] = (long)process.Id;
        row.Columns[LeaseColumn] = (long)s_length.TotalSeconds;
    }

    /// <summary>Whether the lease of another run is still valid.</summary>
    private bool IsHeld(TableRow row, DateTimeOffset now) =>
        row.Text(HolderColumn) is string holder && holder != _id && (row.Written is null || now <= EndOf(row));

    /// <summary>
    /// Returns the time when another run may take over a row, by the storage clock. If a user has damaged the duration of the lease, the
    /// default duration applies.
    /// </summary>
    private static DateTimeOffset? EndOf(TableRow row) => row.Written + s_slack
        + (row.HasNumber(LeaseColumn, 86_400) && row.Number(LeaseColumn) > 0 ? TimeSpan.FromSeconds(row.Number(LeaseColumn)) : s_length);

    private static string HolderOf(TableRow row) => $"the process {row.Number(ProcessColumn)} on the machine {row.Text(MachineColumn)}";

    private FaxPlusException InUse(TableRow row)
    {
        string until = EndOf(row) is { } end
            ? $"until {FaxTime.Format(end)} UTC, unless it renews its lease"
            : "as long as it renews its lease";
        return new(FaxPlusErrorKind.Conflict, $"Another run is using the checkpoint '{_name}': {HolderOf(row)}, {until}.")
        {
            RecommendedAction = "Wait until the other run has ended, or stop it, or use another checkpoint for this run. "
                + "If the other run was killed, wait until its lease expires.",
        };
    }

    private FaxPlusException TakenOver(TableRow found)
    {
        string other = found.Text(HolderColumn) is null ? "another run, which has ended," : HolderOf(found);
        string why = found.ETag is null
            ? "the checkpoint row was deleted from the table"
            : $"{other} has taken over the checkpoint, because this run had not renewed its lease in time";
        return new(
            FaxPlusErrorKind.Conflict,
            $"This run has lost the checkpoint '{_name}': {why}. "
            + "The faxes that this run has received since its last write will be received again.")
        {
            RecommendedAction = "Run the same command again when no other run is using the checkpoint.",
            IsFatal = true,
        };
    }
}
