using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A small listener on this machine. It listens from when it is made until it is disposed.</summary>
public interface IWebhookListener : IDisposable
{
    /// <summary>
    /// Waits for the next event. The sender gets its 200 when the event is given out here, so that an event which nobody took is
    /// delivered again.
    /// </summary>
    /// <param name="timeout">How long from now; infinite to wait for ever.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The event, or null when the time is over.</returns>
    Task<WebhookEvent?> NextAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
