using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A run of sends. Several may be under way at a time. Disposing it closes the journal.</summary>
public interface IFaxSender : IDisposable
{
    /// <summary>
    /// What the run's journal knows of an item that was sent before. The first call asks whose account it is, which the journal must be of;
    /// nothing else is asked for.
    /// </summary>
    /// <returns>The receipts, one a destination; null where the item is to be sent, or where there is no journal.</returns>
    /// <exception cref="FaxPlusException">The journal cannot be used, or it has another fax under this key.</exception>
    Task<IReadOnlyList<SentFax>?> FindSentAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks a request without any call that changes something: its files, and the number to send from.
    /// </summary>
    /// <returns>The number that the fax would be sent from.</returns>
    Task<string> ResolveSenderAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads what is not uploaded yet and sends. A lost answer is settled by looking the fax up; it is never sent
    /// again on a guess. With a journal, the intent is on disk before the request and the answer after it, and what the
    /// journal has as sent is not sent again.
    /// </summary>
    /// <returns>One item a destination.</returns>
    /// <exception cref="FaxPlusException">Nothing was sent; or, with the kind InDoubt, nobody can tell.</exception>
    Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken = default);
}

/// <summary>What holds for a whole run of sends.</summary>
public sealed class SendingOptions
{
    /// <summary>The number to send from where a request names none; null for the account's only number.</summary>
    public string? DefaultFrom { get; set; }

    /// <summary>The file that makes the run resumable; null for none. It is made when it is not there.</summary>
    public string? Journal { get; set; }

    /// <summary>Whether the journal is only looked at: for a run that sends nothing.</summary>
    public bool JournalIsReadOnly { get; set; }

    /// <summary>
    /// Whether the comment of a fax ends with a mark, <c>#fp-…</c>, by which its record is recognised. Only with a journal. The models of this
    /// library do not show it.
    /// </summary>
    public bool MarkComments { get; set; } = true;

    /// <summary>
    /// Whether an item is sent again that an earlier run left in doubt and that a look-up cannot settle. It may then arrive twice.
    /// </summary>
    public bool ResendInDoubt { get; set; }
}
