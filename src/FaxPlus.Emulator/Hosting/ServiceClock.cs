using System;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>The clock of the service, which may differ from the clock of the machine.</summary>
internal sealed class ServiceClock(EmulatorOptions options)
{
    private long _offsetTicks = OffsetOf(options).Ticks;

    /// <summary>The time by which this clock is ahead of the machine's clock.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public DateTime Exact => DateTime.UtcNow + Offset;

    /// <summary>The current time for faxes, in whole seconds unless fractions are kept.</summary>
    public DateTime Now
    {
        get
        {
            var now = Exact;
            return options.Fractions ? now : now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    public void Reset() => Offset = OffsetOf(options);

    private static TimeSpan OffsetOf(EmulatorOptions options) => TimeSpan.FromSeconds(options.ClockOffsetSeconds);
}
