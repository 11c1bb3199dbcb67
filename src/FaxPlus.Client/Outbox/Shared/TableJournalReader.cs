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

/// <summary>Reads the journal of a run in a table, without registering as a worker.</summary>
internal sealed class TableJournalReader(ITable table, string name, ClientPlatform platform)
{
    // The timeout is short, because a user waits for the result.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly SharedTable _table = new(table, platform, NullObserver.Instance, s_timeout);

    public static TableJournalReader Open(string address, Secret? credential)
    {
        var table = TableAddress.Parse(address);
        return new TableJournalReader(AzureTables.Open(table, credential), table.ToString(), ClientPlatform.Default);
    }

    /// <summary>Returns the items, in the order of the hashes of their keys, page by page.</summary>
    public IEnumerable<JournalItem> Read(CancellationToken cancellationToken)
    {
        // The worker rows are read immediately, so that a wrong address causes an exception here and not during the enumeration.
        WorkerRows workers = Await(WorkersAsync(cancellationToken));
        return Items();

        IEnumerable<JournalItem> Items()
        {
            string? continuation = null;
            do
            {
                TablePage page = Await(_table.ReadAsync(TableEntry.Prefix, TableJournal.AfterItems, continuation, cancellationToken));
                foreach (TableEntry entry in page.Rows.Select(TableEntry.Of))
                {
                    yield return entry.ToItem(workers.IsWorking(entry.Worker), entry.Attempts);
                }

                continuation = page.Continuation;
            }
            while (continuation is not null);
        }
    }

    /// <summary>Returns the counts that the workers have written. The item rows are not read.</summary>
    public JournalSummary Summarize(CancellationToken cancellationToken)
    {
        WorkerRows workers = Await(WorkersAsync(cancellationToken));
        var summary = new JournalSummary
        {
            Journal = name,
            Workers = workers.Working.Count(),
            Time = workers.ServedAt,
            PerMinute = workers.PerMinute,
            Expected = workers.Expected,
        };
        if (workers.Newest is { } row)
        {
            (summary.Sent, summary.Failed, summary.InDoubt) =
                (row.Number(nameof(JournalState.Sent)), row.Number(nameof(JournalState.Failed)), row.Number(nameof(JournalState.InDoubt)));
            // Items without a recorded result count as being sent only if a worker is active; otherwise they are in doubt.
            if (summary.Workers > 0) summary.Sending = row.Number(nameof(JournalState.Sending));
            else summary.InDoubt += row.Number(nameof(JournalState.Sending));
        }

        return summary.Complete();
    }

    private async Task<WorkerRows> WorkersAsync(CancellationToken cancellationToken)
    {
        if (await _table.GetAsync(TableHeader.Key, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The table has no journal '{name}'.")
            {
                RecommendedAction = "Check the name of the run, after #.",
            };
        }

        return await WorkerRows.ReadAsync(_table, since: null, reader: null, platform, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Blocks until a task has completed. No deadlock is possible, because all awaits use ConfigureAwait(false).</summary>
    private static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
