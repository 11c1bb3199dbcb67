using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Receives webhook messages on this machine until it is disposed.</summary>
public interface IWebhookListener : IDisposable
{
    /// <summary>
    /// Waits for the next event. The listener responds with the status 200 only when this method returns the event, so that the service
    /// redelivers an event that was not returned.
    /// </summary>
    /// <param name="timeout">The timeout, counted from the call; infinite for no timeout.</param>
    /// <param name="cancellationToken">Cancels the wait immediately.</param>
    /// <returns>The event, or null after the timeout.</returns>
    Task<WebhookEvent?> NextAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
