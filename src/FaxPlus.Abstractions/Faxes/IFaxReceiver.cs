using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Returns each received fax once, oldest first. A fax counts as received when the caller acknowledges it with <see cref="Acknowledge"/>;
/// faxes that an interrupted run has not acknowledged are returned again by the next run. A receiver is not thread-safe.
/// </summary>
public interface IFaxReceiver : IDisposable
{
    /// <summary>
    /// The current checkpoint. A run that gets this value in <see cref="ReceiveOptions.State"/> continues after the acknowledged faxes.
    /// </summary>
    string State { get; }

    /// <summary>
    /// Returns the next faxes, oldest first. With <see cref="ReceiveOptions.Follow"/>, the method waits until there are new faxes.
    /// </summary>
    /// <returns>The faxes; an empty list if there are no new faxes at the moment. A further call polls again.</returns>
    Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Acknowledges a fax by advancing the checkpoint. A checkpoint in a file or table is stored before the method returns; with a table,
    /// the method blocks until the storage has responded. Acknowledge the faxes in the order in which they were returned.
    /// </summary>
    void Acknowledge(Fax fax);

    /// <summary>Acknowledges a fax like <see cref="Acknowledge"/>, without blocking.</summary>
    Task AcknowledgeAsync(Fax fax, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks acknowledged faxes as read. After a temporary failure, the remaining faxes stay in the checkpoint, and a later call marks
    /// them. After any other failure, the method throws an exception, and does not try the failed fax again.
    /// </summary>
    Task MarkAsync(CancellationToken cancellationToken = default);
}
