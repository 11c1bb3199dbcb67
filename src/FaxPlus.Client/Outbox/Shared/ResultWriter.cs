using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>Writes the results of a worker to the rows of its items.</summary>
internal sealed class ResultWriter(SharedTable table, TableIndex index, string worker)
{
    private readonly ConcurrentDictionary<string, (TableEntry Item, JournalLine Line)> _unwritten = new(StringComparer.Ordinal);

    /// <exception cref="FaxPlusException">
    /// The result could not be written. <see cref="RetryAsync(CancellationToken)"/> writes it again.
    /// </exception>
    public async Task WriteAsync(TableEntry item, JournalLine line, CancellationToken cancellationToken)
    {
        try
        {
            await ReplaceAsync(item, line, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _unwritten[item.Key] = (item, line);
            throw;
        }
    }

    /// <summary>
    /// Writes the results that could not be written before. Without these results, other workers would wait for the items until this worker
    /// ends.
    /// </summary>
    /// <exception cref="FaxPlusException">A result could not be written.</exception>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        foreach (string key in _unwritten.Keys) await RetryAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the result of an item that could not be written before. Without it, this worker would search for the fax if the item is in
    /// the list twice, and could send the fax again.
    /// </summary>
    /// <exception cref="FaxPlusException">The result could not be written.</exception>
    public async Task RetryAsync(string key, CancellationToken cancellationToken)
    {
        if (!_unwritten.TryGetValue(key, out (TableEntry Item, JournalLine Line) result)) return;
        await ReplaceAsync(result.Item, result.Line, cancellationToken).ConfigureAwait(false);
        // A newer result of the item, which could not be written in the meantime, is kept.
        ((ICollection<KeyValuePair<string, (TableEntry, JournalLine)>>)_unwritten).Remove(new(key, result));
    }

    private async Task ReplaceAsync(TableEntry item, JournalLine line, CancellationToken cancellationToken)
    {
        TableRow row = item.ToRow(line, worker);
        while ((row.ETag is null
            ? await table.InsertAsync(row, cancellationToken).ConfigureAwait(false)
            : await table.ReplaceAsync(row, cancellationToken).ConfigureAwait(false)) is { } found)
        {
            // If the row was deleted and the attempt has not failed, the row is inserted again, because the next run would otherwise send
            // the fax again. If another worker has taken over the item, the row is replaced only to record that the service has the fax.
            bool isDeleted = found.ETag is null;
            if (!isDeleted && TableEntry.WorkerOf(found) == worker && TableEntry.StateOf(found) == line.State)
            {
                // An earlier write, whose response was lost, has recorded the result.
                row.ETag = found.ETag;
                break;
            }

            if (isDeleted
                ? line.State == JournalState.Failed
                : line.State != JournalState.Sent || TableEntry.StateOf(found) == JournalState.Sent)
            {
                if (!isDeleted) index.SetFound(found);
                item.Apply(line);
                return;
            }

            row.ETag = found.ETag;
        }

        item.ETag = row.ETag;
        index.Apply(item, line, worker);
    }
}
