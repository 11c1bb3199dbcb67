using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>Cancels an attempt when nothing was heard for too long, however long the whole of it takes.</summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private readonly TimeSpan _limit;

    public SilenceTimer(TimeSpan limit, CancellationToken outer)
    {
        _limit = limit;
        _outer = outer;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Touch();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was silence that ended the attempt, and not the caller.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    public void Touch()
    {
        try
        {
            _source.CancelAfter(_limit);
        }
        catch (ObjectDisposedException)
        {
            // The last bytes of an attempt that has been given up.
        }
    }

    public void Dispose() => _source.Dispose();
}
