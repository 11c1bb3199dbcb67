using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests unusual responses of servers and proxies.</summary>
public class WireTests
{
    private static readonly DateTimeOffset s_now = new(2027, 2, 28, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2.5, "2.5")]
    [InlineData(0.25, "0.25")]
    [InlineData(3.0, " 3 ")]
    [InlineData(0.0, "0")]
    [InlineData(0.0, "Sun, 28 Feb 2027 08:00:00 GMT")]
    [InlineData(null, "-5")]
    [InlineData(null, "-0.5")]
    [InlineData(2.0, "-5", "2")]
    [InlineData(7.0, "1", "7")]
    [InlineData(7.0, "7, 1")]
    [InlineData(60.0, "Sun, 28 Feb 2027 08:01:00 GMT")]
    [InlineData(null, "Sun, 28 Feb 2027 07:00:00 GMT")]
    [InlineData(null, "soon")]
    [InlineData(null, "")]
    [InlineData(null, "1e9")]
    [InlineData(null, "NaN")]
    [InlineData(null)]
    public void A_requested_wait_is_read_in_every_notation(double? seconds, params string[] values)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)429);
        response.Headers.Date = s_now;
        foreach (string value in values) response.Headers.TryAddWithoutValidation("Retry-After", value);
        Assert.Equal(seconds, RetryAfter.Of(response, TimeProvider.System)?.TotalSeconds);
    }

    [Fact]
    public async Task A_very_long_wait_is_an_error_immediately()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(429, times: null, retryAfter: "99999999999999999999999");
        await Failing.WithAsync(FaxPlusErrorKind.RateLimited, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_proxy_that_requires_a_sign_in_is_named_and_requested_once()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(407, times: null);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Contains("proxy", error.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_partial_response_is_not_accepted()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(206, new JsonObject { ["uid"] = "u", ["email"] = "a@example.com" }, times: null);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Contains("206", error.Message);
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => service.Client.Files.SaveFaxAsync("a", FaxFormat.Pdf,
            new SaveOptions(service.Files.Path("a.pdf"), false), cancellationToken: service.TimeLimit));
        Assert.False(File.Exists(service.Files.Path("a.pdf")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.5)]
    public async Task An_untrusted_or_expired_certificate_is_named_and_the_request_is_made_once(double daysLeft)
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 own = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(daysLeft));
#if NET9_0_OR_GREATER
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
#else
        using var certificate = new X509Certificate2(own.Export(X509ContentType.Pkcs12));
