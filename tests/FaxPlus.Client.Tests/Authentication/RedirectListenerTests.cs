using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Web;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>Tests the listener that receives the redirect of the browser.</summary>
public sealed class RedirectListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    private readonly HttpClient _browser =
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });
    private TokenStub _stub = null!;

    public async Task InitializeAsync() => _stub = await TokenStub.RotatingAsync();

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task The_browser_shows_that_it_can_be_closed_and_the_code_is_exchanged()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);

        using HttpResponseMessage page = await _browser.GetAsync(Answer(signIn, redirect, "code=c%2F1"));

        string text = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("close this", text);
        Assert.DoesNotContain("c/1", text);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal("R1", (await waiting).RefreshToken.Reveal());
        Assert.Equal("c/1", _stub.Single.Form["code"]);
        AssertFree(redirect);
    }

    [Fact]
    public async Task Only_the_redirect_address_is_accepted()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        string right = "?code=c&state=" + State(signIn);

        foreach (string other in new[] { "/favicon.ico", "/", "/callback/" + right, "/Callback" + right, "/other" + right,
            "/callback/../callback2" + right })
        {
            using HttpResponseMessage page = await _browser.GetAsync(new Uri(redirect, other));
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        }

        using (HttpResponseMessage posted = await _browser.PostAsync(redirect + right, new StringContent("x")))
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        using (HttpResponseMessage empty = await _browser.GetAsync(redirect)) Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.StartsWith("HTTP/1.1 404", await SayAsync(redirect, "GARBAGE\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 404", await SayAsync(redirect, "GET http://evil.example/callback?code=x HTTP/1.1\r\n\r\n"));

        Assert.Empty(_stub.Requests);
        Assert.False(waiting.IsCompleted);
        using (HttpResponseMessage page = await _browser.GetAsync(redirect + right)) Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await waiting;
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /callback?co")]
    [InlineData("GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task A_connection_that_sends_no_more_data_does_not_block_the_next(string begun)
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, redirect.Port);
        await silent.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun));
        Task<int> heard = silent.GetStream().ReadAsync(new byte[16], 0, 16);

        using HttpResponseMessage page = await _browser.GetAsync(new Uri(redirect, "/favicon.ico"));

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.False(heard.IsCompleted, "The second request was answered only after the first connection was closed.");
        using HttpResponseMessage last = await _browser.GetAsync(Answer(signIn, redirect, "code=c"));
        await waiting;
    }

    [Fact]
    public async Task A_browser_that_disconnects_early_does_not_end_the_wait()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        for (int i = 0; i < 5; i++)
        {
            using var gone = new TcpClient();
            await gone.ConnectAsync(IPAddress.Loopback, redirect.Port);
            await gone.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /call"));
            gone.LingerState = new LingerOption(true, 0);
        }

        using HttpResponseMessage page = await _browser.GetAsync(Answer(signIn, redirect, "code=c"));
        await waiting;
    }

    [Fact]
    public async Task For_localhost_both_loopback_addresses_are_used()
    {
        Assert.True(Socket.OSSupportsIPv6, "This test requires IPv6.");
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        foreach (string host in new[] { "127.0.0.1", "[::1]" })
        {
            using HttpResponseMessage page = await _browser.GetAsync($"http://{host}:{redirect.Port}/");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        }

        using HttpResponseMessage last = await _browser.GetAsync($"http://[::1]:{redirect.Port}/callback?code=c&state={State(signIn)}");
        await waiting;
    }

    [Theory]
    [InlineData("127.0.0.1", "::1")]
    [InlineData("[::1]", "127.0.0.1")]
    public async Task For_an_IP_address_only_this_address_is_used(string host, string other)
    {
        using ISignIn signIn = Begin(out Uri redirect, host);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        using (var stranger = new TcpClient(IPAddress.Parse(other).AddressFamily))
        {
            await Assert.ThrowsAsync<SocketException>(() => stranger.ConnectAsync(IPAddress.Parse(other), redirect.Port));
        }

        using HttpResponseMessage page = await _browser.GetAsync(Answer(signIn, redirect, "code=c"));
        await waiting;
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_port_in_use_is_a_conflict_that_names_it_and_no_listener_remains(string taken)
    {
        var other = new TcpListener(IPAddress.Parse(taken), 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        var redirect = new Uri($"http://localhost:{port}/callback");
        using ISignIn signIn = Begin(redirect);

        FaxPlusException error = Assert.Throws<FaxPlusException>(signIn.Listen);

        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
        Assert.Equal(FaxPlusAdvice.SignInWithoutBrowser, error.Advice);
        other.Stop();
        AssertFree(redirect);
    }

    [Fact]
    public async Task Without_a_redirect_a_timeout_occurs_and_the_port_is_released()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Timeout, () =>
            signIn.WaitForRedirectAsync(TimeSpan.FromMilliseconds(150), _stub.Observer, _stub.TimeLimit));
        Assert.Equal(FaxPlusAdvice.SignInWithoutBrowser, error.Advice);
        AssertFree(redirect);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_with_a_cancellation_and_the_port_is_released()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        using var stop = new CancellationTokenSource();
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, stop.Token);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, redirect.Port);
        stop.Cancel();
        await Failing.CancelledAsync(() => waiting);
        AssertFree(redirect);
    }

    [Fact]
    public async Task A_wait_that_was_cancelled_before_its_start_ends_immediately()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        await Failing.CancelledAsync(() => signIn.WaitForRedirectAsync(s_long, _stub.Observer, new CancellationToken(canceled: true)));
        AssertFree(redirect);
    }

    [Fact]
    public void Disposing_a_sign_in_releases_the_port()
    {
        ISignIn signIn = Begin(out Uri redirect);
        signIn.Dispose();
        AssertFree(redirect);
    }

    [Theory]
    [InlineData("error=access_denied&error_description=No%3Cscript%3E", FaxPlusErrorKind.Forbidden)]
    [InlineData("nothing=1", FaxPlusErrorKind.InvalidResponse)]
    [InlineData("code=", FaxPlusErrorKind.InvalidResponse)]
    public async Task A_failure_is_also_shown_in_the_browser_and_ends_the_wait(string query, FaxPlusErrorKind kind)
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);

        using HttpResponseMessage page = await _browser.GetAsync(redirect + "?" + query + "&state=" + State(signIn));

        string text = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("not signed in", text);
        Assert.DoesNotContain("<script>", text);
        await Failing.WithAsync(kind, () => waiting);
        Assert.Empty(_stub.Requests);
        AssertFree(redirect);
    }

    [Fact]
    public async Task A_request_of_another_sign_in_is_rejected_and_does_not_end_the_wait()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        foreach (string query in new[] { "x=1", "", "code=c", "code=c&state=", "code=c&state=other", "code=c&state=other&state="
            + State(signIn), "error=access_denied", "error=access_denied&state=0", "state=" + State(signIn).ToUpperInvariant() })
        {
            using HttpResponseMessage page = await _browser.GetAsync(redirect + "?" + query);
            Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        }

        Assert.Empty(_stub.Requests);
        Assert.False(waiting.IsCompleted);
        using HttpResponseMessage last = await _browser.GetAsync(Answer(signIn, redirect, "code=c"));
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        await waiting;
    }

    [Fact]
    public async Task After_redirects_of_other_sign_ins_the_timeout_error_states_this()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(TimeSpan.FromSeconds(1), _stub.Observer, _stub.TimeLimit);
        using HttpResponseMessage page = await _browser.GetAsync(redirect + "?code=c");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Timeout, () => waiting);
        Assert.Contains("state", error.Message);
    }

    [Theory]
    [InlineData("GET /", 1)]
    [InlineData("GET / HTTP/1.1\r\nX: y\r\n", 40)]
    public async Task An_endless_request_is_closed_and_does_not_block_others(string begin, int length)
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        using var endless = new TcpClient();
        await endless.ConnectAsync(IPAddress.Loopback, redirect.Port);
        byte[] more = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', length) + (length > 1 ? "\r\n" : ""), 1000)));
        await endless.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begin));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await endless.GetStream().WriteAsync(more, _stub.TimeLimit);
                await Task.Delay(1);
            }
        });
        using HttpResponseMessage last = await _browser.GetAsync(Answer(signIn, redirect, "code=c"));
        await waiting;
    }

    [Theory]
    [InlineData("https://localhost:8400/")]
    [InlineData("https://app.example/callback")]
    [InlineData("http://app.example/callback")]
    public void For_a_redirect_address_on_another_host_no_listener_starts(string redirect)
    {
        using ISignIn signIn = Begin(new Uri(redirect));
        Assert.False(signIn.CanListen);
    }

    [Fact]
    public void The_error_for_a_missing_redirect_address_contains_an_example()
    {
        OAuthApplication application = _stub.Application();
        application.RedirectUri = null;
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => new SignIn(application));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.Contains("http://localhost", error.RecommendedAction);
    }

    private static string State(ISignIn signIn) => HttpUtility.ParseQueryString(signIn.LoginUri.Query)["state"]!;

    private static string Answer(ISignIn signIn, Uri redirect, string query) => $"{redirect}?{query}&state={State(signIn)}";

    [Fact]
    public async Task Cancelling_the_sign_in_ends_the_wait_with_the_reason_and_releases_the_port()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit);
        var reason = new FaxPlusException(FaxPlusErrorKind.NotFound, "There is no browser.") { RecommendedAction = "Do without." };
        signIn.GiveUp(reason);
        Assert.Same(reason, await Failing.WithAsync(FaxPlusErrorKind.NotFound, () => waiting));
        AssertFree(redirect);
        Assert.Empty(_stub.Requests);
    }

    [Fact]
    public async Task Cancelling_the_sign_in_before_the_wait_ends_it_immediately()
    {
        using ISignIn signIn = Begin(out Uri redirect);
        signIn.GiveUp(new FaxPlusException(FaxPlusErrorKind.NotFound, "There is no browser.") { RecommendedAction = "Do without." });
        await Failing.WithAsync(FaxPlusErrorKind.NotFound, () => signIn.WaitForRedirectAsync(s_long, _stub.Observer, _stub.TimeLimit));
        AssertFree(redirect);
    }

    [Fact]
    public async Task Cancelling_the_sign_in_after_the_redirect_does_not_lose_it()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TokenStub slow = await TokenStub.StartAsync(async (_, context) =>
        {
            await answer.Task;
            await Stub.WriteAsync(context, TokenStub.Tokens("A", "R"));
        });
        OAuthApplication application = slow.Application();
        application.RedirectUri = new Uri($"http://localhost:{Ports.Free()}/callback");
        using ISignIn signIn = new SignIn(application);
        signIn.Listen();
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(s_long, slow.Observer, slow.TimeLimit);
        using HttpResponseMessage page = await _browser.GetAsync(Answer(signIn, application.RedirectUri, "code=c"));

        signIn.GiveUp(new FaxPlusException(FaxPlusErrorKind.NotFound, "The browser has ended."));
        answer.SetResult();

        Assert.Equal("R", (await waiting).RefreshToken.Reveal());
    }

    private static void AssertFree(Uri redirect)
    {
        foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            var listener = new TcpListener(address, redirect.Port);
            listener.Start();
            listener.Stop();
        }
    }

    /// <summary>Sends text that no browser would send to the listener, and returns the response.</summary>
    private async Task<string> SayAsync(Uri redirect, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, redirect.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), _stub.TimeLimit);
        return await new StreamReader(client.GetStream()).ReadToEndAsync(_stub.TimeLimit);
    }

    private ISignIn Begin(Uri redirect)
    {
        OAuthApplication application = _stub.Application();
        application.RedirectUri = redirect;
        return new SignIn(application);
    }

    /// <summary>Starts a sign-in that listens on a free port.</summary>
    private ISignIn Begin(out Uri redirect, string host = "localhost")
    {
        redirect = new Uri($"http://{host}:{Ports.Free()}/callback");
        ISignIn signIn = Begin(redirect);
        signIn.Listen();
        return signIn;
    }
}
