using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Client.Webhooks;
using Xunit;
using static FaxPlus.Client.Tests.Support.WebhookMessages;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that the listener returns valid messages and rejects others.</summary>
public sealed class WebhookListenerTests : IDisposable
{
    private readonly HttpClient _sender = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Observer _observer = new();
    private readonly CancellationTokenSource _timeLimit = new(TimeSpan.FromMinutes(5));
    private readonly int _port = Ports.Free();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task An_event_is_returned_and_its_sender_receives_a_response(string host)
    {
        using WebhookListener listener = Listen();
        Task<HttpResponseMessage> sending = SendAsync(FaxBody, host: host);
        WebhookEvent? message = await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token);
        Assert.Equal("5c3f1a2b3c4d5e6f70819200", message!.FaxId);
        Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
    }

    [Theory]
    [InlineData("hooks.example.org")]
    [InlineData("a1b2.tunnel.example:443")]
    [InlineData("[::1]")]
    public async Task An_event_is_accepted_with_any_host_name(string host)
    {
        using WebhookListener listener = Listen();
        Task<string> sending = SendRawAsync(
            $"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {Encoding.UTF8.GetByteCount(FaxBody)}\r\n\r\n{FaxBody}", host[0] == '['
            ? IPAddress.IPv6Loopback : IPAddress.Loopback);
        Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.StartsWith("HTTP/1.1 200 ", await sending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST http://hooks.example.org/hook?x=1 HTTP/1.1\nHost: h\nContent-Length: {0}\n\n{1}", 200)]
    [InlineData("POST /hook HTTP/1.0\r\nContent-Length: {0}\r\n\r\n{1}", 200)]
    [InlineData("POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{0:x};x=y\r\n{1}\r\n0\r\nT: 1\r\n\r\n", 200)]
    [InlineData("POST /hook HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {0}\r\n\r\n{1}", 100)]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413)]
    [InlineData("POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400)]
    [InlineData("POST /hook HTTP/1.1\r\nNo header\r\n\r\n", 400)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("POST  HTTP/1.1\r\n\r\n", 400)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400)]
    public async Task Requests_are_read_in_the_formats_that_HTTP_permits(string request, int status)
    {
        using WebhookListener listener = Listen("/hook");
        Task<string> sending = SendRawAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, request, Encoding.UTF8.GetByteCount(FaxBody), FaxBody));
        if (status <= 200) Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.StartsWith($"HTTP/1.1 {status} ", await sending, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_request_head_is_refused_and_does_not_block_others()
    {
        using WebhookListener listener = Listen();
        Task<string> endless = SendRawAsync("POST / HTTP/1.1\r\nX: " + new string('x', 64 * 1024));
        Task<HttpResponseMessage> right = SendAsync(FaxBody);
        Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.Equal(HttpStatusCode.OK, (await right).StatusCode);
        Assert.StartsWith("HTTP/1.1 400 ", await endless, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_request_receives_4xx_and_returns_no_event()
    {
        using WebhookListener listener = Listen("/hook", FirstSecret);
        string now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        string old = DateTimeOffset.UtcNow.AddMinutes(-6).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(FaxBody, "/other")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await SendAsync(null, "/hook", method: HttpMethod.Get)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(FaxBody, "/hook")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(FaxBody, "/hook", Signed(timestamp: now, secret: OtherSecret))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(FaxBody, "/hook", Signed(timestamp: old))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await SendAsync("{\"hook\": ", "/hook", Signed("{\"hook\": ", timestamp: now))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await SendAsync(FaxBody, "/hook", Signed(timestamp: now, id: "browser"), origin: "https://evil.example")).StatusCode);
        Assert.Null(await listener.NextAsync(TimeSpan.Zero, _timeLimit.Token));

        Task<HttpResponseMessage> right = SendAsync(FaxBody, "/hook?x=1", Signed(timestamp: now, id: "right"));
        Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.Equal(HttpStatusCode.OK, (await right).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(FaxBody, "/hook", Signed(timestamp: now, id: "right"))).StatusCode);
        Assert.Null(await listener.NextAsync(TimeSpan.Zero, _timeLimit.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        using WebhookListener listener = Listen();
        try
        {
            HttpResponseMessage answer = await SendAsync(FaxBody + new string(' ', 2 * 1024 * 1024), chunked: chunked);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
        catch (HttpRequestException)
        {
            // The connection was closed while the client was still sending.
        }

        Assert.Null(await listener.NextAsync(TimeSpan.Zero, _timeLimit.Token));
    }

    [Fact]
    public async Task A_path_with_a_query_is_compared_completely()
    {
        using WebhookListener listener = Listen("hook?key=right");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(FaxBody, "/hook")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(FaxBody, "/hook?key=wrong")).StatusCode);
        Task<HttpResponseMessage> right = SendAsync(FaxBody, "/hook?key=right");
        Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.Equal(HttpStatusCode.OK, (await right).StatusCode);
    }

    [Fact]
    public async Task An_event_that_was_not_returned_receives_503_when_listening_ends()
    {
        Task<HttpResponseMessage>[] sending;
        using (WebhookListener listener = Listen())
        {
            sending = [SendAsync(FaxBody), SendAsync(FaxBody), SendAsync(FaxBody)];
            while (listener.Waiting < 3) await Task.Delay(5, _timeLimit.Token);
            Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        }

        HttpStatusCode[] answers = [.. (await Task.WhenAll(sending)).Select(answer => answer.StatusCode).Order()];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], answers);
    }

    [Fact]
    public async Task An_event_that_received_503_because_of_a_full_queue_is_accepted_later()
    {
        using WebhookListener listener = Listen(null, FirstSecret);
        listener.MostWaiting = 2;
        string now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Task<HttpResponseMessage>[] waiting =
            [.. new[] { "first", "second" }.Select(id => SendAsync(FaxBody, signed: Signed(timestamp: now, id: id)))];
        while (listener.Waiting < 2) await Task.Delay(5, _timeLimit.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(FaxBody, signed: Signed(timestamp: now, id: "late"))).StatusCode);
        for (int i = 0; i < 2; i++) Assert.NotNull(await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        await Task.WhenAll(waiting);

        Task<HttpResponseMessage> again = SendAsync(FaxBody, signed: Signed(timestamp: now, id: "late"));
        await Task.WhenAny(again, listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        Assert.Equal(HttpStatusCode.OK, (await again).StatusCode);
    }

    [Fact]
    public async Task An_incomplete_body_does_not_receive_200_when_listening_ends()
    {
        using var slow = new TcpClient();
        using (WebhookListener listener = Listen())
        {
            await slow.ConnectAsync(IPAddress.Loopback, _port, _timeLimit.Token);
            await slow.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nContent-Length: 100\r\n\r\n{{"), _timeLimit.Token);
            Assert.Null(await listener.NextAsync(TimeSpan.FromMilliseconds(100), _timeLimit.Token));
        }

        byte[] answer = new byte[1024];
        try
        {
            int read = await slow.GetStream().ReadAsync(answer, _timeLimit.Token);
            Assert.DoesNotContain(" 200 ", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        }
        catch (System.IO.IOException)
        {
            // The connection was closed.
        }
    }

    [Fact]
    public async Task Waiting_ends_with_its_token_and_the_port_is_released()
    {
        using (WebhookListener listener = Listen())
        {
            using var stop = new CancellationTokenSource();
            Task<WebhookEvent?> waiting = listener.NextAsync(Timeout.InfiniteTimeSpan, stop.Token);
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        using WebhookListener again = Listen();
        Task<HttpResponseMessage> sending = SendAsync(FaxBody);
        Assert.NotNull(await again.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token));
        await sending;
    }

    [Fact]
    public void A_port_in_use_is_a_conflict()
    {
        using WebhookListener first = Listen();
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => Listen());
        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.Contains(_port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_concurrent_senders_are_all_accepted()
    {
        using WebhookListener listener = Listen();
        Task<HttpResponseMessage>[] sending = [.. Enumerable.Range(0, 100)
            .Select(i => SendAsync(FaxBody.Replace("\"pages\": 3", "\"pages\": " + (i + 1), StringComparison.Ordinal)))];
        var pages = new HashSet<int>();
        while (pages.Count < 100) pages.Add((await listener.NextAsync(Timeout.InfiniteTimeSpan, _timeLimit.Token))!.Pages!.Value);
        Assert.All(await Task.WhenAll(sending), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    public void Dispose()
    {
        _sender.Dispose();
        _timeLimit.Dispose();
    }

    /// <summary>Sends raw bytes and returns the response.</summary>
    private async Task<string> SendRawAsync(string request, IPAddress? address = null)
    {
        using var client = new TcpClient(AddressFamily.InterNetworkV6) { Client = { DualMode = true } };
        await client.ConnectAsync((address ?? IPAddress.Loopback).MapToIPv6(), _port, _timeLimit.Token);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), _timeLimit.Token);
        using var reader = new System.IO.StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(_timeLimit.Token);
    }

    private WebhookListener Listen(string? path = null, params string[] secrets) =>
        new(new WebhookListenerOptions { Port = _port, Path = path, Secrets = [.. secrets.Select(secret => new Secret(secret))] },
            _observer);

    private Task<HttpResponseMessage> SendAsync(
        string? body, string path = "/", WebhookMessage? signed = null, HttpMethod? method = null, string host = "127.0.0.1",
            string? origin = null, bool chunked = false)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"http://{host}:{_port}{path}");
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (chunked) request.Headers.TransferEncodingChunked = true;
        foreach (KeyValuePair<string, string> header in signed?.Headers ?? [])
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return _sender.SendAsync(request, _timeLimit.Token);
    }
}
