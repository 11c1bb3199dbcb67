using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>
/// The back-off that all requests of a session share while the service throttles requests or the network is down. If one request is refused
/// (429, 503), or cannot connect to a service that was reachable before, all requests wait. After the wait, requests are sent at short
/// intervals in the order of their arrival, so that the service can refuse again before all requests have been sent. After the service has
/// accepted a few requests, all others are sent without delay. Each event that makes the requests wait begins a new round.
/// </summary>
internal sealed class SharedBackoff(ServiceConnection connection, ClientPlatform platform)
{
    /// <summary>
    /// The number of requests that the service must accept after the wait before all other requests are sent without delay.
    /// </summary>
    private const int AcceptedUntilOpen = 5;

    /// <summary>
    /// The number of failed connections after which a warning reports that the service cannot be reached. A single failure, which may be
    /// brief, causes no warning.
    /// </summary>
    private const int FailuresUntilWarning = 2;

    /// <summary>
    /// The minimum time by which the wait of another worker must exceed the current wait to replace it. A smaller difference is ignored,
    /// because the remaining wait of the other worker is read from a table with a delay.
    /// </summary>
    private static readonly TimeSpan s_sameWait = TimeSpan.FromSeconds(1);

    /// <summary>The shortest wait that is announced by a warning, so that the command does not seem to hang.</summary>
    private static readonly TimeSpan s_longWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly object _lock = new();
    private readonly TimeProvider _time = platform.Time;
    private readonly long _begun = platform.Time.GetTimestamp();
    private readonly Func<double> _random = platform.Random ?? new Random().NextDouble;

    // The last round that was reported to each observer. The references are weak, because a session outlives its observers.
    private ConditionalWeakTable<ICallObserver, StrongBox<int>>? _reported;

    private bool _isOpen = true;
    private int _round;
    private int _refusals;
    private int _accepted;
    private int _status;
    private string _reason = "";
    private TimeSpan _until;
    private TimeSpan _refusedUntil;
    private int _refusedStatus;
    private TimeSpan _next;
    private TimeSpan? _lastAccepted;
    private TimeSpan? _unreachableSince;

