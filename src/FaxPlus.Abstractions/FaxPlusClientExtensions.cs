using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Extension methods that combine several calls for common tasks.</summary>
public static class FaxPlusClientExtensions
{
    /// <summary>
    /// Sends one fax without a journal (API reference 3.5). Use <see cref="IOutboxOperations.BeginSending"/> to send several faxes.
    /// </summary>
    /// <returns>One object per destination.</returns>
    /// <exception cref="FaxPlusException">
    /// The fax was not sent, or (InDoubt) the client cannot determine whether the fax was sent.
    /// </exception>
    public static async Task<IReadOnlyList<SentFax>> SendAsync(
        this IOutboxOperations outbox, SendRequest request, CancellationToken cancellationToken = default)
    {
        if (outbox is null) throw new ArgumentNullException(nameof(outbox));
        using IFaxSender sender = outbox.BeginSending();
        return await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a fax has been sent or has failed (API reference 3.3 and 3.5).</summary>
    /// <param name="faxes">The fax operations of a client.</param>
    /// <param name="sent">The fax.</param>
    /// <param name="timeout">The maximum time to wait.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the fax.</param>
    /// <returns>The fax record, whose status shows whether the fax was sent.</returns>
    /// <exception cref="FaxPlusException">Timeout: the fax is still being sent. NotFound: the service no longer has the fax.</exception>
    public static async Task<Fax> WaitAsync(
        this IFaxOperations faxes, SentFax sent, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<FollowedFax> ended = await faxes.WaitAsync(
            [sent ?? throw new ArgumentNullException(nameof(sent))], timeout, cancellationToken).ConfigureAwait(false);
        return ended[0].Fax ?? throw ended[0].Error!;
    }

    /// <summary>Waits until each of several faxes has been sent or has failed.</summary>
    /// <param name="faxes">The fax operations of a client.</param>
    /// <param name="sent">The faxes.</param>
    /// <param name="timeout">The maximum time to wait for all faxes.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the faxes.</param>
    /// <returns>One object per fax, with the record or the error, in the order of completion.</returns>
    public static async Task<IReadOnlyList<FollowedFax>> WaitAsync(
        this IFaxOperations faxes, IEnumerable<SentFax> sent, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (faxes is null) throw new ArgumentNullException(nameof(faxes));
        IFaxFollower follower = faxes.Follow();
        foreach (SentFax fax in sent ?? throw new ArgumentNullException(nameof(sent))) follower.Add(fax);
        var waited = Stopwatch.StartNew();
        var ended = new List<FollowedFax>();
        while (follower.Pending > 0)
        {
            TimeSpan left = timeout - waited.Elapsed;
            ended.AddRange(await follower.NextAsync(left < TimeSpan.Zero ? TimeSpan.Zero : left, cancellationToken).ConfigureAwait(false));
        }

        return ended;
    }
}
