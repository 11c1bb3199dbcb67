using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Virtual time and the order of all that happens, on one thread. Whatever a process waits for (a timer, an answer, a write in the background)
/// is an event here, so that each await of the client that has to wait is a point at which it can be killed or cancelled. Events that are due
/// at the same time come in a random order.
/// </summary>
internal sealed class Scheduler(Rng rng) : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_lateness = TimeSpan.FromMilliseconds(15);

    private readonly PriorityQueue<Event, (long Due, ulong Order)> _events = new();

    /// <summary>The process whose code runs; null for the network and the service.</summary>
    public Process? Current { get; set; }

    /// <summary>Since the beginning, by a watch.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>How far this machine's clock has been set ahead.</summary>
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

    /// <summary>Lets the next event happen, and time pass until then.</summary>
    /// <returns>False when there is none.</returns>
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

    /// <summary>Something that is going to happen, unless the process to which it happens is gone by then.</summary>
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

/// <summary>One run of the client's program. Once it is dead, nothing of it happens any more.</summary>
internal sealed class Process(string name, bool resendsInDoubt = false)
{
    public string Name => name;

    /// <summary>Whether the user asked it to send again what is in doubt.</summary>
    public bool ResendsInDoubt => resendsInDoubt;

    public bool IsAlive { get; private set; } = true;

    /// <summary>
    /// How many pauses of the framework it waits for (the retries'). When one is cancelled, the framework goes on in the thread pool, which would end the
    /// order of events; so nothing is cancelled during these.
    /// </summary>
    public int FrameworkPauses { get; set; }

    /// <summary>Until then, nothing of it happens, and its clocks go on.</summary>
    public TimeSpan PausedUntil { get; set; }

    public void End() => IsAlive = false;
}
