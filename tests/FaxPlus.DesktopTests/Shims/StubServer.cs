using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Client.Tests.Support;

/// <summary>
/// The HTTP server of a <see cref="Stub"/> without ASP.NET Core. It implements only the parts of HTTP/1.1 that the tests need.
/// </summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<HttpContext, Task> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<Socket> _open = [];

    private StubServer(Func<HttpContext, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
    }

    public Uri BaseUri { get; }

    public static Task<StubServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var server = new StubServer(answer);
        _ = server.AcceptAsync();
        return Task.FromResult(server);
    }

    public static void SetReason(HttpContext context, string reason) => context.Response.Reason = reason;

    public ValueTask DisposeAsync()
    {
        _end.Cancel();
        _listener.Stop();
        lock (_open)
        {
            foreach (Socket socket in _open) socket.Dispose();
        }

        return default;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception) when (_end.IsCancellationRequested)
            {
                return;
            }

            lock (_open) _open.Add(socket);
            _ = Task.Run(() => ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ReadAsync(stream) is { } request)
            {
                var context = new HttpContext(request, new HttpResponse(stream), Abort, _end.Token);
                try
                {
                    await _answer(context);
                }
                catch (Exception exception) when (exception is not (IOException or ObjectDisposedException or OperationCanceledException))
                {
                    // ASP.NET Core returns the same status if a handler fails.
                    context.Response.StatusCode = 500;
                }

                await context.Response.EndAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or OperationCanceledException)
        {
            // The client has closed the connection, or the test has ended.
        }
        finally
        {
            lock (_open) _open.Remove(socket);
            socket.Dispose();
        }

        void Abort()
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    private static async Task<HttpRequest?> ReadAsync(Stream stream)
    {
        string? first = await LineAsync(stream);
        if (first is null) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':');
            headers[line.Substring(0, colon)] = line.Substring(colon + 1).Trim();
        }

        if (headers.ContainsKey("Expect"))
        {
            byte[] goOn = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
            await stream.WriteAsync(goOn, 0, goOn.Length);
        }

        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out string? length))
        {
            await CopyAsync(stream, body, int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (Convert.ToInt32(await LineAsync(stream), 16) is > 0 and int size)
            {
                await CopyAsync(stream, body, size);
                await LineAsync(stream);
            }

            await LineAsync(stream);
        }

        body.Position = 0;
        string[] parts = first.Split(' ');
        return new HttpRequest(parts[0], parts[1], headers, body);
    }

    private static async Task CopyAsync(Stream from, Stream to, int count)
    {
        byte[] buffer = new byte[Math.Min(count, 81920)];
        while (count > 0)
        {
            int read = await from.ReadAsync(buffer, 0, Math.Min(count, buffer.Length));
            if (read == 0) throw new EndOfStreamException();
            to.Write(buffer, 0, read);
            count -= read;
        }
    }

    private static async Task<string?> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, 0, 1) == 1)
        {
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
