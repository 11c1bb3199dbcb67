using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;

namespace FaxPlus.Client.Outbox;

/// <summary>Finds an item in a journal by any of its keys.</summary>
internal sealed class JournalLookup(ISendJournal journal)
{
    /// <summary>
    /// Returns the item if an earlier run has sent it. An item that this run has sent is not returned, because
    /// <see cref="JournaledSends.SendAsync"/> compares its contents.
    /// </summary>
    public JournalEntry? Recall(ItemKeys keys) =>
        keys.All.Select(Recall).FirstOrDefault(entry => entry is not null && keys.Includes(entry));

    public JournalEntry? Recall(string key) => journal.Recall(key) is { State: JournalState.Sent, Contents: null } done ? done : null;

    /// <summary>Finds the entry of an item that this run may send, or may resolve if the item is in doubt.</summary>
    /// <param name="keys">The keys of the item.</param>
    /// <param name="isLast">Whether this run has passed over the item before.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The entry, or null if the item was never begun, and the key for a new item.</returns>
    /// <exception cref="OtherWorkerException">Another worker has claimed the item, or has ended it.</exception>
    public async Task<(JournalEntry? Entry, string NewKey)> FindAsync(ItemKeys keys, bool isLast, CancellationToken cancellationToken)
    {
        JournalEntry? found = null;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string key in keys.All)
        {
            JournalEntry? entry;
            try
            {
                entry = await journal.FindAsync(key, isLast, cancellationToken).ConfigureAwait(false);
            }
            catch (OtherWorkerException other) when (other.Holder is null)
            {
                // The other worker's item may be a different fax with the same key, which was sent from another number.
                entry = await ((TableJournal)journal).FindOtherAsync(key, keys.Contents, cancellationToken).ConfigureAwait(false);
                if (entry is null || keys.Includes(entry)) throw;
            }

            if (entry is null) continue;
            taken.Add(key);
            // The journal may contain the item under two keys, for example as failed under the key of an earlier version, and as sent under
            // another key.
            if (keys.Includes(entry) && (found is null || Rank(entry) > Rank(found))) found = entry;
        }

        return (found, found?.Key ?? keys.New.First(key => !taken.Contains(key)));
    }

    private static int Rank(JournalEntry entry) => entry.State switch { JournalState.Sent => 2, JournalState.Failed => 0, _ => 1 };
}
