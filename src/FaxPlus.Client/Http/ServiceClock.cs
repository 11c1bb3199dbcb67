using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>
/// What time it is at the service, from the dates of its answers, to the second. Records are found again by the
/// service's times; this machine's clock may be minutes off.
/// </summary>
internal sealed class ServiceClock
{
    private long _offsetTicks;

    public DateTimeOffset Now => DateTimeOffset.UtcNow.AddTicks(Interlocked.Read(ref _offsetTicks));

    public void Hear(DateTimeOffset? date)
    {
        if (date is DateTimeOffset heard) Interlocked.Exchange(ref _offsetTicks, (heard - DateTimeOffset.UtcNow).Ticks);
    }
}
