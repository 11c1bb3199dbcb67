using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>What the handlers know of the call that a request belongs to. It travels with the request.</summary>
internal sealed class RequestContext(FaxPlusOperation operation, ICallObserver observer, TimeProvider time, Func<HttpResponseMessage, RequestContext, CancellationToken, Task> readAnswer)
{
    private const string Key = "FaxPlus.Call";

    private InactivityTimeout? _silence;
    private bool _isUnderWay;
    private int _refusals;
    private long? _failingSince;

    public FaxPlusOperation Operation { get; } = operation;

    public TimeProvider Time { get; } = time;

    public ICallObserver Observer { get; } = observer;

    /// <summary>
    /// Reads the body of a good answer. It belongs to the attempt: a body that is cut short is a failed attempt,
    /// and the next one starts from the beginning.
    /// </summary>
    public Func<HttpResponseMessage, RequestContext, CancellationToken, Task> ReadAnswer { get; } = readAnswer;

    /// <summary>Whether something on the way refuses to be asked whether the body is wanted (417).</summary>
    public bool MayNotAsk { get; set; }

    /// <summary>The start of the body of the last answer that was an error.</summary>
    public byte[] ErrorBody { get; set; } = [];

    /// <summary>
    /// Whether the attempt has got as far as the connection: before that, nothing can have taken effect, and silence is no sign of a fault.
    /// </summary>
    public bool IsUnderWay
    {
        get => _isUnderWay;
        set
        {
            _isUnderWay = value;
            if (value) _silence?.Start();
            else _silence?.Stop();
        }
    }

    /// <summary>How long it has waited because the service refused it.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Whether an attempt ended with no answer although the service may have acted on it.</summary>
    public bool MayHaveTakenEffect { get; set; }

    /// <summary>Begins an attempt, which ends by itself when nothing is heard for too long after it was sent.</summary>
    public InactivityTimeout BeginAttempt(TimeSpan limit, CancellationToken cancellationToken)
    {
        _isUnderWay = false;
        return _silence = new InactivityTimeout(limit, Time, cancellationToken);
    }

    /// <summary>Whether it may wait, after the service refused it, and be made again; if so, the wait is counted.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="connection">The limits.</param>
    /// <param name="mostRefusals">How often it may be refused; null where the service said how long to wait, which does not count.</param>
    public bool MayWait(TimeSpan wait, ServiceConnection connection, int? mostRefusals)
    {
        if (Operation.Retry == RetryRule.NeverRetry || connection.MaxRetries == 0) return false;
        if (mostRefusals is int most && ++_refusals > most) return false;
        if (Waited + wait > connection.RetryTimeout) return false;
        Waited += wait;
        return true;
    }

    /// <summary>Whether it has failed for no longer than this, counted from its first failure.</summary>
    public bool MayFailOn(TimeSpan limit)
    {
        _failingSince ??= Time.GetTimestamp();
        return Time.GetElapsedTime(_failingSince.Value) < limit;
    }

    /// <summary>Something was sent or received: the connection is alive.</summary>
    public void Touch() => _silence?.Touch();

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
        return request.Options.TryGetValue(new HttpRequestOptionsKey<RequestContext>(Key), out RequestContext? call) ? call : throw new InvalidOperationException("The request belongs to no call.");
#else
        return (RequestContext)request.Properties[Key];
#endif
    }
}
