using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that control characters in texts from the service do not reach the terminal through messages.</summary>
[Trait("Category", "Quick")]
public class ControlCharacterTests
{
    private const string Hostile = "a\u001b]0;owned\u0007b\u009b31mc\u202Ed\u2066e\u007f\bf\0\rg";

    [Theory]
    [InlineData("\r\nline\ttab\n", "\r\nline\ttab\n")]
    [InlineData("plain \u05D0\u200F \uD83D\uDE00", "plain \u05D0\u200F \uD83D\uDE00")]
    [InlineData(Hostile, "a\uFFFD]0;owned\uFFFDb\uFFFD31mc\uFFFDd\uFFFDe\uFFFD\uFFFDf\uFFFD\uFFFDg")]
    [InlineData("\r", "\uFFFD")]
    public void Only_control_characters_are_replaced(string text, string clean) => Assert.Equal(clean, PrintableText.Of(text));

    [Theory]
    [InlineData("error", "description")]
    [InlineData("code", "message")]
    [InlineData("error", "error_description")]
    public async Task Control_characters_in_an_error_body_are_replaced(string code, string words)
    {
        await using Stub stub =
            await Stub.AnsweringAsync(new JsonObject { [code] = "x" + Hostile, [words] = "y" + Hostile }.ToJsonString(), 400);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        AssertClean(error, "owned");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task Control_characters_in_a_text_body_are_replaced(string type)
    {
        await using Stub stub = await Stub.AnsweringAsync(Hostile, 400, type);
        AssertClean(await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit)), "owned");
    }

    [Theory]
    [InlineData("{\"uid\":{\"a\u001b]0;x\u0007\":[}}")]
    [InlineData("{\"uid\":\"u\",\"account_data\":{\"\\u001b]0;x\":{\"b\u202e\":[1,}}}")]
    public async Task Control_characters_in_a_response_that_is_not_json_are_replaced(string body)
    {
        await using Stub stub = await Stub.AnsweringAsync(body);
        AssertClean(await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit)), null);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 a\u001b]0;owned\u0007\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 4\u001b]0;owned\u0007\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-\u001b]0;owned\u0007: 1\r\n\r\n{}")]
    public async Task Control_characters_in_the_response_head_are_replaced(string response)
    {
        var listener = new TcpListener(IPAddress.Loopback, Ports.Free());
        listener.Start();
        Task serving = ServeAsync();
        using var client = new FaxPlusClient(new FaxPlusClientOptions(new Secret(Service.Token)) { ApiUri =
            new Uri($"http://{listener.LocalEndpoint}/v3"), MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<FaxPlusException>(() => client.Accounts.GetAsync());

        AssertClean(error, null);
        listener.Stop();
        await serving;

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient connection = await listener.AcceptTcpClientAsync();
                    byte[] bytes = Encoding.ASCII.GetBytes(response);
                    _ = await connection.GetStream().ReadAsync(new byte[8192], 0, 8192);
                    await connection.GetStream().WriteAsync(bytes, 0, bytes.Length);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The listener was stopped. .NET Framework throws an ObjectDisposedException.
            }
        }
    }

    [Fact]
    public void Control_characters_in_warnings_verbose_lines_and_progress_are_replaced()
    {
        var observer = new Kept();
        var masked = new MaskedObserver(observer, new SecretMask());
        masked.Warning(Hostile);
        masked.Verbose(Hostile);
        masked.Progress(new CallProgress("Uploading", Hostile, 1, 2));
        masked.Error(new FaxPlusException(FaxPlusErrorKind.NotFound, Hostile));
        Assert.Equal(4, observer.Texts.Count);
        Assert.All(observer.Texts, text => Assert.Equal(PrintableText.Of(Hostile), text));
    }

    private static void AssertClean(FaxPlusException error, string? words)
    {
        if (words is not null) Assert.Contains(words, error.Message);
        Assert.DoesNotMatch(@"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]",
            string.Join("\n", new[] { error.ToString(), error.ErrorCode, error.ResponseBody, error.RecommendedAction }));
    }

    private sealed class Kept : ICallObserver
    {
        public List<string> Texts { get; } = [];

        public bool IsVerbose => true;

        public void Verbose(string message) => Texts.Add(message);

        public void Warning(string message) => Texts.Add(message);

        public void Error(FaxPlusException error) => Texts.Add(error.Message);

        public void Progress(CallProgress progress) => Texts.Add(progress.Status);
    }
}