    /// <summary>
    /// The remaining wait after a refused request of this session, and the status of the response; null if no wait remains.
    /// </summary>
    public (TimeSpan Time, int Status)? Refusal
    {
        get
        {
            lock (_lock) return _refusedUntil - Elapsed is { } left && left > TimeSpan.Zero ? (left, _refusedStatus) : null;
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_begun);

    private TimeSpan Slack => TimeSpan.FromTicks((long)(connection.RetryTimeout.Ticks * 0.05));

    private TimeSpan SendInterval => TimeSpan.FromTicks((long)(connection.RetryDelay.Ticks * 0.1));

    /// <summary>Waits until the request may be sent.</summary>
    /// <returns>The number of the current round, which the caller must pass back with the result of the request.</returns>
    /// <exception cref="FaxPlusException">The service has not accepted a request within the maximum wait.</exception>
    public async Task<int> EnterAsync(RequestContext call, CancellationToken cancellationToken)
    {
        TimeSpan arrived = Elapsed;
        TimeSpan turn = TimeSpan.Zero;
        int round = -1;
        while (true)
        {
            TimeSpan pause;
            bool isReported;
            lock (_lock)
            {
                TimeSpan now = Elapsed;
                if (_isOpen || (round == _round && now >= turn && turn >= _until)) return _round;
                if (round != _round || turn < _until)
                {
                    round = _round;
                    turn = _next > now ? _next + Jitter(SendInterval) : now;
                    _next = turn + SendInterval;
                }

                TimeSpan idle = turn - Max(arrived, _lastAccepted ?? TimeSpan.Zero);
                // The slack permits a wait of exactly the maximum.
                if (idle > connection.RetryTimeout + Slack) throw ErrorFactory.NotTried(call, _status, _reason, connection.RetryTimeout);
                pause = turn - now;
                isReported = pause > TimeSpan.Zero && IsNewRound(call.Observer);
            }

            if (isReported)
            {
                call.Observer.Verbose(
                    $"{call.Operation.Description}: waiting {Duration.Format(pause)} with all requests of this session, because "
                    + $"{_reason}.");
            }

            // The delay is extended, because a timer may fire slightly early, and limited, because a timer supports at most a few weeks.
            if (pause > TimeSpan.Zero)
            {
                await _time.Delay(pause < s_longestTimer ? pause + TimeSpan.FromMilliseconds(1) : s_longestTimer, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Records that the service did not refuse a request that was sent in this round.</summary>
    public void RecordAccepted(int round)
    {
        lock (_lock)
        {
            _lastAccepted = Elapsed;
            _unreachableSince = null;
            if (round != _round) return;
            _refusals = 0;
            if (++_accepted >= AcceptedUntilOpen) _isOpen = true;
        }
    }

    /// <summary>Records that the service refused a request that was sent in this round.</summary>
    /// <returns>Whether the request may wait with the other requests and be sent again.</returns>
    public bool RecordRefusal(RequestContext call, int round, int status, TimeSpan? asked)
    {
        TimeSpan wait;
        lock (_lock)
        {
            bool isLate = round != _round;
            bool isTooLong = asked > connection.RetryTimeout;
            wait = isTooLong || asked is null ? Growing(isLate ? 0 : _refusals + 1)
                // If the service refuses again after the wait that it requested, which may be zero, the wait increases.
                : isLate || _refusals == 0 ? asked.Value : Max(asked.Value, Growing(_refusals));
            wait = Close(isLate, wait, status, $"the service returned {status}");
            // A refusal is not counted if the service requests a wait that is longer than zero.
            if (isTooLong || !call.MayWait(wait, connection, asked > TimeSpan.Zero ? null : MostRefusals(status)))
            {
                // The delays for the next request start again with the shortest delay.
                if (!isLate) _refusals = 0;
                return false;
            }

            if (!IsNewRound(call.Observer)) return true;
        }

        ReportWait(wait, call, $"the service returned {status}");
        return true;
    }

    /// <summary>Makes all other requests wait after a refused request that is not retried.</summary>
    public void Close(RequestContext call, int round, int status)
    {
        TimeSpan wait;
        lock (_lock)
        {
            bool isLate = round != _round;
            wait = Close(isLate, Growing(isLate ? 0 : _refusals + 1), status, $"the service returned {status}");
            if (!IsNewRound(call.Observer)) return;
        }

        ReportWait(wait, call, $"the service returned {status}");
    }

    /// <summary>Records that a request of this round could not connect.</summary>
    /// <returns>
    /// Whether the request may wait with the other requests and be sent again. The result is also false if the service has been unreachable
    /// for too long, or has not accepted any request yet. In the latter case, a wrong address is more likely than a network failure.
    /// </returns>
    public bool RecordConnectionFailure(RequestContext call, int round, string cause)
    {
        string reason = $"the service could not be reached ({cause})";
        TimeSpan wait;
        bool isLasting;
        lock (_lock)
        {
            if (_lastAccepted is null) return false;
            bool isLate = round != _round;
            _unreachableSince ??= Elapsed;
            if (Elapsed - _unreachableSince > connection.RetryTimeout) return false;
            wait = Close(isLate, Growing(isLate ? 0 : _refusals + 1), 0, reason);
            if (!call.MayWait(wait, connection, null)) return false;
            if (!IsNewRound(call.Observer)) return true;
            isLasting = _refusals == FailuresUntilWarning;
        }

        ReportWait(wait, call, reason);
        if (isLasting)
        {
            call.Observer.Warning(
                $"{call.Operation.Description}: {reason}. All requests of this session wait until the service can be reached, "
                + $"for at most {Duration.Format(connection.RetryTimeout)}; cancelling the call ends the wait.");
        }

        return true;
    }

    /// <summary>Makes all requests wait because the service has refused a request of another worker.</summary>
    /// <param name="wait">
    /// The wait, from now. It is ignored if it exceeds the maximum wait of this session, or if it does not end at least a second after the
    /// current wait.
    /// </param>
    /// <param name="status">The status of the response to the other worker.</param>
    public void Join(TimeSpan wait, int status)
    {
        lock (_lock)
        {
            TimeSpan until = Elapsed + wait;
            if (until < _until + s_sameWait || wait > connection.RetryTimeout) return;
            // The round is incremented, so that responses to requests in flight do not end the wait early.
            _round++;
            _accepted = 0;
            _isOpen = false;
            (_status, _reason) = (status, $"the service returned {status} to another worker");
            _until = until;
            _next = Max(_next, _until);
        }
    }

    /// <summary>
    /// Returns the maximum number of refusals of a request if the service does not specify a wait. For a 429, two more refusals are
    /// permitted: most rate limits are per minute, and the increasing delays then exceed a minute in total.
    /// </summary>
    private int MostRefusals(int status) => status == 429 ? connection.MaxRetries + 2 : connection.MaxRetries;

    /// <summary>Makes all requests wait for a specified time.</summary>
    /// <param name="isLate">
    /// Whether the request was sent before the current round began, so that its refusal does not begin a new round.
    /// </param>
    /// <param name="wait">The wait. A longer wait that is already in effect is kept.</param>
    /// <param name="status">The status of the response; 0 if the request could not connect.</param>
    /// <param name="reason">The reason, for messages.</param>
    /// <returns>The remaining wait from now.</returns>
    private TimeSpan Close(bool isLate, TimeSpan wait, int status, string reason)
    {
        TimeSpan now = Elapsed;
        if (!isLate)
        {
            _round++;
            _refusals++;
            _accepted = 0;
            _isOpen = false;
            (_status, _reason) = (status, reason);
        }

        _until = Max(_until, now + wait);
        if (status != 0 && now + wait > _refusedUntil) (_refusedUntil, _refusedStatus) = (now + wait, status);
        _next = Max(_next, _until);
        return Max(_until - now, TimeSpan.Zero);
    }

    private static void ReportWait(TimeSpan wait, RequestContext call, string reason)
    {
        string when = wait > TimeSpan.Zero ? $" in {Duration.Format(wait)}; all requests of this session wait until then" : "";
        string message = $"{call.Operation.Description}: {reason}; trying again{when}.";
        call.Observer.Verbose(message);
        if (wait >= s_longWait) call.Observer.Warning(message);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private bool IsNewRound(ICallObserver observer)
    {
        StrongBox<int> lastRound = (_reported ??= new ConditionalWeakTable<ICallObserver, StrongBox<int>>()).GetOrCreateValue(observer);
        if (lastRound.Value == _round) return false;
        lastRound.Value = _round;
        return true;
    }

    private TimeSpan Growing(int refusals)
    {
        if (refusals == 0) return TimeSpan.Zero;
        var pause = TimeSpan.FromTicks(
            (long)Math.Min(connection.RetryDelay.Ticks * Math.Pow(2, refusals - 1), connection.MaxRetryDelay.Ticks));
        return pause + Jitter(TimeSpan.FromTicks(pause.Ticks / 2));
    }

    private TimeSpan Jitter(TimeSpan most) => TimeSpan.FromTicks((long)(most.Ticks * _random()));
}
