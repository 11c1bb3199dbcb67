using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Web;
using FaxPlus.Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>
/// A token endpoint whose responses the test determines, and an API that accepts the access tokens of the last response. The stub
/// records complete token requests, including bodies and credentials.
/// </summary>
internal sealed class TokenStub : IAsyncDisposable
{
    private readonly Stub _stub;

    private TokenStub(Stub stub, ConcurrentQueue<TokenRequest> requests, ConcurrentQueue<string> events)
    {
        _stub = stub;
        Requests = requests;
        Events = events;
    }

    /// <summary>The requests that the token endpoint received.</summary>
    public ConcurrentQueue<TokenRequest> Requests { get; }

    /// <summary>
    /// The events in order, which are "token R1" (a request with this refresh token), "api A1" (a request with this access token), and
    /// events that the test adds.
    /// </summary>
    public ConcurrentQueue<string> Events { get; }

    public Uri BaseUri => _stub.BaseUri;

    public Uri ApiUri => _stub.ApiUri;

    public Observer Observer => _stub.Observer;

    public CancellationToken TimeLimit => _stub.TimeLimit;

    public TokenRequest Single => Assert.Single(Requests);

    public static async Task<TokenStub> StartAsync(Func<TokenRequest, HttpContext, Task> token, Func<HttpContext, Task>? api = null)
    {
        var requests = new ConcurrentQueue<TokenRequest>();
        var events = new ConcurrentQueue<string>();
        Stub stub = await Stub.StartAsync(async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal))
            {
                events.Enqueue("api " + context.Request.Headers.Authorization.ToString().Split(' ')[^1]);
                await (api?.Invoke(context) ?? Stub.WriteAsync(context, """{"uid":"u","email":"ada@example.com"}"""));
                return;
            }

            string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            var request = new TokenRequest(
                requests.Count + 1,
                Values(context.Request.QueryString.Value ?? ""),
                Values(body),
                context.Request.Headers.Authorization.ToString(),
                [.. context.Request.Headers.Keys]);
            requests.Enqueue(request);
            events.Enqueue("token " + (request.Parameter("refresh_token") ?? request.Parameter("grant_type")));
            await token(request, context);
        });
        return new TokenStub(stub, requests, events);
    }

    /// <summary>Starts an endpoint that returns A1 and R1, then A2 and R2, and so on.</summary>
    public static Task<TokenStub> RotatingAsync(int seconds = 3600, Func<HttpContext, Task>? api = null) =>
        StartAsync((request, context) => Stub.WriteAsync(context, Tokens($"A{request.Number}", $"R{request.Number}", seconds)), api);

    public static string Tokens(string access, string? refresh, int seconds = 3600) =>
        $$"""{"access_token":"{{access}}","expires_in":{{seconds}}{{(refresh is null ? "" : $",\"refresh_token\":\"{refresh}\"")}}}""";

    public OAuthApplication Application(string secret = OAuthService.ClientSecret, bool inQuery = false) =>
        OAuthService.Application(BaseUri, secret, inQuery);

    /// <summary>Creates a client with the refresh token R0 and, by default, without an access token.</summary>
    public IFaxPlusClient Client(out OAuthGrant grant, IGrantStore? store = null, int retries = 5, bool inQuery = false)
    {
        OAuthApplication application = Application(inQuery: inQuery);
        application.MaxRetries = retries;
        grant = new OAuthGrant(application, new Secret("R0"));
        return OAuthService.Client(grant, ApiUri, Observer, store, retries: retries);
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    private static Dictionary<string, string> Values(string query)
    {
        NameValueCollection found = HttpUtility.ParseQueryString(query);
        return found.AllKeys.ToDictionary(name => name!, name => found[name]!);
    }
}

internal sealed record TokenRequest(int Number, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Form,
    string Authorization, IReadOnlyList<string> Headers)
{
    public string? Parameter(string name) => Form.TryGetValue(name, out string? value) || Query.TryGetValue(name, out value) ? value : null;
}

/// <summary>A store in memory that clients may share. Before the store saves a token, it calls the function of the test.</summary>
internal sealed class MemoryStore(Action<string>? first = null) : IGrantStore
{
    private readonly ConcurrentQueue<string> _tokens = new();
    private volatile OAuthGrant? _kept;
    private int _looks;
    private int _releases;

    public string[] Tokens => [.. _tokens];

    public int Releases => _releases;

    /// <summary>Determines what a read returns, from the number of the read and the saved grant.</summary>
    public Func<int, OAuthGrant?, OAuthGrant?> Find { get; set; } = (_, kept) => kept;

    public OAuthGrant? Load() => Find(Interlocked.Increment(ref _looks), _kept);

    public void Save(OAuthApplication application, Secret refreshToken)
    {
        first?.Invoke(refreshToken.Reveal());
        _tokens.Enqueue(refreshToken.Reveal());
        _kept = new OAuthGrant(application, refreshToken);
    }

    public void Release() => Interlocked.Increment(ref _releases);
}
