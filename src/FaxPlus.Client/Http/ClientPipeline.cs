using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace FaxPlus.Client.Http;

/// <summary>
/// The HTTP side of one client: handler chains of its own, made with the first request and closed with the client,
/// so that no two sessions share a connection, a token or a clock.
/// </summary>
internal sealed class ClientPipeline : IDisposable
{
    private const string Api = "FaxPlus.Api";
    private const string Tokens = "FaxPlus.Tokens";
#if !NET8_0_OR_GREATER
    private const int MaxConnections = 64;
#endif

    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "FaxPlus-PowerShell", typeof(ClientPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    private readonly object _lock = new();
    private readonly List<HttpMessageHandler> _connections = [];
    private ServiceProvider? _services;
    private HttpClient? _directApi;
    private HttpClient? _directTokens;
    private bool _isClosed;

    // The accounts service is another one, with a patience and a clock of its own.
    private readonly SharedBackoff _apiGate;
    private readonly SharedBackoff _tokensGate;

    public ClientPipeline(ServiceConnection connection, ClientPlatform? platform = null)
    {
        Connection = connection;
        Platform = platform ?? ClientPlatform.Default;
        Clock = new ServerClock(Platform.Time);
        _apiGate = new SharedBackoff(connection, Platform);
        _tokensGate = new SharedBackoff(connection, Platform);
    }

    public ServiceConnection Connection { get; }

    public ClientPlatform Platform { get; }

    public ServerClock Clock { get; }

    public SecretMask Secrets { get; } = new();

    /// <summary>Where the token of a request comes from; set before the first authorised one.</summary>
    public ITokenSource? TokenSource { get; set; }

    /// <summary>The HTTP client for requests that carry a token, or for those that ask for one.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public HttpClient Http(bool authorized)
    {
        lock (_lock)
        {
            if (_isClosed) throw new ObjectDisposedException(nameof(ClientPipeline));
            if (Platform.PrimaryHandler is not null) return Direct(Platform.PrimaryHandler, authorized);
            _services ??= Build();
            return _services.GetRequiredService<IHttpClientFactory>().CreateClient(authorized ? Api : Tokens);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _services?.Dispose();
            // The framework's factory would leave the connections open until nobody remembers it.
            foreach (HttpMessageHandler handler in _connections) handler.Dispose();
            _connections.Clear();
        }
    }

    /// <summary>A chain without the factory, for tests that make many clients.</summary>
    private HttpClient Direct(Func<HttpMessageHandler> primary, bool authorized)
    {
        ref HttpClient? client = ref authorized ? ref _directApi : ref _directTokens;
        if (client is not null) return client;
        HttpMessageHandler last = new TraceHandler(Secrets, Platform.Time) { InnerHandler = primary() };
        if (authorized) last = new AuthorizationHandler(TokenSource!) { InnerHandler = last };
        last = new RetryHandler(Connection, authorized ? _apiGate : _tokensGate, authorized ? Clock : new ServerClock(Platform.Time), Platform) { InnerHandler = last };
        client = new HttpClient(last);
        Configure(client);
        _connections.Add(last);
        return client;
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        AddClient(services, Tokens)
            .AddHttpMessageHandler(() => new RetryHandler(Connection, _tokensGate, new ServerClock(Platform.Time), Platform))
            .AddHttpMessageHandler(() => new TraceHandler(Secrets, Platform.Time));
        AddClient(services, Api)
            .AddHttpMessageHandler(() => new RetryHandler(Connection, _apiGate, Clock, Platform))
            .AddHttpMessageHandler(() => new AuthorizationHandler(TokenSource ?? throw new InvalidOperationException("There is no token source.")))
            .AddHttpMessageHandler(() => new TraceHandler(Secrets, Platform.Time));
        return services.BuildServiceProvider();
    }

    private IHttpClientBuilder AddClient(ServiceCollection services, string name) =>
        services.AddHttpClient(name, Configure)
            .RemoveAllLoggers() // The framework's own log lines would hold whole addresses.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreatePrimary);

    private static void Configure(HttpClient client)
    {
        // Silence is timed for each attempt by the retry handler; a long upload is no fault.
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(s_userAgent);
    }

    private HttpMessageHandler CreatePrimary()
    {
        HttpMessageHandler handler = NewPrimary();
        _connections.Add(handler);
        return handler;
    }

    /// <summary>No redirects: the API has none, and one would carry the request to where nobody meant it to go.</summary>
    private HttpMessageHandler NewPrimary() =>
#if NET8_0_OR_GREATER
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Connection.ConnectTimeout,
            // A long session must notice when the service moves.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
#else
        new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // .NET Framework would let two through at a time and have all others wait.
            MaxConnectionsPerServer = MaxConnections,
        };
#endif
}
