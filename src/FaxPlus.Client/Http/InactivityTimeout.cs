using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>Cancels an attempt when nothing was heard for too long, however long the whole of it takes.</summary>
internal sealed class InactivityTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _outer;
    private readonly ITimer _timer;
    private readonly TimeSpan _limit;
    private volatile bool _isRunning;

    public InactivityTimeout(TimeSpan limit, TimeProvider time, CancellationToken outer)
    {
        _limit = limit;
        _outer = outer;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _timer = time.CreateTimer(static state => ((InactivityTimeout)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was silence that ended the attempt, and not the caller.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>The request is on its way: from now on something must be heard.</summary>
    public void Start()
    {
        _isRunning = true;
        Touch();
    }

    /// <summary>The request waits for something else than its answer.</summary>
    public void Stop()
    {
        _isRunning = false;
        Set(Timeout.InfiniteTimeSpan);
    }

    public void Touch()
    {
        if (_isRunning) Set(_limit);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has ended at the same moment.
        }
    }

    private void Set(TimeSpan limit)
    {
        try
        {
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The last bytes of an attempt that has been given up.
        }
    }
}
