using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>The journal of a run: a file, which one run holds, or a table, which several workers share.</summary>
internal interface ISendJournal : IDisposable
{
    /// <summary>The known facts about the service and the account.</summary>
    JournalHeader Header { get; }

    /// <summary>The service of the run that had the journal before, if it is another service, which has no fax of the journal.</summary>
    string? TakenOverFrom { get; }

    /// <summary>When the journal was opened, by this machine's clock.</summary>
    DateTimeOffset OpenedAt { get; }

    /// <summary>The items that were in doubt when the journal was opened, and that no run is sending; valid only before the run
    /// writes.</summary>
    IEnumerable<JournalEntry> InDoubt();

    /// <summary>What is known of an item without a request.</summary>
    JournalEntry? Recall(string key);

    /// <summary>Locks an item for one caller of this run; other callers for the same item wait.</summary>
    Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken);

    /// <summary>The item, if this run may send it or settle its doubt; null if it was never begun.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="isLast">Whether the item was passed over before.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <exception cref="OtherWorkerException">Another worker has the item or has ended it.</exception>
    Task<JournalEntry?> FindAsync(string key, bool isLast, CancellationToken cancellationToken);

    /// <summary>An item that was never begun.</summary>
    JournalEntry NewEntry(string key);

    /// <summary>Writes an event of an item. When the task has completed, the event is stored and in the entry.</summary>
    /// <exception cref="OtherWorkerException">The event is an intent, and another worker has the item.</exception>
    Task WriteAsync(JournalEntry entry, JournalLine line, CancellationToken cancellationToken = default);

    /// <summary>Writes new facts about the records that the account keeps.</summary>
    Task LearnAsync(bool? keepsMarks, bool? keepsIds, CancellationToken cancellationToken);

    /// <summary>Runs immediately before each request that sends a fax.</summary>
    /// <exception cref="FaxPlusException">This run has lost its items to other workers.</exception>
    Task BeforeRequestAsync(CancellationToken cancellationToken);

    /// <summary>Whether it is another worker's turn to begin the item.</summary>
    bool IsForOthers(string key);
}

/// <summary>Another worker of the same run has an item or has ended it.</summary>
/// <param name="key">The key of the item.</param>
/// <param name="holder">The worker that has it; null if the item has ended.</param>
internal sealed class OtherWorkerException(string key, string? holder) : Exception("Another worker has the item.")
{
    public string Key => key;

    public string? Holder => holder;
}
