using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace FaxPlus.Client.Http;

/// <summary>
/// Retries a request if that is safe: after a refusal (429, 503) when the shared back-off allows it, and after a failure with an increasing
/// delay.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // If no connection could be established, or if responses are invalid, the cause is more often a wrong address than a network failure,
    // so there are fewer retries.
    private const int MaxHopelessRetries = 2;

    private static readonly ResiliencePropertyKey<RequestContext> s_call = new("Call");

    private readonly SharedBackoff _gate;
    private readonly ServerClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _silence;
    private readonly TimeSpan _timeout;
    private readonly int _maxRetries;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(ServiceConnection connection, SharedBackoff gate, ServerClock clock, ClientPlatform platform)
    {
        _gate = gate;
        _clock = clock;
        _silence = connection.SilenceTimeout;
        _timeout = connection.RetryTimeout;
        _maxRetries = connection.MaxRetries;
        _time = platform.Time;
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = platform.Time };
        if (_maxRetries > 0)
        {
            var retry = new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _maxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = connection.RetryDelay,
                MaxDelay = connection.MaxRetryDelay,
                ShouldHandle = arguments => new ValueTask<bool>(ShouldRetry(arguments)),
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(RetryAfter.Of(arguments.Outcome.Result, _time)),
                OnRetry = OnRetry,
            };
            if (platform.Random is not null) retry.Randomizer = platform.Random;
            builder.AddRetry(retry);
        }

        _pipeline = builder.Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_call, RequestContext.Of(request));
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, state) =>
                    new ValueTask<HttpResponseMessage>(state.Handler.PatientAttemptAsync(state.Request, context.CancellationToken)),
                context,
                (Handler: this, Request: request)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// Makes an attempt. Refusals and connection failures do not count as attempts, since the service did not begin to execute the request:
    /// the request waits for the shared back-off and is sent again.
    /// </summary>
    private async Task<HttpResponseMessage> PatientAttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        while (true)
        {
            int round = await _gate.EnterAsync(call, cancellationToken).ConfigureAwait(false);
            HttpResponseMessage response;
            try
            {
                response = await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (HttpFailureClassifier.IsBeforeSending(exception))
            {
                if (HttpFailureClassifier.IsLasting(exception) || !_gate.Miss(call, round, HttpFailureClassifier.Reason(exception))) throw;
                continue;
            }
            catch (Exception exception) when (AskNext(request, call, exception))
            {
                // This is never reached: the filter sets the header of the next attempt and returns false.
                throw;
            }

            if (response.StatusCode == HttpStatusCode.ExpectationFailed && request.Headers.ExpectContinue == true)
            {
                // Some proxies refuse Expect: 100-continue.
                request.Headers.ExpectContinue = false;
                call.MayNotAsk = true;
                response.Dispose();
                continue;
            }

            if (IsRefusal(response.StatusCode))
            {
                // All other requests wait too, whether the service or a proxy refused.
                bool isProof = IsProof(response, call);
                if (!isProof) call.MayHaveTakenEffect = true;
                if (!isProof && call.Operation.Retry != RetryRule.Repeatable)
                {
                    _gate.Close(call, round, (int)response.StatusCode);
                    return response;
                }

                if (!_gate.Refuse(call, round, (int)response.StatusCode, RetryAfter.Of(response, _time))) return response;
                response.Dispose();
            }
            else
            {
                if (response.StatusCode < HttpStatusCode.InternalServerError) _gate.Taken(round);
                return response;
            }
        }
    }

    /// <summary>
    /// After a connection that broke during an upload, the retry sends Expect: 100-continue: a service that refuses the file (413, 401)
    /// closes the connection before it has the complete file, and its response is lost.
    /// </summary>
    private static bool AskNext(HttpRequestMessage request, RequestContext call, Exception exception)
    {
        if (request.Content is FileUploadContent && !call.MayNotAsk && HttpFailureClassifier.IsNetwork(exception))
        {
            request.Headers.ExpectContinue = true;
        }

        return false;
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        using InactivityTimeout silence = call.BeginAttempt(_silence, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, silence.Token).ConfigureAwait(false);
            // This is the time of the response; sending the body may have taken minutes.
            long arrived = _time.GetTimestamp();
#if !NET8_0_OR_GREATER
            // .NET Framework cannot cancel every read of a body; disposing the response ends it. On other frameworks the token cancels all
            // reads, and disposing a response during a read would return its connection to the pool in the middle of the body.
            using (silence.Token.Register(response.Dispose))
#endif
            {
                call.ErrorBody = [];
                if (!response.IsSuccessStatusCode && MayHaveActed(response.StatusCode)) call.MayHaveTakenEffect = true;
                try
                {
                    // The client never requests a range.
                    if (response.StatusCode == HttpStatusCode.PartialContent)
                    {
                        throw ErrorFactory.Unreadable("is a part only", response, call, null);
                    }

                    if (response.IsSuccessStatusCode)
                    {
                        await call.ReadAnswer(response, call, silence.Token).ConfigureAwait(false);
                    }
                    else
                    {
                        call.ErrorBody = await BoundedBody.ReadAsync(
                            response.Content, ErrorFactory.MaxBody + SecretMask.Reach, silence.Token, call.Touch).ConfigureAwait(false);
                    }
                }
                catch (Exception exception) when (HttpFailureClassifier.IsBadEncoding(exception))
                {
                    // A failure to read the body of an error response does not change the meaning of its status.
                    if (response.IsSuccessStatusCode)
                    {
                        throw ErrorFactory.Unreadable("does not have the declared encoding", response, call, null, exception);
                    }
                }
            }

            silence.Token.ThrowIfCancellationRequested();
            if ((response.IsSuccessStatusCode || ErrorReader.IsOfService(call.ErrorBody)) && response.Headers.Age is null)
            {
                _clock.Hear(response.Headers.Date, arrived);
            }

            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
            if (call.IsUnderWay && !HttpFailureClassifier.IsBeforeSending(exception)) call.MayHaveTakenEffect = true;
            if (silence.HasExpired)
            {
                throw new TimeoutException(
                    string.Format(CultureInfo.InvariantCulture, "The service sent no data for {0:0.#} seconds", _silence.TotalSeconds));
            }

            throw;
        }
    }

    private bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        RequestContext call = arguments.Context.Properties.GetValue(s_call, null!);
        bool repeatable = call.Operation.Retry == RetryRule.Repeatable;
        bool isTimeLeft = call.MayFailOn(_timeout);
        if (arguments.Outcome.Result is HttpResponseMessage response)
        {
            return repeatable
                && isTimeLeft
                && !IsRefusal(response.StatusCode)
                && IsFault(response.StatusCode)
                && !(RetryAfter.Of(response, _time) > _timeout);
        }

        return isTimeLeft && arguments.Outcome.Exception switch
        {
            null => false,
            FaxPlusException { Kind: FaxPlusErrorKind.InvalidResponse } => repeatable && arguments.AttemptNumber < MaxHopelessRetries,
            var exception when HttpFailureClassifier.IsLasting(exception) => false,
            var exception when HttpFailureClassifier.IsBeforeSending(exception) => arguments.AttemptNumber < MaxHopelessRetries,
            var exception when HttpFailureClassifier.IsNetwork(exception) => repeatable,
            _ => false,
        };
    }

    /// <summary>Whether the service refuses the request and asks for a wait (429, 503).</summary>
    private static bool IsRefusal(HttpStatusCode status) => status is (HttpStatusCode)429 or HttpStatusCode.ServiceUnavailable;

    /// <summary>
    /// Whether a refusal proves that the service did not act. A gateway (Envoy, Varnish) also returns 503 when it has lost the response of
    /// a service that did act; such a response has neither a Retry-After header nor the form of the service's errors.
    /// </summary>
    private bool IsProof(HttpResponseMessage response, RequestContext call) =>
        response.StatusCode == (HttpStatusCode)429
        || RetryAfter.Of(response, _time) is not null
        || ErrorReader.IsOfService(call.ErrorBody);

    /// <summary>Whether the status does not show if the service acted. This includes statuses of proxies (520 to 527).</summary>
    private static bool IsFault(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425
        || (status >= HttpStatusCode.InternalServerError
            && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or (HttpStatusCode)511));

    /// <summary>
    /// Whether the service may have acted: only its own refusals (4xx, and 503 if it is proved to be its own) show that it did not.
    /// </summary>
    private static bool MayHaveActed(HttpStatusCode status) =>
        status is < HttpStatusCode.BadRequest or HttpStatusCode.RequestTimeout
            or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable);

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        RequestContext call = arguments.Context.Properties.GetValue(s_call, null!);
        string reason = arguments.Outcome.Result is HttpResponseMessage response
            ? $"the service returned {(int)response.StatusCode}"
            : HttpFailureClassifier.Reason(arguments.Outcome.Exception!);
        call.Observer.Verbose(string.Format(
            CultureInfo.InvariantCulture,
            "{0}: {1}; trying again in {2} (retry {3} of at most {4}).",
            call.Operation.Description,
            reason,
            Duration.Format(arguments.RetryDelay),
            arguments.AttemptNumber + 1,
            _maxRetries));
        return default;
    }
}
