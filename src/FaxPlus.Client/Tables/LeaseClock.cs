using System;
using System.Runtime.InteropServices;

namespace FaxPlus.Client.Tables;

/// <summary>
/// Measures the time since the creation of this object, including the time for which the machine is suspended. The time between two readings
/// is the maximum of the times that were measured with the monotonic clock, the system clock and, on Linux, the clock since boot. Therefore,
/// the result never decreases, and a system clock that was ahead and is set back does not stop it. If a hypervisor pauses the machine, the
/// result includes the pause as soon as the system clock has been corrected.
/// </summary>
internal sealed class LeaseClock
{
    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private long _stamp;
    private DateTimeOffset _utc;
    private TimeSpan? _boot;
    private TimeSpan _now;

    public LeaseClock(TimeProvider time)
    {
        _time = time;
        _stamp = time.GetTimestamp();
        _utc = time.GetUtcNow();
        _boot = time == TimeProvider.System ? SinceBoot() : null;
    }

    public TimeSpan Now
    {
        get
        {
            lock (_lock)
            {
                long stamp = _time.GetTimestamp();
                DateTimeOffset utc = _time.GetUtcNow();
                TimeSpan? boot = _boot is null ? null : SinceBoot();
                TimeSpan elapsed = Max(_time.GetElapsedTime(_stamp, stamp), utc - _utc);
                if (boot - _boot is TimeSpan sinceBoot) elapsed = Max(elapsed, sinceBoot);
                (_stamp, _utc, _boot) = (stamp, utc, boot);
                return _now += elapsed;
            }
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan? SinceBoot()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return null;
        const int ClockBoottime = 7;
        try
        {
            return GetTime(ClockBoottime, out TimeSpec time) == 0
                ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100)
                : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        // The two fields of the native structure have the size of a pointer.
        private readonly IntPtr _seconds;
        private readonly IntPtr _nanoseconds;

        public long Seconds => _seconds.ToInt64();

        public long Nanoseconds => _nanoseconds.ToInt64();
    }
}
