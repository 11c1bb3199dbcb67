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
/// Retries a request if a retry is safe. After a refusal (429, 503), or a failed connection to a service that was reachable before, the
/// request is sent again when the shared back-off permits it. After other temporary failures, it is sent again after an increasing delay.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // The maximum number of retries if no connection can be established or the response is invalid. It is small, because a wrong address
    // is then more likely than a temporary failure.
    private const int MaxHopelessRetries = 2;

    private static readonly ResiliencePropertyKey<RequestContext> s_call = new("Call");

    private readonly SharedBackoff _backoff;
    private readonly ServerClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxSilence;
    private readonly TimeSpan _timeout;
    private readonly int _maxRetries;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(ServiceConnection connection, SharedBackoff gate, ServerClock clock, ClientPlatform platform)
    {
        _backoff = gate;
        _clock = clock;
        _maxSilence = connection.SilenceTimeout;
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
                    new ValueTask<HttpResponseMessage>(state.Handler.AttemptWithBackoffAsync(state.Request, context.CancellationToken)),
                context,
                (Handler: this, Request: request)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// Sends a request. If it is refused, or cannot connect, and a retry is safe, the request waits for the shared back-off and is sent
    /// again. The Polly pipeline does not count these retries.
    /// </summary>
    private async Task<HttpResponseMessage> AttemptWithBackoffAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        while (true)
        {
            int round = await _backoff.EnterAsync(call, cancellationToken).ConfigureAwait(false);
            HttpResponseMessage response;
            try
            {
                response = await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (HttpFailureClassifier.IsBeforeSending(exception))
            {
                if (HttpFailureClassifier.IsLasting(exception)
                    || !_backoff.RecordConnectionFailure(call, round, HttpFailureClassifier.Reason(exception)))
                {
                    throw;
                }


                continue;
            }
            catch (Exception exception) when (ExpectContinueOnRetry(request, call, exception))
            {
                // This block is never executed: the filter always returns false, and only sets the header for the next attempt.
                throw;
            }

            if (response.StatusCode == HttpStatusCode.ExpectationFailed && request.Headers.ExpectContinue == true)
            {
                // Because some proxies refuse Expect: 100-continue, the request is sent again without this header.
                request.Headers.ExpectContinue = false;
                call.IsExpectContinueRefused = true;
                response.Dispose();
                continue;
            }

            if (IsRefusal(response.StatusCode))
            {
                // All other requests of the session wait too, even if a proxy rather than the service refused the request.
                bool isProof = ProvesNoEffect(response, call);
                if (!isProof) call.MayHaveTakenEffect = true;
                if (!isProof && call.Operation.Retry != RetryRule.Repeatable)
                {
                    _backoff.Close(call, round, (int)response.StatusCode);
                    return response;
                }

                if (!_backoff.RecordRefusal(call, round, (int)response.StatusCode, RetryAfter.Of(response, _time))) return response;
                response.Dispose();
            }
            else
            {
                if (response.StatusCode < HttpStatusCode.InternalServerError) _backoff.RecordAccepted(round);
                return response;
            }
        }
    }

    /// <summary>
    /// If a connection broke during an upload, the retry sends Expect: 100-continue. One possible cause is a service that refused the file
    /// (413, 401) and closed the connection before it had received the complete file, so that its response was lost.
    /// </summary>
    private static bool ExpectContinueOnRetry(HttpRequestMessage request, RequestContext call, Exception exception)
    {
        if (request.Content is FileUploadContent && !call.IsExpectContinueRefused && HttpFailureClassifier.IsNetwork(exception))
        {
            request.Headers.ExpectContinue = true;
        }

        return false;
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        using InactivityTimeout timeout = call.BeginAttempt(_maxSilence, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, timeout.Token).ConfigureAwait(false);
            // The timestamp is taken after the response, because sending the request body may have taken minutes.
            long arrived = _time.GetTimestamp();
#if !NET8_0_OR_GREATER
            // .NET Framework cannot cancel every read of a body, so the response is disposed to end the read. On other frameworks, the
            // token cancels all reads, and disposing a response during a read would return its connection to the pool in the middle of the
            // body.
            using (timeout.Token.Register(response.Dispose))
#endif
            {
                call.ErrorBody = [];
                if (!response.IsSuccessStatusCode && MayHaveExecuted(response.StatusCode)) call.MayHaveTakenEffect = true;
                try
                {
                    // The client never requests a range, so a partial response is an error.
                    if (response.StatusCode == HttpStatusCode.PartialContent)
                    {
                        throw ErrorFactory.Unreadable("contains only a part of the data", response, call, null);
                    }

                    if (response.IsSuccessStatusCode)
                    {
                        await call.ReadAnswer(response, call, timeout.Token).ConfigureAwait(false);
                    }
                    else
                    {
                        call.ErrorBody = await BoundedBody.ReadAsync(
                            response.Content, ErrorFactory.MaxBody + SecretMask.Reach, timeout.Token, call.Touch).ConfigureAwait(false);
                    }
                }
                catch (Exception exception) when (HttpFailureClassifier.IsBadEncoding(exception))
                {
                    // An error response is reported even if its body cannot be decoded, because its status is sufficient.
                    if (response.IsSuccessStatusCode)
                    {
                        throw ErrorFactory.Unreadable("does not have the declared encoding", response, call, null, exception);
                    }
                }
            }

            timeout.Token.ThrowIfCancellationRequested();
            if ((response.IsSuccessStatusCode || ErrorReader.IsOfService(call.ErrorBody)) && response.Headers.Age is null)
            {
                _clock.Update(response.Headers.Date, arrived);
            }

            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
            if (call.HasConnection && !HttpFailureClassifier.IsBeforeSending(exception)) call.MayHaveTakenEffect = true;
            if (timeout.HasExpired)
            {
                throw new TimeoutException(
                    string.Format(CultureInfo.InvariantCulture, "The service sent no data for {0:0.#} seconds", _maxSilence.TotalSeconds));
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
                && IsTemporaryFailure(response.StatusCode)
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

    /// <summary>Whether the status is a refusal (429, 503), after which all requests of the session wait.</summary>
    private static bool IsRefusal(HttpStatusCode status) => status is (HttpStatusCode)429 or HttpStatusCode.ServiceUnavailable;

    /// <summary>
    /// Whether a refusal proves that the service did not execute the request. A gateway (Envoy, Varnish) also returns 503 if it has lost
    /// the response of a service that did execute the request. Such a 503 has neither a Retry-After header nor the format of the service's
    /// errors.
    /// </summary>
    private bool ProvesNoEffect(HttpResponseMessage response, RequestContext call) =>
        response.StatusCode == (HttpStatusCode)429
        || RetryAfter.IsSpecified(response, _time)
        || ErrorReader.IsOfService(call.ErrorBody);

    /// <summary>Whether the status is a failure after which a retry may succeed, including the statuses of proxies (520 to 527).</summary>
    private static bool IsTemporaryFailure(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425
        || (status >= HttpStatusCode.InternalServerError
            && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or (HttpStatusCode)511));

    /// <summary>
    /// Whether a status means that the service may have executed the request. A 4xx status other than 408 proves that it has not. A 503
    /// is classified by <see cref="ProvesNoEffect"/>.
    /// </summary>
    private static bool MayHaveExecuted(HttpStatusCode status) =>
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
