using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Gives each received fax once, oldest first. What was given counts as received when the caller says so with
/// <see cref="Acknowledge"/>, and not before: what a run that broke off had not taken, the next one gives again.
/// Not for several threads at a time.
/// </summary>
public interface IFaxReceiver : IDisposable
{
    /// <summary>The checkpoint after what was taken so far, for <see cref="ReceiveOptions.State"/> of the next run.</summary>
    string State { get; }

    /// <summary>The next faxes, oldest first; it waits for some when following.</summary>
    /// <returns>An empty list when there are none, for now: a further call looks again.</returns>
    Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken = default);

    /// <summary>The caller has this fax: the checkpoint advances, and is on disk when this returns. Faxes are taken in the order in which they were given.</summary>
    void Acknowledge(Fax fax);

    /// <summary>
    /// Marks as read what was taken. What cannot be marked for the moment stays in the checkpoint and is marked later.
    /// </summary>
    Task MarkAsync(CancellationToken cancellationToken = default);
}
