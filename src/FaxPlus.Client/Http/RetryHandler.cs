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
/// Makes a request again where that is safe: after a refusal when the session's gate lets it pass, after a failure when a growing
/// pause is over.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // Where there never was a connection, and with answers that make no sense, a person is waiting for an address to be
    // corrected more often than for a network to come back.
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
                static (context, state) => new ValueTask<HttpResponseMessage>(state.Handler.PatientAttemptAsync(state.Request, context.CancellationToken)),
                context,
                (Handler: this, Request: request)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// An attempt for which refusals do not count, nor the loss of the network: both say that the service did not begin, and come from a
    /// wait of the session.
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
                // It is only looked at.
                throw;
            }

            if (response.StatusCode == HttpStatusCode.ExpectationFailed && request.Headers.ExpectContinue == true)
            {
                // Some proxies refuse to be asked.
                request.Headers.ExpectContinue = false;
                call.MayNotAsk = true;
                response.Dispose();
                continue;
            }

            if (IsRefusal(response.StatusCode))
            {
                // All others wait for it too, whoever said it.
                if (!IsProof(response, call) && call.Operation.Retry != RetryRule.Repeatable)
                {
                    call.MayHaveTakenEffect = true;
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
    /// After a connection that broke during an upload, the service is asked first whether it wants the file: one that refuses it (413, 401) closes the
    /// connection before it has the whole file, and its answer is lost.
    /// </summary>
    private static bool AskNext(HttpRequestMessage request, RequestContext call, Exception exception)
    {
        if (request.Content is FileUploadContent && !call.MayNotAsk && HttpFailureClassifier.IsNetwork(exception)) request.Headers.ExpectContinue = true;
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
            // The body may be minutes on its way.
            long arrived = _time.GetTimestamp();
#if !NET8_0_OR_GREATER
            // .NET Framework cannot cancel every read of a body; closing the answer ends them. Elsewhere the token ends them all, and an
            // answer that is closed while it is read would give back its connection in the middle of it, to the request of somebody else.
            using (silence.Token.Register(response.Dispose))
#endif
            {
                call.ErrorBody = [];
                if (!response.IsSuccessStatusCode && MayHaveActed(response.StatusCode)) call.MayHaveTakenEffect = true;
                try
                {
                    if (response.IsSuccessStatusCode) await call.ReadAnswer(response, call, silence.Token).ConfigureAwait(false);
                    else call.ErrorBody = await BoundedBody.ReadAsync(response.Content, ErrorFactory.MaxBody + SecretMask.Reach, silence.Token, call.Touch).ConfigureAwait(false);
                }
                catch (Exception exception) when (HttpFailureClassifier.IsBadEncoding(exception))
                {
                    // What kept the answer of an error from being read does not change what the status says.
                    if (response.IsSuccessStatusCode) throw ErrorFactory.Unreadable("is not encoded as it says", response, call, null, exception);
                }
            }

            silence.Token.ThrowIfCancellationRequested();
            if ((response.IsSuccessStatusCode || ErrorFactory.IsOfService(call.ErrorBody)) && response.Headers.Age is null) _clock.Hear(response.Headers.Date, arrived);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
            if (call.IsUnderWay && !HttpFailureClassifier.IsBeforeSending(exception)) call.MayHaveTakenEffect = true;
            if (silence.HasExpired)
            {
                throw new TimeoutException(string.Format(CultureInfo.InvariantCulture, "Nothing was heard from the service for {0:0.#} seconds", _silence.TotalSeconds));
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
            return repeatable && isTimeLeft && !IsRefusal(response.StatusCode) && IsFault(response.StatusCode) && !(RetryAfter.Of(response, _time) > _timeout);
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

    /// <summary>Both ask for patience.</summary>
    private static bool IsRefusal(HttpStatusCode status) => status is (HttpStatusCode)429 or HttpStatusCode.ServiceUnavailable;

    /// <summary>
    /// Whether a refusal proves that the service did not act. A gateway (Envoy, Varnish) answers 503 also when it has lost the answer of a
    /// service that did; it neither asks for a wait nor knows the form of the service's errors.
    /// </summary>
    private bool IsProof(HttpResponseMessage response, RequestContext call) =>
        response.StatusCode == (HttpStatusCode)429 || RetryAfter.Of(response, _time) is not null || ErrorFactory.IsOfService(call.ErrorBody);

    /// <summary>Answers that say nothing about how far the service came, also those of the proxies before it (520 to 527).</summary>
    private static bool IsFault(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425
        || (status >= HttpStatusCode.InternalServerError && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or (HttpStatusCode)511));

    /// <summary>Whether the service may have acted: only its own refusals (4xx, and 503 where it is proved to be its own) say that it did not.</summary>
    private static bool MayHaveActed(HttpStatusCode status) =>
        status is < HttpStatusCode.BadRequest or HttpStatusCode.RequestTimeout or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable);

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        RequestContext call = arguments.Context.Properties.GetValue(s_call, null!);
        string reason = arguments.Outcome.Result is HttpResponseMessage response
            ? $"the service answered {(int)response.StatusCode}"
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
