using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Follows faxes until each has come to its end. A look costs one list of the outbox and one of the sent faxes for all of them together,
/// and one request for each that the service still has in progress after it left the outbox.
/// </summary>
public interface IFaxFollower
{
    /// <summary>How many have not come to their end yet.</summary>
    int Pending { get; }

    /// <summary>Adds a fax that was just handed in.</summary>
    void Add(SentFax fax);

    /// <summary>Adds an item of the outbox.</summary>
    void Add(OutboxFax fax);

    /// <summary>Adds a fax record; one that has come to its end already costs no request.</summary>
    void Add(Fax fax);

    /// <summary>Adds an id, of the outbox or of a fax.</summary>
    void Add(string id, string userId = FaxPlusDefaults.Self);

    /// <summary>
    /// Looks, and waits in growing intervals, until at least one fax has come to its end or the time is over.
    /// </summary>
    /// <param name="timeout">How long from now; then the rest is reported with an error of the kind Timeout.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>What came to its end; empty when nothing is pending.</returns>
    Task<IReadOnlyList<FollowedFax>> NextAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}

/// <summary>How following one fax ended: with its record, or with an error.</summary>
public sealed class FollowedFax
{
    internal FollowedFax(object source, Fax? fax, FaxPlusException? error)
    {
        Source = source;
        Fax = fax;
        Error = error;
    }

    /// <summary>What was added: a <see cref="SentFax"/>, an <see cref="OutboxFax"/>, a <see cref="FaxPlus.Fax"/> or an id.</summary>
    public object Source { get; }

    /// <summary>The record at its end, good or bad.</summary>
    public Fax? Fax { get; }

    /// <summary>Why it could not be followed to the end.</summary>
    public FaxPlusException? Error { get; }
}
