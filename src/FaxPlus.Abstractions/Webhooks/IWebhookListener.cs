using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A listener for webhook messages on this machine, from its creation until it is disposed.</summary>
public interface IWebhookListener : IDisposable
{
    /// <summary>
    /// Waits for the next event. The service gets the status 200 when the event is returned here, so that an event that was not returned is
    /// delivered again.
    /// </summary>
    /// <param name="timeout">The timeout from now; infinite for none.</param>
    /// <param name="cancellationToken">Cancels the wait at once.</param>
    /// <returns>The event, or null after the timeout.</returns>
    Task<WebhookEvent?> NextAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
