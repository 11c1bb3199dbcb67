using System;

namespace FaxPlus.Client.Http;

/// <summary>
/// The service's time, from the Date headers of API responses, with a precision of one second. It is used to match records, which
/// contain the service's times. Between two responses, the time is measured with this machine's monotonic clock, because the system clock
/// may be wrong and may be changed.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>
    /// The maximum difference between two values of the service's time for the same moment. The values can differ, because the Date headers
    /// and the times of records are in full seconds.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(0.5);

    private readonly object _lock = new();
    private DateTimeOffset? _lastDate;
    private long _lastDateAt;
    private TimeSpan _offset;

    public DateTimeOffset Now => Known ?? time.GetUtcNow();

    /// <summary>The service's time; null before the first response.</summary>
    public DateTimeOffset? Known
    {
        get
        {
            lock (_lock) return _lastDate + time.GetElapsedTime(_lastDateAt);
        }
    }

    /// <summary>
    /// Converts a time of this machine's clock to the service's time. Before the first response, the time is returned unchanged.
    /// </summary>
    public DateTimeOffset At(DateTimeOffset here)
    {
        lock (_lock)
        {
            if (_lastDate is null) return here;
            TimeSpan now = _lastDate.Value + time.GetElapsedTime(_lastDateAt) - time.GetUtcNow();
            // A small difference between the current and the last known offset occurs because the clocks are not read at the same moment.
            // A larger difference means that this machine's clock was changed, so the current offset is used.
            return here + ((now - _offset).Duration() < s_moment ? _offset : now);
        }
    }

    /// <summary>
    /// Converts a timestamp of the time provider to the service's time. Before the first response, the result is a time of this machine's
    /// clock.
    /// </summary>
    public DateTimeOffset At(long timestamp) => Now - time.GetElapsedTime(timestamp);

    /// <summary>
    /// Returns the earliest time that the service may have recorded for a request, even if the service's clock was adjusted after the
    /// request.
    /// </summary>
    /// <param name="known">The service's time when the request began; null if it was not known.</param>
    /// <param name="timestamp">The timestamp when the request began.</param>
    public DateTimeOffset Earliest(DateTimeOffset? known, long timestamp)
    {
        DateTimeOffset now = At(timestamp);
        return known < now ? known.Value : now;
    }

    /// <param name="date">The Date header of a response from the API itself, not from a proxy.</param>
    /// <param name="at">The timestamp of the response.</param>
    public void Update(DateTimeOffset? date, long at)
    {
        if (date is null) return;
        lock (_lock) (_lastDate, _lastDateAt, _offset) = (date, at, date.Value - (time.GetUtcNow() - time.GetElapsedTime(at)));
    }
}
