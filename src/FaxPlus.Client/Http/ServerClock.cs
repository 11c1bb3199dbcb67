using System;

namespace FaxPlus.Client.Http;

/// <summary>
/// What time it is at the service, from the dates of the API's answers, to the second. Records are found again by the service's times.
/// Between two answers it runs by the monotonic time of this machine, whose clock may be minutes off and may be set meanwhile.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>How far two times may lie apart that mean the same moment: the clocks' distance is known to the second, and the service's times are whole seconds.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(0.5);

    private readonly object _lock = new();
    private DateTimeOffset? _heard;
    private long _heardAt;
    private TimeSpan _offset;

    public DateTimeOffset Now => Known ?? time.GetUtcNow();

    /// <summary>What time it is at the service; null as long as it has said nothing.</summary>
    public DateTimeOffset? Known
    {
        get
        {
            lock (_lock) return _heard + time.GetElapsedTime(_heardAt);
        }
    }

    /// <summary>What time it was at the service, as far as is known by now, when it was this time here.</summary>
    public DateTimeOffset At(DateTimeOffset here)
    {
        lock (_lock)
        {
            if (_heard is null) return here;
            TimeSpan now = _heard.Value + time.GetElapsedTime(_heardAt) - time.GetUtcNow();
            // The two readings of the clocks are a moment apart; more than that, and this machine's clock was set.
            return here + ((now - _offset).Duration() < s_moment ? _offset : now);
        }
    }

    /// <summary>What time it was at the service, as far as is known by now, at a timestamp of the time provider.</summary>
    public DateTimeOffset At(long timestamp) => Now - time.GetElapsedTime(timestamp);

    /// <param name="date">The date of an answer of the API itself: a proxy's clock is another one.</param>
    /// <param name="at">The timestamp of its arrival.</param>
    public void Hear(DateTimeOffset? date, long at)
    {
        if (date is null) return;
        lock (_lock) (_heard, _heardAt, _offset) = (date, at, date.Value - (time.GetUtcNow() - time.GetElapsedTime(at)));
    }
}
