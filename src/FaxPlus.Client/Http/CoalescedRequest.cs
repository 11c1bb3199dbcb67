using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>
/// A request that concurrent callers share. No caller gets the response to a request that was sent before its own call: callers that
/// arrive while a request is in flight share the next request.
/// </summary>
internal sealed class CoalescedRequest<T>(Func<CancellationToken, Task<T>> send, ClientPlatform? platform = null)
{
    private readonly ClientPlatform _platform = platform ?? ClientPlatform.Default;
    private readonly object _lock = new();
    private Task<T>? _running;
    private Task<T>? _next;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task<T> next;
            lock (_lock)
            {
                // The request is started on another thread, because this thread holds the lock.
                Task<T>? running = _running;
                next = _next ??= _platform.RunAsync(() => NextAsync(running, cancellationToken));
            }

            try
            {
                return await next.OrCancelled(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The caller that had started the shared request was cancelled, which cancelled the request. The loop makes another
                // request.
            }
        }
    }

    private async Task<T> NextAsync(Task<T>? running, CancellationToken cancellationToken)
    {
        if (running is not null) await Task.WhenAny(running).ConfigureAwait(false);
        lock (_lock) (_running, _next) = (_next, null);
        return await send(cancellationToken).ConfigureAwait(false);
    }
}
