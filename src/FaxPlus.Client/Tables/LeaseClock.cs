using System;
using System.Runtime.InteropServices;

namespace FaxPlus.Client.Tables;

/// <summary>
/// Measures the time since the creation of this object, including the time for which the machine is suspended. The result is the maximum of
/// the times that were measured with the monotonic clock, the system clock and, on Linux, the clock since boot. It never decreases. If a
/// hypervisor pauses the machine, the result includes the pause as soon as the system clock has been corrected.
/// </summary>
internal sealed class LeaseClock
{
    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private readonly long _stamp;
    private readonly DateTimeOffset _utc;
    private readonly TimeSpan? _boot;
    private TimeSpan _last;

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
                TimeSpan now = Max(_time.GetElapsedTime(_stamp), _time.GetUtcNow() - _utc);
                if (_boot is TimeSpan boot && SinceBoot() is TimeSpan since) now = Max(now, since - boot);
                return _last = Max(_last, now);
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
