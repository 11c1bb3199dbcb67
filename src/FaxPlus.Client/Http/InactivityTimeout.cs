using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>Cancels an attempt if no data is transferred for a specified time, regardless of the total duration of the attempt.</summary>
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

    /// <summary>Whether the timeout rather than the caller has cancelled the attempt.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>Starts the timeout. Called immediately before the request is sent.</summary>
    public void Start()
    {
        _isRunning = true;
        Touch();
    }

    /// <summary>Suspends the timeout while the request is not being sent, for example while the token is renewed.</summary>
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
            // The attempt ended concurrently.
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
            // The attempt has already ended.
        }
    }
}
