using System;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>Computes the progress of a run from the counts of this worker and the rows of the other workers.</summary>
internal static class RunProgress
{
    /// <param name="name">The name of the journal.</param>
    /// <param name="index">The known items of the run.</param>
    /// <param name="workers">The rows of the other workers.</param>
    /// <param name="working">The number of workers that are running.</param>
    /// <param name="elapsed">The time since this worker started.</param>
    /// <param name="expected">The expected number of items; 0 if unknown.</param>
    /// <param name="now">The current time.</param>
    public static JournalSummary Of(
        string name, TableIndex index, WorkerRows workers, int working, TimeSpan elapsed, long expected, DateTimeOffset now) =>
        new JournalSummary
        {
            Journal = name,
            Sent = index.Count(JournalState.Sent),
            Failed = index.Count(JournalState.Failed),
            InDoubt = index.Count(JournalState.InDoubt),
            Sending = index.Count(JournalState.Sending),
            Workers = working,
            PerMinute = (workers.PerMinute ?? 0) + (elapsed > TimeSpan.Zero ? index.Ended / elapsed.TotalMinutes : 0),
            Expected = Math.Max(workers.Expected ?? 0, expected) is > 0 and var most ? most : null,
            Time = now,
        }.Complete();
}
