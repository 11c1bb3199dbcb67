using System;
using System.Collections.Generic;
using System.Globalization;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// Reads and writes the events of items in the worker rows. A row contains the events of the last few renewals, so that an idle worker,
/// which reads the rows less often, misses no event.
/// </summary>
internal sealed class WorkerNews(TableIndex index)
{
    public const string BeatColumn = "Beat";

    /// <summary>The beginning of the names of the columns that contain events.</summary>
    public const string NewsColumn = "News";

    private const int MaxNews = 64 * 1024 / ItemNews.Size;

    /// <summary>
    /// The number of renewals whose events a row contains. It exceeds the number of renewals after which an idle worker reads the rows
    /// again.
    /// </summary>
    private const int KeptBeats = WorkerLease.IdleBeats + 2;

    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    private long _beat;

    /// <summary>Writes unreported events to the row of this worker.</summary>
    public void Write(TableRow row)
    {
        IReadOnlyList<ItemNews> news = index.TakeNews(MaxNews);
        _beat++;
        row.Columns[BeatColumn] = _beat;
        row.Columns[Column(_beat)] = ItemNews.Write(news);
    }

    /// <summary>
    /// Skips the events in another worker's row. Used when this worker begins, because this worker then reads the rows of all items.
    /// </summary>
    public void Skip(TableRow row) => _read[WorkerOf(row)] = row.Number(BeatColumn);

    /// <summary>Reads the new events in another worker's row.</summary>
    public void Read(TableRow row)
    {
        string worker = WorkerOf(row);
        long newest = row.Number(BeatColumn);
        _read.TryGetValue(worker, out long read);
        for (long beat = Math.Max(read + 1, newest - KeptBeats + 1); beat <= newest; beat++)
        {
            foreach (ItemNews news in ItemNews.Read(row.Bytes(Column(beat)) ?? [])) index.SetOther(news, worker);
        }

        _read[worker] = newest;
    }

    private static string WorkerOf(TableRow row) => row.Key.Substring(WorkerLease.Prefix.Length);

    private static string Column(long beat) => NewsColumn + (beat % KeptBeats).ToString(CultureInfo.InvariantCulture);
}
