using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// The journal of a run. Only one run at a time can use a journal in a file; several workers can share a journal in a table.
/// </summary>
internal interface ISendJournal : IDisposable
{
    /// <summary>The service and the account of the journal, and what is known about the account's records.</summary>
    JournalHeader Header { get; }

    /// <summary>
    /// The service of the previous run with this journal, if it differs from the service of this run; otherwise null. The previous service
    /// has no fax of the journal.
    /// </summary>
    string? TakenOverFrom { get; }

    /// <summary>The time when the journal was opened, by this machine's clock.</summary>
    DateTimeOffset OpenedAt { get; }

    /// <summary>
    /// Returns the items that were in doubt when the journal was opened and that no run is sending. The method may be called only before
    /// the run writes to the journal.
    /// </summary>
    IEnumerable<JournalEntry> InDoubt();

    /// <summary>Returns the entry of an item that an earlier run has sent; null if no such entry is known. No request is made.</summary>
    JournalEntry? Recall(string key);

    /// <summary>Locks an item for one caller of this run until the result is disposed. Other callers for the same item wait.</summary>
    Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the entry of an item that this run may send, or may resolve if the item is in doubt. Returns null if the item was never begun.
    /// </summary>
    /// <param name="key">The key of the item.</param>
    /// <param name="isLast">Whether this run has passed over the item before.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="OtherWorkerException">Another worker has claimed the item, or has ended it.</exception>
    Task<JournalEntry?> FindAsync(string key, bool isLast, CancellationToken cancellationToken);

    /// <summary>Creates the entry of an item that was never begun.</summary>
    JournalEntry NewEntry(string key);

    /// <summary>Writes an event of an item. When the task has completed, the event is stored, and the entry includes the event.</summary>
    /// <exception cref="OtherWorkerException">The event is an intent, and another worker has claimed the item.</exception>
    Task WriteAsync(JournalEntry entry, JournalLine line, CancellationToken cancellationToken = default);

    /// <summary>Stores what is known about the records that the account keeps, if it differs from what is stored.</summary>
    Task LearnAsync(bool? keepsMarks, bool? keepsIds, CancellationToken cancellationToken);

    /// <summary>Called immediately before each request that sends a fax. Checks that this run may still send.</summary>
    /// <exception cref="FaxPlusException">Other workers have taken over the items of this run.</exception>
    Task BeforeRequestAsync(CancellationToken cancellationToken);

    /// <summary>Whether the item is assigned to another worker.</summary>
    bool IsForOthers(string key);
}

/// <summary>The exception that is thrown if another worker of the same run has claimed an item, or has ended it.</summary>
/// <param name="key">The key of the item.</param>
/// <param name="holder">The worker that has claimed the item; null if the item has ended.</param>
internal sealed class OtherWorkerException(string key, string? holder) : Exception("Another worker has claimed the item.")
{
    public string Key => key;

    public string? Holder => holder;
}
