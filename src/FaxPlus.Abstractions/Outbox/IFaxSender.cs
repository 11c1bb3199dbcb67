using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A run of sends. Several sends can be in flight concurrently. Disposing the sender closes the journal.</summary>
public interface IFaxSender : IDisposable
{
    /// <summary>
    /// The progress of a run with a journal in a table, including the items of all workers, at most a few seconds old. The value is null
    /// before the first item, and for a run without a journal in a table. Reading the property makes no request.
    /// </summary>
    JournalSummary? Run { get; }

    /// <summary>
    /// Returns the receipts of an item that the run's journal records as sent. The first call requests the uid of the account, because a
    /// journal belongs to one account. For an item without a key, the method may also request the numbers of the account. If this method
    /// reads the files of the request, <see cref="SendAsync"/> sends exactly the contents that were read, or fails.
    /// </summary>
    /// <returns>The receipts, one for each destination; null if the item must still be sent, or if there is no journal.</returns>
    /// <exception cref="FaxPlusException">The journal cannot be used, or it contains another fax with this key.</exception>
    Task<IReadOnlyList<SentFax>?> FindSentAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks the files of a request and the number to send from, without making changes. <see cref="SendAsync"/> sends exactly the
    /// contents that were checked, or fails.
    /// </summary>
    /// <returns>The number from which the fax would be sent.</returns>
    Task<string> ResolveSenderAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads the files that are not uploaded yet, and sends the fax. After a lost response, the client searches for the fax; an ambiguous
    /// send is not retried. With a journal, the client saves the intent before the request and the result after the request, and does not
    /// resend items that the journal records as sent.
    /// </summary>
    /// <returns>
    /// One receipt for each destination. If several workers share the journal, the list is empty for an item that is assigned to or claimed
    /// by another worker, or that another worker has finished since this run began.
    /// </returns>
    /// <exception cref="FaxPlusException">
    /// The fax was not sent; or, with the kind InDoubt, the client cannot determine whether the fax was sent.
    /// </exception>
    Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// If several workers share the journal, returns requests that this run can send now. <see cref="SendAsync"/> returned no receipts for
    /// these requests, because their items were assigned to or claimed by another worker. No worker has sent the items since. Pass the
    /// requests to <see cref="SendAsync"/> again.
    /// </summary>
    /// <param name="waits">
    /// Whether to wait until there are requests to return; an empty list then means that all items are finished. If false, the method does
    /// not wait, and the returned task is already completed.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<SendRequest>> TakePassedOverAsync(bool waits, CancellationToken cancellationToken = default);
}

/// <summary>The options of a run of sends.</summary>
public sealed class SendingOptions
{
    /// <summary>The default number to send from; null for the only number of the account.</summary>
    public string? DefaultFrom { get; set; }

    /// <summary>
    /// The journal, which makes the run resumable; null for no journal. A journal that does not exist is created. The value is the path of
    /// a file, which only one run can use at a time, or the address of a run in Azure Table Storage,
    /// <c>https://account.table.core.windows.net/table#run</c>, which several workers share.
    /// </summary>
    public string? Journal { get; set; }

    /// <summary>
    /// The secret of the storage account for a journal in a table: a connection string, an account key or a SAS. If null, the identity of
    /// the machine or user is used.
    /// </summary>
    public Secret? JournalCredential { get; set; }

    /// <summary>The number of items of the run, which the summary of a journal in a table contains; 0 if unknown.</summary>
    public long ExpectedCount { get; set; }

    /// <summary>Whether the journal is opened only for reading, for a run that does not send faxes.</summary>
    public bool JournalIsReadOnly { get; set; }

    /// <summary>
    /// Whether the comment of a fax ends with a mark, <c>#fp-…</c>, by which the client identifies the fax record. The mark is added only
    /// with a journal. The models of this library do not show the mark.
    /// </summary>
    public bool MarkComments { get; set; } = true;

    /// <summary>
    /// Whether the client resends an item that an earlier run left in doubt and that a search cannot resolve. The recipient may then
    /// receive the fax twice.
    /// </summary>
    public bool ResendInDoubt { get; set; }
}
