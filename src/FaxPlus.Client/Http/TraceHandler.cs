using System;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>Reports each request and its result to the call's observer, without headers, bodies or secrets.</summary>
internal sealed class TraceHandler(SecretMask secrets, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        if (call.BeforeAttempt is not null) await call.BeforeAttempt(cancellationToken).ConfigureAwait(false);
        call.HasConnection = true;
        ICallObserver observer = call.Observer;
        if (!observer.IsVerbose) return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string line = secrets.Mask($"{request.Method} {request.RequestUri?.AbsoluteUri}");
        long begun = time.GetTimestamp();
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            observer.Verbose(string.Format(
                CultureInfo.InvariantCulture,
                "{0}: {1} {2}, {3} ms",
                line,
                (int)response.StatusCode,
                response.ReasonPhrase,
                (long)time.GetElapsedTime(begun).TotalMilliseconds));
            return response;
        }
        catch (Exception exception)
        {
            string reason = cancellationToken.IsCancellationRequested ? "cancelled" : HttpFailureClassifier.Reason(exception);
            observer.Verbose(string.Format(
                CultureInfo.InvariantCulture,
                "{0}: no response ({1}), {2} ms",
                line,
                reason,
                (long)time.GetElapsedTime(begun).TotalMilliseconds));
            throw;
        }
    }
}
