using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// The network between a process and the service. It delays and loses requests and responses, and returns responses of a gateway instead of
/// those of the service.
/// </summary>
internal sealed class Network(Process process, Scheduler scheduler, SimulatedService service, Rng rng, Run run, int faults,
    Action<string>? trace) : HttpMessageHandler
{
    private const string Gateway = "upstream connect error or disconnect/reset before headers. reset reason: connection termination";

    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(5);

    private int _posts;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        if (!process.IsAlive) return answer.Task;
        string method = request.Method.Method;
        string path = request.RequestUri!.PathAndQuery;
        string? token = request.Headers.Authorization?.Parameter;
        string? body = request.Content?.ReadAsStringAsync(CancellationToken.None).GetAwaiter().GetResult();
        Fault fault = Draw(method, path);
        trace?.Invoke($"{process.Name}: {method} {path}{(fault == Fault.None ? "" : $" ({fault})")}");
        CancellationTokenRegistration cancellation = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));

        TimeSpan there = rng.Upto(s_quick);
        TimeSpan back = rng.Upto(rng.Chance(0.1) ? s_slow : s_quick);
        switch (fault)
        {
            case Fault.NoConnection:
                Fail(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
                break;
            case Fault.LostRequest:
                Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was closed"));
                break;
            case Fault.LostAnswer:
                Act(there, (_, _) => Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was closed")));
                break;
            case Fault.LateAct:
                Act(rng.Upto(s_slow), (_, _) => { });
                Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset"));
                break;
            case Fault.Silence:
                break;
            case Fault.SilenceAfter:
                Act(there, (_, _) => { });
                break;
            case Fault.Cut:
                Act(there, (status, text) => Answer(status, new BrokenContent(new IOException("The answer ended early"))));
                break;
            case Fault.Garbage:
                Act(there, (status, _) => Answer(status, Content("<html>Bad gateway", "application/json")));
                break;
            case Fault.WrongEncoding:
                Act(there, (status, _) => Answer(status, new BrokenContent(
                    new InvalidDataException("The archive entry was compressed using an unsupported compression method."))));
                break;
            case Fault.OwnUnavailable:
                Answer(503, Content("""{"error":"unavailable","description":"Try later."}""", "application/json"));
                break;
            case Fault.UnavailableWithRetryAfter:
                Answer(503, Content("busy", "text/plain"), retryAfter: 3);
                break;
            case Fault.TooMany:
                Answer(429, Content("""{"error":"rate_limited"}""", "application/json"), retryAfter: rng.Chance(0.5) ? 2 : null);
                break;
            case Fault.GatewayBefore:
                Answer(rng.Of([502, 503, 504]), Content(Gateway, "text/plain"), isGateway: true);
                break;
            case Fault.GatewayAfter:
                Act(there, (_, _) => Answer(rng.Of([502, 503, 503, 504]), Content(Gateway, "text/plain"), isGateway: true));
                break;
            case Fault.ErrorBefore:
                Answer(500, Content("""{"error":"internal"}""", "application/json"));
                break;
            case Fault.ErrorAfter:
                Act(there, (_, _) => Answer(500, Content("""{"error":"internal"}""", "application/json")));
                break;
            default:
                Act(there, (status, text) => Answer(status, Content(text, "application/json")));
                break;
        }

        return answer.Task;

        void Act(TimeSpan delay, Action<int, string> then) => scheduler.After(delay, null, () =>
        {
            (int status, string text) = run.IsRefused
                && method == "POST" ? (402, """{"error":"insufficient_credit"}""") : service.Handle(process, method, path, token, body);
            then(status, text);
        });

        void Fail(Exception error) => scheduler.After(back, process, () =>
        {
            cancellation.Dispose();
            answer.TrySetException(error);
        });

        void Answer(int status, HttpContent content, int? retryAfter = null, bool isGateway = false)
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content, RequestMessage = request };
            // A gateway has its own clock.
            response.Headers.Date = service.Clock + (isGateway ? TimeSpan.FromMinutes(rng.Of([-7, 11])) : TimeSpan.Zero);
            if (retryAfter is { } seconds) response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
            scheduler.After(back, process, () =>
            {
                cancellation.Dispose();
                trace?.Invoke($"{process.Name}: {status} for {method} {path}");
                answer.TrySetResult(response);
            });
        }
    }

    private Fault Draw(string method, string path)
    {
        if (method == "POST" && _posts++ == 0 && run.FirstSend is { } first) return first;
        if (method == "POST" && run.EachSend is { } each) return each;
        if (method == "GET" && run.LookUpsFail && !path.EndsWith("/self", StringComparison.Ordinal)) return Fault.ErrorBefore;
        return run.HasFaults && rng.Below(100) < faults ? (Fault)(1 + rng.Below((int)Fault.ErrorAfter)) : Fault.None;
    }

    private static ByteArrayContent Content(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private sealed class BrokenContent(Exception error) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromException<Stream>(error);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.FromException(error);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
