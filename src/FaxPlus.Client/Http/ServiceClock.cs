using System;
using System.Threading;

namespace FaxPlus.Client.Http;

/// <summary>
/// What time it is at the service, from the dates of its answers, to the second. Records are found again by the
/// service's times; this machine's clock may be minutes off.
/// </summary>
internal sealed class ServiceClock
{
    /// <summary>How far two times may lie apart that mean the same moment: the clocks' distance is known to the second, and the service's times are whole seconds.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private long _offsetTicks;
    private bool _hasHeard;

    public DateTimeOffset Now => At(DateTimeOffset.UtcNow);

    /// <summary>What time it is at the service; null as long as it has said nothing.</summary>
    public DateTimeOffset? Known => Volatile.Read(ref _hasHeard) ? Now : null;

    /// <summary>What time it was at the service, as far as is known by now, when it was this time here.</summary>
    public DateTimeOffset At(DateTimeOffset here) => here.AddTicks(Interlocked.Read(ref _offsetTicks));

    public void Hear(DateTimeOffset? date)
    {
        if (date is not DateTimeOffset heard) return;
        Interlocked.Exchange(ref _offsetTicks, (heard - DateTimeOffset.UtcNow).Ticks);
        Volatile.Write(ref _hasHeard, true);
    }
}
