using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>
/// A look at the service that many may ask for at a time. Each gets one that was begun after it asked; those who
/// ask while one is under way share the next.
/// </summary>
internal sealed class CoalescedRequest<T>(Func<CancellationToken, Task<T>> look, ClientPlatform? platform = null)
{
    private readonly ClientPlatform _platform = platform ?? ClientPlatform.Default;
    private readonly object _lock = new();
    private Task<T>? _running;
    private Task<T>? _next;

    public async Task<T> LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task<T> next;
            lock (_lock)
            {
                // Not on this thread, which holds the lock.
                Task<T>? running = _running;
                next = _next ??= _platform.RunAsync(() => NextAsync(running, cancellationToken));
            }

            try
            {
                return await next.OrCancelled(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It was begun for somebody else, who has gone.
            }
        }
    }

    private async Task<T> NextAsync(Task<T>? running, CancellationToken cancellationToken)
    {
        if (running is not null) await Task.WhenAny(running).ConfigureAwait(false);
        lock (_lock) (_running, _next) = (_next, null);
        return await look(cancellationToken).ConfigureAwait(false);
    }
}
