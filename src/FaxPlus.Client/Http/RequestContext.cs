using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>The state of a call. It is attached to the request, so that the HTTP handlers can use it.</summary>
internal sealed class RequestContext(
    FaxPlusOperation operation,
    ICallObserver observer,
    TimeProvider time,
    Func<HttpResponseMessage, RequestContext, CancellationToken, Task> readAnswer)
{
    private const string Key = "FaxPlus.Call";

    private InactivityTimeout? _timeout;
    private bool _hasConnection;
    private int _refusals;
    private long? _failingSince;

    public FaxPlusOperation Operation { get; } = operation;

    public TimeProvider Time { get; } = time;

    public ICallObserver Observer { get; } = observer;

    /// <summary>
    /// Reads the body of a successful response. Reading is part of the attempt, so that an attempt with a truncated body fails and can be
    /// retried.
    /// </summary>
    public Func<HttpResponseMessage, RequestContext, CancellationToken, Task> ReadAnswer { get; } = readAnswer;

    /// <summary>The callback that runs immediately before each attempt. An exception of the callback prevents the attempt.</summary>
    public Func<CancellationToken, Task>? BeforeAttempt { get; set; }

    /// <summary>Whether a proxy refused the header Expect: 100-continue (417).</summary>
    public bool IsExpectContinueRefused { get; set; }

    /// <summary>The beginning of the body of the last error response.</summary>
    public byte[] ErrorBody { get; set; } = [];

    /// <summary>
    /// Whether the attempt was passed to the primary handler. Until then, the attempt cannot have had an effect, and no data is expected.
    /// </summary>
    public bool HasConnection
    {
        get => _hasConnection;
        set
        {
            _hasConnection = value;
            if (value) _timeout?.Start();
            else _timeout?.Stop();
        }
    }

    /// <summary>The total time that the request has waited after refusals by the service and failed connections.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Whether the service may have executed an attempt whose result is unknown.</summary>
    public bool MayHaveTakenEffect { get; set; }

    /// <summary>Begins an attempt, and returns its inactivity timeout, which starts when the request is sent.</summary>
    public InactivityTimeout BeginAttempt(TimeSpan limit, CancellationToken cancellationToken)
    {
        _hasConnection = false;
        return _timeout = new InactivityTimeout(limit, Time, cancellationToken);
    }

    /// <summary>
    /// Whether the request may wait after a refusal or a failed connection and then be sent again. If so, the wait is added to
    /// <see cref="Waited"/>.
    /// </summary>
    /// <param name="wait">The duration of the wait.</param>
    /// <param name="connection">The settings that limit retries.</param>
    /// <param name="mostRefusals">
    /// The maximum number of refusals; null if this wait does not count as a refusal, because the service specified the wait or the
    /// connection failed.
    /// </param>
    public bool MayWait(TimeSpan wait, ServiceConnection connection, int? mostRefusals)
    {
        if (Operation.Retry == RetryRule.NeverRetry || connection.MaxRetries == 0) return false;
        if (mostRefusals is int most && ++_refusals > most) return false;
        if (Waited + wait > connection.RetryTimeout) return false;
        Waited += wait;
        return true;
    }

    /// <summary>
    /// Whether less than the specified time has elapsed since the first failure of the request. The first call records the time of that
    /// failure.
    /// </summary>
    public bool MayFailOn(TimeSpan limit)
    {
        _failingSince ??= Time.GetTimestamp();
        return Time.GetElapsedTime(_failingSince.Value) < limit;
    }

    /// <summary>Restarts the inactivity timeout after data was sent or received.</summary>
    public void Touch() => _timeout?.Touch();

    public void AttachTo(HttpRequestMessage request)
    {
#if NET8_0_OR_GREATER
        request.Options.Set(new HttpRequestOptionsKey<RequestContext>(Key), this);
#else
        request.Properties[Key] = this;
#endif
    }

    public static RequestContext Of(HttpRequestMessage request)
    {
#if NET8_0_OR_GREATER
        return request.Options.TryGetValue(new HttpRequestOptionsKey<RequestContext>(Key), out RequestContext? call)
            ? call
            : throw new InvalidOperationException("The request does not belong to a call.");
#else
        return (RequestContext)request.Properties[Key];
#endif
    }
}
