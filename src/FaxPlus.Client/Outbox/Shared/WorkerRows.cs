using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The rows of the workers of a run, as they were at a certain time.</summary>
/// <param name="rows">The rows, with those of the run as a whole.</param>
/// <param name="servedAt">The time, by the clock of the storage.</param>
internal sealed class WorkerRows(IEnumerable<TableRow> rows, DateTimeOffset servedAt)
{
    /// <summary>The time for which the others wait after the end of a lease.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>A worker that has not renewed its row for this time does not count as working.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, TableRow> _rows = rows
        .Where(row => row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal))
        .ToDictionary(row => row.Key, StringComparer.Ordinal);

    public DateTimeOffset ServedAt => servedAt;

    public IEnumerable<TableRow> All => _rows.Values;

    public IEnumerable<TableRow> Working => _rows.Values.Where(row => !HasEnded(row) && Age(row) < s_idle);

    /// <summary>The row that was renewed last, whose counts are the most recent.</summary>
    public TableRow? Newest => _rows.Values.OrderByDescending(row => row.Written).FirstOrDefault();

    public double? PerMinute
    {
        get
        {
            double[] rates = [.. Working
                .Select(row => (
                    Done: row.Number(WorkerLease.DoneColumn),
                    Time: row.Written
                        - (row.Columns.TryGetValue(WorkerLease.BegunColumn, out object? begun) ? begun as DateTimeOffset? : null)))
                .Where(worker => worker.Time > TimeSpan.Zero)
                .Select(worker => worker.Done / worker.Time!.Value.TotalMinutes)];
            return rates.Length == 0 ? null : rates.Sum();
        }
    }

    public long? Expected =>
        _rows.Values.Select(row => row.Number(WorkerLease.ExpectedColumn)).DefaultIfEmpty(0).Max() is > 0 and var most ? most : null;

    /// <summary>
    /// The longest remaining wait that the service has requested from a worker, and the status of that response; null for none.
    /// </summary>
    public (TimeSpan Time, int Status)? Refusal => _rows.Values
        .Select(row => (
            Time: TimeSpan.FromMilliseconds(row.Number(WorkerLease.WaitColumn)) - Age(row),
            Status: (int)row.Number(WorkerLease.WaitStatusColumn)))
        .Where(refusal => refusal.Time > TimeSpan.Zero)
        .OrderByDescending(refusal => refusal.Time)
        .Select(refusal => ((TimeSpan, int)?)refusal)
        .FirstOrDefault();

    public TableRow? Find(string worker) => _rows.TryGetValue(WorkerLease.Prefix + worker, out TableRow? row) ? row : null;

    public void Set(TableRow row) => _rows[row.Key] = row;

    public bool IsWorking(string worker) => Find(worker) is { } row && !IsOver(row);

    public static bool HasEnded(TableRow row) => row.Flag(WorkerLease.DeadColumn) || row.Flag(WorkerLease.EndedColumn);

    /// <summary>Whether a worker has ended, or its lease has expired.</summary>
    public bool IsOver(TableRow row) => HasEnded(row) || Age(row) > TimeSpan.FromSeconds(row.Number(WorkerLease.LeaseColumn)) + Slack;

    /// <summary>How long ago a row was renewed, both times by the clock of the storage.</summary>
    private TimeSpan Age(TableRow row) => row.Written is DateTimeOffset written ? servedAt - written : TimeSpan.Zero;
}
