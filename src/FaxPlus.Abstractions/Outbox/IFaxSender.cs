using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A run of sends. Several sends can be in flight concurrently. Disposing it closes the journal.</summary>
public interface IFaxSender : IDisposable
{
    /// <summary>
    /// For a journal that several workers share: the progress of the run with the items of all workers, at most a few seconds old. No
    /// request is made. It is null for other runs, and before the first item.
    /// </summary>
    JournalSummary? Run { get; }

    /// <summary>
    /// The receipts of an item that the run's journal records as sent. The first call requests the uid of the account, since a journal
    /// belongs to one account; no other request is made.
    /// </summary>
    /// <returns>The receipts, one for each destination; null if the item is to be sent, or if there is no journal.</returns>
    /// <exception cref="FaxPlusException">The journal cannot be used, or it contains another fax with this key.</exception>
    Task<IReadOnlyList<SentFax>?> FindSentAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks a request without changing anything: its files, and the number to send from.
    /// </summary>
    /// <returns>The number that the fax would be sent from.</returns>
    Task<string> ResolveSenderAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads the files that are not uploaded yet, and sends the fax. After a lost response the fax is searched for; an ambiguous send is
    /// not retried. With a journal, the intent is saved before the request and the result after it, and items that the journal records as
    /// sent are not sent again.
    /// </summary>
    /// <returns>
    /// One receipt for each destination. Empty if several workers share the journal and another worker has claimed the item, has ended it
    /// since this run began, or is to begin it.
    /// </returns>
    /// <exception cref="FaxPlusException">
    /// Nothing was sent; or, with the kind InDoubt, it is not known whether the fax was sent.
    /// </exception>
    Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// For a journal that several workers share: returns the requests whose receipts were empty, since another worker had claimed the item
    /// or was to begin it, and that can be sent now because no worker has sent them. Pass them to <see cref="SendAsync"/> again.
    /// </summary>
    /// <param name="waits">
    /// Whether to wait until there are such requests; an empty list then means that each item has ended. If not, the returned task is
    /// already completed.
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
    /// The journal, which makes the run resumable; null for none. It is created if it does not exist. It is a file, which one run uses at a
    /// time, or the address of a run in Azure Table Storage, <c>https://account.table.core.windows.net/table#run</c>, which several workers
    /// share.
    /// </summary>
    public string? Journal { get; set; }

    /// <summary>
    /// For a journal in a table: a connection string, an account key or a SAS; null for the identity of the machine or user.
    /// </summary>
    public Secret? JournalCredential { get; set; }

    /// <summary>For a journal in a table: the number of items of the run, for its summary; 0 if it is not known.</summary>
    public long ExpectedCount { get; set; }

    /// <summary>Whether the journal is only read, for a run that sends nothing.</summary>
    public bool JournalIsReadOnly { get; set; }

    /// <summary>
    /// Whether the comment of a fax ends with a mark, <c>#fp-…</c>, by which its record is identified. Only with a journal. The models of
    /// this library do not show the mark.
    /// </summary>
    public bool MarkComments { get; set; } = true;

    /// <summary>
    /// Whether an item is sent again that an earlier run left in doubt and that a search cannot resolve. The fax may then arrive twice.
    /// </summary>
    public bool ResendInDoubt { get; set; }
}
