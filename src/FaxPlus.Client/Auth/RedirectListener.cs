using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Auth;

/// <summary>
/// Waits for the browser redirect on a loopback port. The listener uses a plain socket, which needs no administrator rights. It accepts the
/// redirect and rejects all other requests. Connections are processed concurrently, because browsers open connections that they never use.
/// </summary>
internal sealed class RedirectListener : IDisposable
{
    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromSeconds(10);

    private readonly List<TcpListener> _listeners = [];
    private readonly string _path;

    public RedirectListener(Uri redirectUri)
    {
        _path = redirectUri.AbsolutePath;
        // For the host name "localhost", both loopback addresses are used, because a browser may resolve it to either address.
        IPAddress[] addresses = IPAddress.TryParse(redirectUri.DnsSafeHost, out IPAddress? address)
            ? [address]
            : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        foreach (IPAddress local in addresses)
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6) continue;
            var listener = new TcpListener(local, redirectUri.Port);
            try
            {
                listener.Start();
                _listeners.Add(listener);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable && _listeners.Count > 0)
            {
                // IPv6 is disabled. The error is ignored, because the IPv4 listener is open.
            }
            catch (SocketException exception)
            {
                Dispose();
                throw new FaxPlusException(
                    FaxPlusErrorKind.Conflict,
                    $"Port {redirectUri.Port} of the redirect URI cannot be used by the listener: {exception.Message}",
                    exception)
                {
                    RecommendedAction = "End the program that uses the port, register another redirect URI, "
                        + "or sign in without a browser on this machine.",
                    Advice = FaxPlusAdvice.SignInWithoutBrowser,
                };
            }
        }
    }

    /// <summary>
    /// Waits for the redirect of this sign-in, shows the result in the browser, and returns the code. If the redirect reports an error, an
    /// exception is thrown. Requests for which <paramref name="read"/> returns null are rejected.
    /// </summary>
    public async Task<Secret> WaitAsync(Func<IReadOnlyDictionary<string, string>, Secret?> read, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Stopping the listeners ends their pending accept calls.
        using CancellationTokenRegistration closing = over.Token.Register(Dispose);
        var accepts = new List<Task<TcpClient>>();
        var answers = new List<Task<Secret?>>();
        try
        {
            foreach (TcpListener listener in _listeners) accepts.Add(listener.AcceptTcpClientAsync());
            while (true)
            {
                Task done = await Task.WhenAny([.. accepts, .. answers]).ConfigureAwait(false);
                if (done is Task<TcpClient> accepted)
                {
                    TcpClient client = await accepted.ConfigureAwait(false);
                    answers.Add(AnswerAsync(client, read, over.Token));
                    int index = accepts.IndexOf(accepted);
                    accepts[index] = _listeners[index].AcceptTcpClientAsync();
                    continue;
                }

                var answered = (Task<Secret?>)done;
                answers.Remove(answered);
                if (await answered.ConfigureAwait(false) is Secret code) return code;
            }
        }
        catch (Exception exception)
            when (cancellationToken.IsCancellationRequested && (exception is SocketException or InvalidOperationException))
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            // The cancellation also closes connections that the browser opened and did not use.
            over.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (TcpListener listener in _listeners) listener.Stop();
    }

    /// <summary>Reads and answers one request, and returns the code; null if the request does not belong to this sign-in.</summary>
    private async Task<Secret?> AnswerAsync(
        TcpClient client, Func<IReadOnlyDictionary<string, string>, Secret?> read, CancellationToken cancellationToken)
    {
        using TcpClient connection = client;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_requestTimeout);
        using (limit.Token.Register(client.Close))
        {
            try
            {
                using NetworkStream stream = client.GetStream();
                string? target = await ReadTargetAsync(stream).ConfigureAwait(false);
                if (target is null
                    || !Uri.TryCreate("http://localhost" + target, UriKind.Absolute, out Uri? address)
                    || address.AbsolutePath != _path)
                {
                    await WriteAsync(
                        stream, "404 Not Found", "Not found",
                        "This address only receives the redirect of a sign-in.").ConfigureAwait(false);
                    return null;
                }

                try
                {
                    Secret? code = read(QueryString.Parse(address.Query));
                    if (code is null)
                    {
                        await WriteAsync(
                            stream,
                            "400 Bad Request",
                            "Not part of this sign-in",
                            "Use the page that this sign-in opened. An older page, or a page from another person, "
                            + "is not accepted.").ConfigureAwait(false);
                        return null;
                    }

                    await WriteAsync(stream, "200 OK", "The sign-in was approved", "You can close this page.").ConfigureAwait(false);
                    return code;
                }
                catch (FaxPlusException exception)
                {
                    await WriteAsync(
                        stream,
                        "400 Bad Request",
                        "You are not signed in",
                        exception.Message + " You can close this page.").ConfigureAwait(false);
                    throw;
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException or SocketException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
    }

    /// <summary>
    /// Reads the target of a GET request. The method reads all headers, because closing a socket with unread data would reset the
    /// connection.
    /// </summary>
    private static async Task<string?> ReadTargetAsync(NetworkStream stream)
    {
        if (await RequestHead.ReadAsync(stream).ConfigureAwait(false) is not { } lines) return null;
        string[] parts = lines[0].Split(' ');
        return parts.Length == 3 && parts[0] == "GET" && parts[1].StartsWith("/", StringComparison.Ordinal) ? parts[1] : null;
    }

    private static async Task WriteAsync(NetworkStream stream, string status, string title, string text)
    {
        string heading = WebUtility.HtmlEncode(title);
        string page = $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{heading}</title>
            <style>body{"{"}font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem{"}"}</style></head>
            <body><h1>{heading}</h1><p>{WebUtility.HtmlEncode(text)}</p></body></html>
            """;
        byte[] body = Encoding.UTF8.GetBytes(page);
        byte[] head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(head, 0, head.Length).ConfigureAwait(false);
        await stream.WriteAsync(body, 0, body.Length).ConfigureAwait(false);
        await stream.FlushAsync().ConfigureAwait(false);
    }
}
