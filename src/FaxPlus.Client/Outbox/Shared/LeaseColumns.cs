using System;
using System.Collections.Generic;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The columns of a worker row, in addition to the counts of the run and the events of items.</summary>
internal static class LeaseColumns
{
    public const string Dead = "Dead";
    public const string Ended = "Ended";
    public const string Lease = "LeaseSeconds";
    public const string Begun = "Begun";
    public const string Done = "Done";
    public const string Expected = "Expected";
    public const string Wait = "WaitMilliseconds";
    public const string WaitStatus = "WaitStatus";

    /// <summary>Returns the row if a worker can have written its values.</summary>
    /// <exception cref="FaxPlusException">A value has another type, or is out of range.</exception>
    public static TableRow Check(TableRow row)
    {
        foreach (KeyValuePair<string, object> column in row.Columns)
        {
            bool isValid = column.Key switch
            {
                Dead or Ended => column.Value is bool,
                Begun => column.Value is DateTimeOffset,
                Expected => column.Value is long or int,
                // A longer lease would make other workers wait forever for a worker that was killed.
                Lease => row.HasNumber(column.Key, 86_400) && row.Number(column.Key) > 0,
                Wait => row.HasNumber(column.Key, (long)TimeSpan.MaxValue.TotalMilliseconds),
                Done or WaitStatus or WorkerNews.BeatColumn
                    or nameof(JournalState.Sending) or nameof(JournalState.Sent) or nameof(JournalState.Failed)
                    or nameof(JournalState.InDoubt) => row.HasNumber(column.Key, int.MaxValue),
                _ => !column.Key.StartsWith(WorkerNews.NewsColumn, StringComparison.Ordinal)
                    || (column.Value is byte[] news && ItemNews.IsValid(news)),
            };
            if (!isValid) throw DamagedRow.Worker(row.Key, column.Key);
        }

        return row;
    }
}
