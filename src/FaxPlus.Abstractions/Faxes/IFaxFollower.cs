using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Follows faxes until they have a final status. A poll reads the outbox of each account once and, if faxes are missing there, the list of
/// sent faxes once. A fax whose record is known is requested separately instead.
/// </summary>
public interface IFaxFollower
{
    /// <summary>The number of faxes without a final status.</summary>
    int Pending { get; }

    /// <summary>Adds a fax that was just submitted.</summary>
    void Add(SentFax fax);

    /// <summary>Adds an outbox item.</summary>
    void Add(OutboxFax fax);

    /// <summary>Adds a fax record; a record with a final status needs no request.</summary>
    void Add(Fax fax);

    /// <summary>Adds an outbox id or a fax id.</summary>
    void Add(string id, string userId = FaxPlusDefaults.Self);

    /// <summary>Polls at increasing intervals until at least one fax has a final status or the timeout has elapsed.</summary>
    /// <param name="timeout">
    /// The timeout, counted from the call. After the timeout, the method returns the remaining faxes with an error of the kind Timeout.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait immediately.</param>
    /// <returns>The faxes with a final status or an error; empty if no fax is pending.</returns>
    Task<IReadOnlyList<FollowedFax>> NextAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}

/// <summary>The result of following one fax: either the fax record or an error.</summary>
public sealed class FollowedFax
{
    internal FollowedFax(object source, Fax? fax, FaxPlusException? error)
    {
        Source = source;
        Fax = fax;
        Error = error;
    }

    /// <summary>
    /// The added object, which is a <see cref="SentFax"/>, an <see cref="OutboxFax"/>, a <see cref="FaxPlus.Fax"/> or an id.
    /// </summary>
    public object Source { get; }

    /// <summary>The record with the final status, successful or not; null if there is an error.</summary>
    public Fax? Fax { get; }

    /// <summary>The error if the final status could not be determined; otherwise null.</summary>
    public FaxPlusException? Error { get; }
}
