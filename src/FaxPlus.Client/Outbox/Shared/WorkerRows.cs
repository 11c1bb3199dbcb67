using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The worker rows of a run, as returned by one request.</summary>
/// <param name="rows">The rows, which may include other rows of the run.</param>
/// <param name="servedAt">The time when the storage returned the rows, by the storage clock.</param>
/// <exception cref="FaxPlusException">A row is damaged.</exception>
internal sealed class WorkerRows(IEnumerable<TableRow> rows, DateTimeOffset servedAt)
{
    /// <summary>The additional time for which other workers wait after a lease has expired.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>The start of the key range that contains the worker rows. One request reads all rows of the range.</summary>
    public const string First = "p";
    private const string After = "x";

    /// <summary>
    /// The time before the last response from which changed rows are read, because the clocks of the storage's servers may differ.
    /// </summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(30);

    /// <summary>The time without a renewal after which a worker no longer counts as active.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, TableRow> _rows = rows
        .Where(row => row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal))
        .Select(LeaseColumns.Check)
        .ToDictionary(row => row.Key, StringComparer.Ordinal);

    public DateTimeOffset ServedAt { get; private set; } = servedAt;

    /// <summary>The time from which the next response must contain changed rows; null if it must contain all rows.</summary>
    public DateTimeOffset? Since { get; private set; }

    public IEnumerable<TableRow> All => _rows.Values;

    public IEnumerable<TableRow> Working => _rows.Values.Where(row => !HasEnded(row) && Age(row) < s_idle);

    /// <summary>
    /// The most recently renewed row that contains counts. The row of a worker that is still reading the items of the run has no counts.
    /// </summary>
    public TableRow? Newest => _rows.Values
        .Where(row => row.Columns.ContainsKey(nameof(JournalState.Sent)))
        .OrderByDescending(row => row.Written)
        .FirstOrDefault();

    public double? PerMinute
    {
        get
        {
            double[] rates = [.. Working
                .Select(row => (
                    Done: row.Number(LeaseColumns.Done),
                    Time: row.Written
                        - (row.Columns.TryGetValue(LeaseColumns.Begun, out object? begun) ? begun as DateTimeOffset? : null)))
                .Where(worker => worker.Time > TimeSpan.Zero)
                .Select(worker => worker.Done / worker.Time!.Value.TotalMinutes)];
            return rates.Length == 0 ? null : rates.Sum();
        }
    }

    public long? Expected =>
        _rows.Values.Select(row => row.Number(LeaseColumns.Expected)).DefaultIfEmpty(0).Max() is > 0 and var most ? most : null;

    /// <summary>
    /// The longest remaining wait after the service has refused a request of a worker, and the status of the response; null if no wait
    /// remains.
    /// </summary>
    public (TimeSpan Time, int Status)? Refusal => _rows.Values
        .Where(row => row.Number(LeaseColumns.Wait) > 0)
        .Select(row => (
            Time: TimeSpan.FromMilliseconds(row.Number(LeaseColumns.Wait)) - Age(row),
            Status: (int)row.Number(LeaseColumns.WaitStatus)))
        .Where(refusal => refusal.Time > TimeSpan.Zero)
        .OrderByDescending(refusal => refusal.Time)
        .Select(refusal => ((TimeSpan, int)?)refusal)
        .FirstOrDefault();

    /// <summary>
    /// Reads the worker rows and, if a time is specified, only those that were written at this time or later. If the response lacks the row
    /// of the worker that reads, which this worker has just written, the storage (such as Cosmos DB) cannot filter by time; then all rows are
    /// read.
    /// </summary>
    public static async Task<WorkerRows> ReadAsync(
        SharedTable table, DateTimeOffset? since, string? reader, ClientPlatform platform, CancellationToken cancellationToken)
    {
        (List<TableRow> rows, DateTimeOffset? servedAt) = await table.ReadAllAsync(First, After, since, cancellationToken)
            .ConfigureAwait(false);
        if (since is not null && reader is not null && !rows.Exists(row => row.Key == WorkerLease.Prefix + reader))
        {
            (rows, servedAt) = await table.ReadAllAsync(First, After, null, cancellationToken).ConfigureAwait(false);
        }

        return new WorkerRows(rows, servedAt ?? platform.Time.GetUtcNow()) { Since = servedAt - s_overlap };
    }

    /// <summary>Adds the rows of a later response, which may contain only rows that have changed.</summary>
    public void Update(WorkerRows later)
    {
        foreach (TableRow row in later.All) _rows[row.Key] = row;
        (ServedAt, Since) = (later.ServedAt, later.Since);
    }

    public void Remove(string worker) => _rows.Remove(WorkerLease.Prefix + worker);

    public TableRow? Find(string worker) => _rows.TryGetValue(WorkerLease.Prefix + worker, out TableRow? row) ? row : null;

    public void Set(TableRow row) => _rows[row.Key] = LeaseColumns.Check(row);

    public bool IsWorking(string worker) => Find(worker) is { } row && !IsOver(row);

    public static bool HasEnded(TableRow row) => row.Flag(LeaseColumns.Dead) || row.Flag(LeaseColumns.Ended);

    /// <summary>Whether a worker has ended, or its lease has expired.</summary>
    public bool IsOver(TableRow row) => HasEnded(row) || Age(row) > TimeSpan.FromSeconds(row.Number(LeaseColumns.Lease)) + Slack;

    /// <summary>
    /// Returns the time since the renewal of a row, by the storage clock. A row can seem newer than the response that contains it, because
    /// the time of the response has no fractions of a second.
    /// </summary>
    private TimeSpan Age(TableRow row) =>
        row.Written is DateTimeOffset written && ServedAt > written ? ServedAt - written : TimeSpan.Zero;
}
