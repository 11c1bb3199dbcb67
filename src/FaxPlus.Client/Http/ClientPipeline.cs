using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace FaxPlus.Client.Http;

/// <summary>
/// The HTTP pipeline of one client. Each client has its own handler chains, which are created with the first request and closed with the
/// client, so that no two sessions share a connection, a token or a clock.
/// </summary>
internal sealed class ClientPipeline : IDisposable
{
    /// <summary>The name of the HTTP client of the API in the factory.</summary>
    public const string Name = "FaxPlus";

#if !NET8_0_OR_GREATER
    private const int MaxConnections = 64;
#endif

    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "FaxPlus.Client",
        typeof(ClientPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0");

    private readonly object _lock = new();
    private readonly List<HttpMessageHandler> _connections = [];
    private IHttpClientFactory? _factory;
    private ServiceProvider? _services;
    private HttpClient? _directApi;
    private HttpClient? _directTokens;
    private bool _isClosed;

    // The accounts service is another service, with its own back-off and clock.
    private readonly SharedBackoff _tokensBackoff;

    public ClientPipeline(ServiceConnection connection, ClientPlatform? platform = null, IHttpClientFactory? factory = null)
    {
        Connection = connection;
        Platform = platform ?? ClientPlatform.Default;
        _factory = factory;
        Clock = new ServerClock(Platform.Time);
        Backoff = new SharedBackoff(connection, Platform);
        _tokensBackoff = new SharedBackoff(connection, Platform);
    }

    public ServiceConnection Connection { get; }

    public ClientPlatform Platform { get; }

    public ServerClock Clock { get; }

    /// <summary>The back-off of requests to the API.</summary>
    public SharedBackoff Backoff { get; }

    public SecretMask Secrets { get; } = new();

    /// <summary>The source of tokens; set before the first authorized request.</summary>
    public ITokenSource? TokenSource { get; set; }

    /// <summary>The HTTP client for requests with a token, or for token requests.</summary>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public HttpClient Http(bool authorized)
    {
        IHttpClientFactory factory;
        lock (_lock)
        {
            if (_isClosed) throw new ObjectDisposedException(nameof(ClientPipeline));
            if (Platform.PrimaryHandler is not null) return Direct(Platform.PrimaryHandler, authorized);
            factory = _factory ??= BuildFactory();
        }

        // This is outside the lock, since the factory has its own locks and calls this class for the handlers.
        return factory.CreateClient(NameOf(authorized));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _services?.Dispose();
            // The framework's factory would keep the connections open until it is garbage collected.
            foreach (HttpMessageHandler handler in _connections) handler.Dispose();
            _connections.Clear();
        }
    }

    /// <summary>A chain without the factory, for tests that make many clients.</summary>
    private HttpClient Direct(Func<HttpMessageHandler> primary, bool authorized)
    {
        ref HttpClient? client = ref authorized ? ref _directApi : ref _directTokens;
        if (client is not null) return client;
        HttpMessageHandler last = primary();
        foreach (DelegatingHandler handler in NewHandlers(authorized).Reverse())
        {
            handler.InnerHandler = last;
            last = handler;
        }

        client = new HttpClient(last);
        Configure(client);
        _connections.Add(last);
        return client;
    }

    /// <summary>The name of an HTTP client in the factory.</summary>
    public static string NameOf(bool authorized) => authorized ? Name : Name + ".Tokens";

    /// <summary>The handlers of a request, the outermost first.</summary>
    public IEnumerable<DelegatingHandler> NewHandlers(bool authorized)
    {
        yield return authorized
            ? new RetryHandler(Connection, Backoff, Clock, Platform)
            : new RetryHandler(Connection, _tokensBackoff, new ServerClock(Platform.Time), Platform);
        if (authorized)
        {
            yield return new AuthorizationHandler(TokenSource ?? throw new InvalidOperationException("There is no token source."));
        }

        yield return new TraceHandler(Secrets, Platform.Time);
    }

    /// <summary>The handler of the connections, which the pipeline closes when it is disposed.</summary>
    public HttpMessageHandler NewPrimaryHandler()
    {
        lock (_lock)
        {
            if (_isClosed) throw new ObjectDisposedException(nameof(ClientPipeline));
            HttpMessageHandler handler = NewPrimary();
            _connections.Add(handler);
            return handler;
        }
    }

    /// <summary>The factory of a client that was created without a container.</summary>
    private IHttpClientFactory BuildFactory()
    {
        var services = new ServiceCollection();
        services.AddPipeline(_ => this);
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<IHttpClientFactory>();
    }

    public void Configure(HttpClient client)
    {
        // The total duration is not limited, since a long upload is not an error; the retry handler applies the inactivity timeout to each
        // attempt.
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (Connection.UserAgent is null) client.DefaultRequestHeaders.UserAgent.Add(s_userAgent);
        else client.DefaultRequestHeaders.UserAgent.ParseAdd(Connection.UserAgent);
    }

    /// <summary>Redirects are disabled: the API has none, and a redirect would send the request to another host.</summary>
    private HttpMessageHandler NewPrimary() =>
#if NET8_0_OR_GREATER
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Connection.ConnectTimeout,
            // A long session must notice a change of the service's DNS entry.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
#else
        new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // The default of .NET Framework is two concurrent connections.
            MaxConnectionsPerServer = MaxConnections,
        };
#endif
}
