using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Listens on the loopback addresses, which does not require administrator rights on any system. Any host name is accepted, because a
/// tunnel forwards the public host name. The connections of valid requests stay open until the caller reads their events. Other requests
/// are refused immediately.
/// </summary>
internal sealed class WebhookListener : IWebhookListener
{
    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly List<TcpListener> _listeners;
    private readonly WebhookReader _reader;
    private readonly ICallObserver _observer;
    private readonly string? _path;
    private readonly ConcurrentQueue<(WebhookEvent Message, WebhookConnection Sender)> _accepted = new();
    private readonly ConcurrentDictionary<WebhookConnection, bool> _open = new();
    private readonly SemaphoreSlim _count = new(0);
    private volatile bool _ended;

    public WebhookListener(WebhookListenerOptions options, ICallObserver observer)
    {
        _reader = new WebhookReader(options.Secrets);
        _observer = observer;
        _path = options.Path is string path ? "/" + path.TrimStart('/') : null;
        _listeners = Start(options.Port);
        foreach (TcpListener listener in _listeners) _ = AcceptAsync(listener);
    }

    public async Task<WebhookEvent?> NextAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        TimeSpan left = timeout == Timeout.InfiniteTimeSpan || timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero;
        if (!await _count.WaitAsync(left, cancellationToken).ConfigureAwait(false)) return null;
        _accepted.TryDequeue(out (WebhookEvent Message, WebhookConnection Sender) next);
        Answer(next.Sender, HttpStatusCode.OK);
        return next.Message;
    }

    /// <summary>The maximum number of waiting events.</summary>
    internal int MostWaiting { get; set; } = 1000;

    /// <summary>The number of waiting events.</summary>
    internal int Waiting => _accepted.Count;

    /// <summary>Stops the listener. Waiting requests receive an error status, so that the service delivers their events again.</summary>
    public void Dispose()
    {
        _ended = true;
        foreach (TcpListener listener in _listeners) listener.Stop();
        RejectAll();
    }

    private static List<TcpListener> Start(int port)
    {
        var listeners = new List<TcpListener>();
        foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6) continue;
            var listener = new TcpListener(address, port);
            try
            {
                listener.Start();
                listeners.Add(listener);
            }
            catch (SocketException exception)
                when (listeners.Count > 0
                    && exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                // IPv6 is disabled. The error is ignored, because the IPv4 listener is open.
            }
            catch (SocketException exception)
            {
                foreach (TcpListener started in listeners) started.Stop();
                throw new FaxPlusException(
                    FaxPlusErrorKind.Conflict,
                    $"Port {port} of this machine cannot be used by the listener: {exception.Message.TrimEnd('.')}.",
                    exception)
                {
                    RecommendedAction = "End the program that uses the port, or specify another port.",
                };
            }
        }

        return listeners;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_ended)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)
            {
                if (_ended) return;
                // Too many connections are open, or a client disconnected before its connection was accepted.
                await Task.Delay(s_pause).ConfigureAwait(false);
                continue;
            }

            _ = Task.Run(() => HandleAsync(client));
        }
    }

    private async Task HandleAsync(TcpClient client)
    {
        WebhookConnection? connection = null;
        try
        {
            connection = new WebhookConnection(client);
            _open.TryAdd(connection, true);
            if (_ended) RejectAll();
            Task<WebhookMessage?> reading = ReadAsync(connection);
            if (await Task.WhenAny(reading, Task.Delay(s_requestTimeout)).ConfigureAwait(false) != reading)
            {
                _observer.Verbose("A request did not arrive completely within the time limit.");
                Answer(connection, HttpStatusCode.RequestTimeout);
                _ = reading.ContinueWith(static task => task.Exception, TaskScheduler.Default);
                return;
            }

            if (await reading.ConfigureAwait(false) is not { } received) return;

            // The limit is checked before the message is parsed, because a parsed message would be rejected as a duplicate when the service
            // delivers it again.
            if (_accepted.Count >= MostWaiting)
            {
                _observer.Warning($"{MostWaiting} events are already waiting; another event was rejected.");
                Answer(connection, HttpStatusCode.ServiceUnavailable);
                return;
            }

            WebhookEvent message = _reader.Read(received);
            _accepted.Enqueue((message, connection));
            _count.Release();
        }
        catch (FaxPlusException error)
        {
            _observer.Warning(error.Message);
            Answer(connection!, error.Kind switch
            {
                FaxPlusErrorKind.Forbidden => HttpStatusCode.Forbidden,
                FaxPlusErrorKind.Conflict => HttpStatusCode.Conflict,
                _ => HttpStatusCode.BadRequest,
            });
        }
        catch (Exception exception) when (exception is SocketException or IOException or InvalidOperationException)
        {
            // The error is ignored, because the client has disconnected, or the listener is being disposed.
            if (connection is not null) _open.TryRemove(connection, out _);
            client.Dispose();
        }
    }

    /// <summary>
    /// Reads the message of a request. If the request is not valid, this method sends an error response and returns null.
    /// </summary>
    private async Task<WebhookMessage?> ReadAsync(WebhookConnection connection)
    {
        HttpStatusCode? refused = await connection.ReadHeadAsync().ConfigureAwait(false) ? Refusal(connection) : HttpStatusCode.BadRequest;
        byte[]? body = null;
        if (refused is null)
        {
            body = await connection.ReadBodyAsync(WebhookReader.MaxBody).ConfigureAwait(false);
            refused = body is null
                ? HttpStatusCode.BadRequest
                : body.Length > WebhookReader.MaxBody ? HttpStatusCode.RequestEntityTooLarge
                : null;
        }

        if (refused is not HttpStatusCode status) return new WebhookMessage(body!, connection.Headers);
        _observer.Verbose($"{(connection.Method.Length > 0 ? connection.Method : "A")} request was refused ({(int)status}).");
        Answer(connection, status);
        return null;
    }

    /// <summary>Returns the status for a request that cannot be a delivery; null if the request may be a delivery.</summary>
    private HttpStatusCode? Refusal(WebhookConnection request)
    {
        string target = request.Target;
        if (_path is not null && (_path.IndexOf('?') >= 0 ? target : target.Split('?')[0]) != _path) return HttpStatusCode.NotFound;
        if (request.Method != "POST") return HttpStatusCode.MethodNotAllowed;

        // A web page in a browser on this machine can also send requests to this address. Such requests have an Origin header, which the
        // service does not send.
        if (request.Header("Origin") is not null) return HttpStatusCode.Forbidden;
        return long.TryParse(request.Header("Content-Length"), out long length) && length > WebhookReader.MaxBody
            ? HttpStatusCode.RequestEntityTooLarge
            : null;
    }

    private void RejectAll()
    {
        foreach (WebhookConnection connection in _open.Keys) Answer(connection, HttpStatusCode.ServiceUnavailable);
    }

    private void Answer(WebhookConnection connection, HttpStatusCode status)
    {
        if (_open.TryRemove(connection, out _)) connection.Answer(status);
    }
}
