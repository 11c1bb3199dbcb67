using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Listens on the loopback addresses, which takes no rights on any system. What is accepted waits here, with its sender,
/// until it is asked for; what is not is refused at once.
/// </summary>
internal sealed class WebhookListener : IWebhookListener
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpListener _listener;
    private readonly WebhookReader _reader;
    private readonly ICallObserver _observer;
    private readonly string? _path;
    private readonly ConcurrentQueue<(WebhookEvent Message, HttpListenerContext Sender)> _accepted = new();
    private readonly ConcurrentDictionary<HttpListenerContext, bool> _open = new();
    private readonly SemaphoreSlim _count = new(0);
    private volatile bool _ended;

    public WebhookListener(WebhookListenerOptions options, ICallObserver observer)
    {
        _reader = new WebhookReader(options.Secrets);
        _observer = observer;
        _path = options.Path is string path ? "/" + path.TrimStart('/') : null;
        _listener = Start(options.Port);
        _ = AcceptAsync();
    }

    public async Task<WebhookEvent?> NextAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        TimeSpan left = timeout == Timeout.InfiniteTimeSpan || timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero;
        if (!await _count.WaitAsync(left, cancellationToken).ConfigureAwait(false)) return null;
        _accepted.TryDequeue(out (WebhookEvent Message, HttpListenerContext Sender) next);
        Answer(next.Sender, HttpStatusCode.OK);
        return next.Message;
    }

    /// <summary>How many events may wait to be taken.</summary>
    internal int MostWaiting { get; set; } = 1000;

    /// <summary>How many events nobody has taken yet.</summary>
    internal int Waiting => _accepted.Count;

    /// <summary>Senders that still wait are put off, and deliver again. Left to itself, the framework would answer them 200.</summary>
    public void Dispose()
    {
        _ended = true;
        try
        {
            _listener.Prefixes.Clear();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It has ended already.
        }

        PutOff();
        _listener.Abort();
    }

    private static HttpListener Start(int port)
    {
        try
        {
            return Start("127.0.0.1", "localhost");
        }
        catch (Exception exception) when (exception is HttpListenerException or System.Net.Sockets.SocketException)
        {
            // The name may stand for an address that is switched off; the port may be in use.
            try
            {
                return Start("127.0.0.1");
            }
            catch (Exception again) when (again is HttpListenerException or System.Net.Sockets.SocketException)
            {
                throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"Port {port} of this machine cannot be listened on: {again.Message.TrimEnd('.')}.", again)
                {
                    RecommendedAction = "End the program that uses the port, or name another one.",
                };
            }
        }

        HttpListener Start(params string[] names)
        {
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            foreach (string name in names) listener.Prefixes.Add($"http://{name}:{port}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch
            {
                ((IDisposable)listener).Dispose();
                throw;
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_listener.IsListening) return;
                continue;
            }

            _open.TryAdd(context, true);
            if (_ended) PutOff();
            else _ = Task.Run(() => HandleAsync(context));
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            HttpListenerRequest request = context.Request;
            if (Refusal(request) is HttpStatusCode refused)
            {
                _observer.Verbose($"{request.HttpMethod} request refused ({(int)refused}).");
                Answer(context, refused);
                return;
            }

            byte[]? body = await ReadAsync(request).ConfigureAwait(false);
            if (body is null)
            {
                _observer.Verbose("A request took too long to send its body.");
                Answer(context, HttpStatusCode.RequestTimeout);
                return;
            }

            // Before it is read: one that was read counts as a repetition when it comes again.
            if (_accepted.Count >= MostWaiting)
            {
                _observer.Warning($"{MostWaiting} events wait already; another one was put off.");
                Answer(context, HttpStatusCode.ServiceUnavailable);
                return;
            }

            WebhookEvent message = _reader.Read(new WebhookMessage(body, Headers(request)));
            _accepted.Enqueue((message, context));
            _count.Release();
        }
        catch (FaxPlusException error)
        {
            _observer.Warning(error.Message);
            Answer(context, error.Kind switch
            {
                FaxPlusErrorKind.Forbidden => HttpStatusCode.Forbidden,
                FaxPlusErrorKind.Conflict => HttpStatusCode.Conflict,
                _ => HttpStatusCode.BadRequest,
            });
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or InvalidOperationException)
        {
            // The sender has gone, or the listener ends.
        }
    }

    /// <summary>The status for what is no delivery at all; null for what may be one.</summary>
    private HttpStatusCode? Refusal(HttpListenerRequest request)
    {
        string target = request.RawUrl ?? "/";
        if (_path is not null && (_path.IndexOf('?') >= 0 ? target : target.Split('?')[0]) != _path) return HttpStatusCode.NotFound;
        if (request.HttpMethod != "POST") return HttpStatusCode.MethodNotAllowed;

        // A page in this machine's browser can reach this address too; a service sends no origin.
        if (request.Headers["Origin"] is not null) return HttpStatusCode.Forbidden;
        return request.ContentLength64 > WebhookReader.MaxBody ? HttpStatusCode.RequestEntityTooLarge : null;
    }

    /// <summary>The body, and one byte more than a body may have where it is too large; null where it does not come.</summary>
    private static async Task<byte[]?> ReadAsync(HttpListenerRequest request)
    {
        using var patience = new CancellationTokenSource();
        using var content = new System.Net.Http.StreamContent(request.InputStream);
        Task<byte[]> body = BoundedBody.ReadAsync(content, WebhookReader.MaxBody + 1, patience.Token);
        Task first = await Task.WhenAny(body, Task.Delay(s_patience, patience.Token)).ConfigureAwait(false);
        patience.Cancel();
        return first == body ? await body.ConfigureAwait(false) : null;
    }

    private static List<KeyValuePair<string, string>> Headers(HttpListenerRequest request)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string? name in request.Headers.AllKeys)
        {
            foreach (string value in name is null ? [] : request.Headers.GetValues(name) ?? []) headers.Add(new KeyValuePair<string, string>(name!, value));
        }

        return headers;
    }

    private void PutOff()
    {
        foreach (HttpListenerContext context in _open.Keys) Answer(context, HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>Answers, unless it is answered already.</summary>
    private void Answer(HttpListenerContext context, HttpStatusCode status)
    {
        if (!_open.TryRemove(context, out _)) return;
        try
        {
            context.Response.StatusCode = (int)status;
            context.Response.KeepAlive = false;
            context.Response.ContentLength64 = 0;
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or InvalidOperationException or IOException)
        {
            // The sender has gone, or the listener ends.
        }
    }
}
