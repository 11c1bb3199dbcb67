using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Virtual time, and the order of all events, on one thread. Each operation for which a process waits (a timer, a response, a background
/// write) is an event, so a process can be killed or cancelled at each await of the client that does not complete synchronously. Events
/// with the same due time run in random order.
/// </summary>
internal sealed class Scheduler(Rng rng) : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_lateness = TimeSpan.FromMilliseconds(15);

    private readonly PriorityQueue<Event, (long Due, ulong Order)> _events = new();

    /// <summary>The process whose code is running; null for the network and the service.</summary>
    public Process? Current { get; set; }

    /// <summary>The time since the start, measured by a monotonic clock.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>How far the simulated system clock is ahead of the true time.</summary>
    public TimeSpan ClockError { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => s_start + Elapsed + ClockError;

    public override long GetTimestamp() => Elapsed.Ticks;

    public DateTimeOffset TrueTime => s_start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, Current, () => callback(state), isFrameworkPause: state is Task);
        timer.Change(dueTime, period);
        return timer;
    }

    public Event After(TimeSpan delay, Process? owner, Action action)
    {
        var item = new Event(owner, action);
        _events.Enqueue(item, ((Elapsed + delay).Ticks, rng.Next()));
        return item;
    }

    /// <summary>Advances the time to the next event and runs it.</summary>
    /// <returns>False if there is no event up to the specified time.</returns>
    public bool RunNext(TimeSpan? until = null)
    {
        while (_events.TryPeek(out Event? next, out (long Due, ulong Order) at))
        {
            if (next.IsOff)
            {
                _events.Dequeue();
                continue;
            }

            if (at.Due > until?.Ticks) return false;
            _events.Dequeue();
            if (next.Owner?.PausedUntil.Ticks > Math.Max(at.Due, Elapsed.Ticks))
            {
                _events.Enqueue(next, (next.Owner.PausedUntil.Ticks, at.Order));
                continue;
            }

            if (at.Due > Elapsed.Ticks) Elapsed = TimeSpan.FromTicks(at.Due);
            Current = next.Owner;
            next.Action();
            Current = null;
            return true;
        }

        return false;
    }

    public void Pass(TimeSpan time)
    {
        TimeSpan end = Elapsed + time;
        while (RunNext(end)) { }
        Elapsed = end;
    }

    /// <summary>A future event, which is discarded if its process has ended before the event is due.</summary>
    internal sealed class Event(Process? owner, Action action)
    {
        private bool _isCancelled;

        public Process? Owner => owner;

        public Action Action => action;

        public bool IsOff => _isCancelled || owner?.IsAlive == false;

        public void Cancel() => _isCancelled = true;
    }

    private sealed class Timer : ITimer
    {
        private readonly Scheduler _scheduler;
        private readonly Process? _owner;
        private readonly Action _callback;
        private bool _isFrameworkPause;
        private Event? _next;

        public Timer(Scheduler scheduler, Process? owner, Action callback, bool isFrameworkPause)
        {
            (_scheduler, _owner, _callback, _isFrameworkPause) = (scheduler, owner, callback, isFrameworkPause && owner is not null);
            if (_isFrameworkPause) owner!.FrameworkPauses++;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Cancel();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : _scheduler.After(dueTime + _scheduler.Late(), _owner, () => Fire(period));
            return true;
        }

        public void Dispose()
        {
            _next?.Cancel();
            if (_isFrameworkPause) _owner!.FrameworkPauses--;
            _isFrameworkPause = false;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Fire(TimeSpan period)
        {
            _next = null;
            if (period > TimeSpan.Zero) Change(period, period);
            _callback();
        }
    }

    private TimeSpan Late() => rng.Upto(s_lateness);
}

/// <summary>One run of the client's program. After the process has ended, its events no longer run.</summary>
internal sealed class Process(string name, bool resendsInDoubt = false, bool hasFaults = true)
{
    public string Name => name;

    /// <summary>Whether the user has specified that faxes in doubt are sent again.</summary>
    public bool ResendsInDoubt => resendsInDoubt;

    /// <summary>Whether requests of the process to the service may fail.</summary>
    public bool HasFaults => hasFaults;

    public bool IsAlive { get; private set; } = true;

    /// <summary>
    /// The number of framework delays (those of retries) that the process waits for. When such a delay is cancelled, the framework
    /// continues in the thread pool, which would break the order of events. Therefore, no run is cancelled during these delays.
    /// </summary>
    public int FrameworkPauses { get; set; }

    /// <summary>Until this time, the events of the process are postponed, but its clocks advance.</summary>
    public TimeSpan PausedUntil { get; set; }

    public void End() => IsAlive = false;
}