#endif
        using var server = new RawServer(async stream =>
        {
            using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(certificate);
        });
        using var client = new FaxPlusClient(Service.Connection(new Uri($"https://127.0.0.1:{server.Port}/v3")));
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => client.Accounts.GetAsync());
        Assert.Contains("certificate", error.Message + error.RecommendedAction, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, server.Connections);
        using ISignIn signIn = new SignIn(Authentication.OAuthService.Application(new Uri($"https://127.0.0.1:{server.Port}")));
        error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => signIn.RedeemAsync(new Secret("c"), new Observer()));
        Assert.StartsWith("The certificate is not trusted", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_sent_for_all_later_rows()
    {
        using var server = new RawServer(async stream =>
        {
            var buffer = new byte[16 * 1024];
            int read = await stream.ReadAsync(buffer);
            bool isUpload = Encoding.ASCII.GetString(buffer, 0, read).Contains("/files", StringComparison.Ordinal);
            const string Body = "{\"error\":\"too_large\",\"description\":\"At most 30 MB\"}";
            string answer = isUpload
                ? "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\n"
                    + $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"
                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        });
        using var folder = new Folder();
        string path = folder.Path("scan.pdf");
        using (FileStream file = File.Create(path)) file.SetLength(50L * 1024 * 1024);
        using var client = new FaxPlusClient(Service.Connection(new Uri($"http://127.0.0.1:{server.Port}/v3")));
        using IFaxSender sender = client.Outbox.BeginSending();
        for (int row = 0; row < 3; row++)
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () =>
                sender.SendAsync(new SendRequest { To = [$"+4144555010{row}"], From = Service.Own, Files = [path] }, default));
            Assert.Contains("'scan.pdf'", error.Message, StringComparison.Ordinal);
            Assert.Contains("50.0 MB", error.Message, StringComparison.Ordinal);
            Assert.Contains("At most 30 MB", error.Message, StringComparison.Ordinal);
            Assert.Contains("150 MB", error.RecommendedAction, StringComparison.Ordinal);
            Assert.Equal(413, error.StatusCode);
        }

        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(413, FaxPlusErrorKind.FileRejected)]
    [InlineData(401, FaxPlusErrorKind.Unauthorized)]
    public async Task After_a_refused_upload_closed_the_connection_the_next_attempt_waits_for_the_response(int status,
        FaxPlusErrorKind kind)
    {
        using var server = new RawServer(async stream =>
        {
            string head = await HeadAsync(stream);
            // If the client does not wait for the response to the headers, the connection is reset, and the client receives no response.
            if (!head.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
                stream.Socket.LingerState = new LingerOption(true, 0);
            else await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        });
        FaxPlusException error = await UploadAsync(server, kind);
        Assert.Equal(status, error.StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_rejects_Expect_100_continue_receives_the_upload_without_it()
    {
        var asked = new List<bool>();
        using var server = new RawServer(async stream =>
        {
            string head = await HeadAsync(stream);
            bool asks = head.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase);
            asked.Add(asks);
            string answer = "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0";
            if (!asks)
            {
                long left = long.Parse(head.Split("Content-Length: ")[1].Split('\r')[0],
                    System.Globalization.CultureInfo.InvariantCulture) - (
                    head.Length - head.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
                var buffer = new byte[64 * 1024];
                while (left > 0 && await stream.ReadAsync(buffer) is > 0 and var read) left -= read;
                answer = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"path\":\"/p\"}";
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(asks ? answer + "\r\nConnection: close\r\n\r\n" : answer));
        });
        using var folder = new Folder();
        using var client = new FaxPlusClient(Service.Connection(new Uri($"http://127.0.0.1:{server.Port}/v3")));
        Assert.Equal("/p", (await client.Files.UploadAsync(folder.File("a.pdf", new byte[3_000_000]))).Path);
        Assert.Equal([true, false], asked);
    }

    [Fact]
    public async Task A_425_response_is_retried()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(425);
        await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        Assert.Equal(2, (await service.RequestsAsync()).Length);
    }

    [Fact]
    public async Task A_network_that_requires_a_sign_in_is_named_and_requested_once()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(511, times: null);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Contains("sign-in", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_error_names_its_target()
    {
        await using Stub stub = await Stub.StartAsync(context =>
        {
            context.Response.Redirect("https://login.example.org/start?ticket=secret");
            return Task.CompletedTask;
        });
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Contains("https://login.example.org.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> HeadAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        string head = "";
        while (!head.Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
            head += Encoding.Latin1.GetString(buffer, 0, read);
        return head;
    }

    private static async Task<FaxPlusException> UploadAsync(RawServer server, FaxPlusErrorKind kind)
    {
        using var folder = new Folder();
        string path = folder.File("a.pdf", new byte[1_500_000]);
        using var client = new FaxPlusClient(Service.Connection(new Uri($"http://127.0.0.1:{server.Port}/v3")));
        return await Failing.WithAsync(kind, () => client.Files.UploadAsync(path));
    }

    [Theory]
    [InlineData("^/v3/accounts/self/outbox")]
    [InlineData("/faxes")]
    public async Task A_plan_without_the_API_is_named_if_the_fax_is_in_doubt(string list)
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("status", "POST", "/outbox$", null, order => (order["status"], order["body"]) = (500, "null"));
        await service.FaultAsync("status", "GET", list, null, order => (order["status"], order["body"]) = (500, "null"));
        using IFaxSender sender = service.Client.Outbox.BeginSending();

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () =>
            sender.SendAsync(service.Letter(), service.TimeLimit));

        Assert.Contains("if the plan of the account does not include the API", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check the plan", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_the_API_is_detected_once_and_reported_for_all_rows()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("status", "POST", "/outbox$", null, order => (order["status"], order["body"]) = (500, "null"));
        using IFaxSender sender = service.Client.Outbox.BeginSending();
        for (int row = 0; row < 3; row++)
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () =>
                sender.SendAsync(service.Letter($"+4144555010{row}"), service.TimeLimit));
            Assert.Contains("plan", error.Message, StringComparison.Ordinal);
            Assert.Equal(500, error.StatusCode);
        }

        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_list_with_hidden_fractions_of_a_second_is_complete(ListBounds bounds, ListOrder order)
    {
        foreach (int extra in new[] { 0, 1 })
        {
            await using Service service =
                await Service.StartAsync(bounds, order, options => (options.Fractions, options.SeedFaxes) = (true, 260 - (extra * 30)));
            // Some faxes have no fraction, so that the bounds seem to apply to whole seconds.
            if (extra > 0) await service.ReceiveAsync(new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero), 30);
            HashSet<string> got = [.. (await service.ReadAllAsync(new FaxQuery())).Select(fax => fax.Id!)];
            Assert.Empty((await service.FaxIdsAsync()).Except(got));
        }
    }

    /// <summary>A server whose connections are handled by the test. It counts the connections.</summary>
    private sealed class RawServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _connections;

        public RawServer(Func<NetworkStream, Task> answer)
        {
            _listener.Start();
            _ = AcceptAsync(answer);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync(Func<NetworkStream, Task> answer)
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                    try
                    {
                        await answer(client.GetStream());
                    }
                    catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client has closed the connection.
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }
    }
}
