using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Reads one HTTP request from a socket, sends a response without a body, and closes the connection. HttpListener is not used, because it
/// accepts only configured host names, whereas a tunnel forwards the public host name.
/// </summary>
internal sealed class WebhookConnection : IDisposable
{
    // The maximum size of the request line and the headers, which is also the default limit for headers in ASP.NET Core.
    private const int MaxHead = 32 * 1024;
    private const int MaxDrained = 4 * 1024 * 1024;

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[MaxHead];
    private int _start;
    private int _end;
    private int _isAnswered;

    public WebhookConnection(TcpClient client)
    {
        _client = client;
        _client.NoDelay = true;
        _stream = client.GetStream();
        _stream.WriteTimeout = (int)s_farewell.TotalMilliseconds;
    }

    public string Method { get; private set; } = "";

    /// <summary>The path and the query.</summary>
    public string Target { get; private set; } = "/";

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public string? Header(string name) =>
        Headers
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .FirstOrDefault();

    /// <summary>Reads the request line and the headers.</summary>
    /// <returns>False if the head is not that of an HTTP request, is too long, or is incomplete.</returns>
    public async Task<bool> ReadHeadAsync()
    {
        int end;
        while ((end = IndexOfEmptyLine()) < 0)
        {
            if (_end == _buffer.Length || !await FillAsync().ConfigureAwait(false)) return false;
        }

        string[] lines = Encoding.UTF8.GetString(_buffer, 0, end).Split('\n').Select(static line => line.TrimEnd('\r')).ToArray();
        _start = end;
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || !first[2].StartsWith("HTTP/1.", StringComparison.Ordinal)) return false;
        Method = first[0];
        Target = first[1].StartsWith("/", StringComparison.Ordinal)
            ? first[1]
            : Uri.TryCreate(first[1], UriKind.Absolute, out Uri? uri) ? uri.PathAndQuery
            : "";
        foreach (string line in lines.Skip(1).Where(static line => line.Length > 0))
        {
            int colon = line.IndexOf(':');
            if (colon <= 0 || char.IsWhiteSpace(line[0]) || char.IsWhiteSpace(line[colon - 1])) return false;
            Headers.Add(new KeyValuePair<string, string>(line.Substring(0, colon), line.Substring(colon + 1).Trim()));
        }

        return Target.Length > 0;
    }

    /// <summary>Reads the body. If the body is too large, only one byte more than the maximum is read.</summary>
    /// <returns>The body; null if the body is incomplete, or if its length is invalid or ambiguous.</returns>
    public async Task<byte[]?> ReadBodyAsync(int most)
    {
        bool isChunked = Header("Transfer-Encoding") is not null;
        string? length = Header("Content-Length");
        // A request with both Transfer-Encoding and Content-Length, with several lengths, or with another transfer coding is refused,
        // because a proxy may interpret it differently.
        if (isChunked
            ? length is not null || !Header("Transfer-Encoding")!.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            : Headers.Count(static header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            return null;
        }

        long left = 0;
        if (!isChunked && length is not null && !long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out left))
        {
            return null;
        }

        if (string.Equals(Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase))
        {
            await WriteAsync("HTTP/1.1 100 Continue\r\n\r\n").ConfigureAwait(false);
        }

        using var body = new MemoryStream();
        if (!isChunked) return await CopyAsync(body, left, most).ConfigureAwait(false) ? body.ToArray() : null;
        while (body.Length <= most)
        {
            string? size = await ReadLineAsync().ConfigureAwait(false);
            if (size is null
                || !int.TryParse(size.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int chunk)
                || chunk < 0)
            {
                return null;
            }

            if (chunk == 0)
            {
                while (await ReadLineAsync().ConfigureAwait(false) is { Length: > 0 })
                {
                    // The trailers after the body are ignored.
                }

                break;
            }

            if (!await CopyAsync(body, chunk, most).ConfigureAwait(false)) return null;
            if (body.Length <= most && await ReadLineAsync().ConfigureAwait(false) is not "") return null;
        }

        return body.ToArray();
    }

    /// <summary>Sends a response and closes the connection, unless a response was already sent.</summary>
    public void Answer(HttpStatusCode status)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) != 0) return;
        try
        {
            byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)status} {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            _stream.Write(answer, 0, answer.Length);
            _client.Client.Shutdown(SocketShutdown.Send);
            _ = DrainAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            // The error is ignored, because the client has disconnected.
            Dispose();
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Reads the rest of the request, because closing a connection with unread data resets the connection, and the client may then lose the
    /// response.
    /// </summary>
    private async Task DrainAsync()
    {
        using var client = _client;
        Task over = Task.Delay(s_farewell);
        byte[] rest = new byte[16 * 1024];
        try
        {
            for (int drained = 0; drained < MaxDrained;)
            {
                Task<int> reading = _stream.ReadAsync(rest, 0, rest.Length);
                if (await Task.WhenAny(reading, over).ConfigureAwait(false) == over)
                {
                    _client.Dispose();
                    _ = reading.ContinueWith(static task => task.Exception, TaskScheduler.Default);
                    return;
                }

                int read = await reading.ConfigureAwait(false);
                if (read == 0) return;
                drained += read;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            // The error is ignored, because the client has disconnected.
        }
    }

    private int IndexOfEmptyLine()
    {
        for (int i = 1; i < _end; i++)
        {
            if (_buffer[i] != '\n') continue;
            if (_buffer[i - 1] == '\n' || (i >= 3 && _buffer[i - 1] == '\r' && _buffer[i - 2] == '\n')) return i + 1;
        }

        return -1;
    }

    private async Task<bool> FillAsync()
    {
        int read = await _stream.ReadAsync(_buffer, _end, _buffer.Length - _end).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Appends the specified number of bytes to the body, but at most one byte more than the maximum size.</summary>
    /// <returns>False if the request ends too early.</returns>
    private async Task<bool> CopyAsync(MemoryStream body, long count, int most)
    {
        count = Math.Min(count, most + 1 - body.Length);
        while (count > 0)
        {
            if (_start == _end && !await RefillAsync().ConfigureAwait(false)) return false;
            int part = (int)Math.Min(count, _end - _start);
            body.Write(_buffer, _start, part);
            _start += part;
            count -= part;
        }

        return true;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (line.Length < 1024)
        {
            if (_start == _end && !await RefillAsync().ConfigureAwait(false)) return null;
            char next = (char)_buffer[_start++];
            if (next == '\n') return line.ToString().TrimEnd('\r');
            line.Append(next);
        }

        return null;
    }

    private Task<bool> RefillAsync()
    {
        _start = _end = 0;
        return FillAsync();
    }

    private Task WriteAsync(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return _stream.WriteAsync(bytes, 0, bytes.Length);
    }
}
