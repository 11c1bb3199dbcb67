using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>Cancels an attempt after a time without any data, whatever its total duration.</summary>
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
        _timer = time.CreateTimer(
            static state => ((InactivityTimeout)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the attempt was cancelled by the timeout, and not by the caller.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>Starts the timeout: the request is being sent.</summary>
    public void Start()
    {
        _isRunning = true;
        Touch();
    }

    /// <summary>Suspends the timeout: the request waits for something other than data.</summary>
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
            // The attempt ended at the same moment.
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
            // Data arrived for an attempt that was already cancelled.
        }
    }
}
