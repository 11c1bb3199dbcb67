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
/// The HTTP pipeline of one client. Each client has its own handler chains, which are created by the first request and disposed with the
/// client, so that sessions do not share connections, tokens or clocks.
/// </summary>
internal sealed class ClientPipeline : IDisposable
{
    /// <summary>The name of the HTTP client for API requests in the factory.</summary>
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

    // The accounts service is a separate service, and therefore has its own back-off and clock.
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

    /// <summary>The shared back-off of API requests.</summary>
    public SharedBackoff Backoff { get; }

    public SecretMask Secrets { get; } = new();

    /// <summary>The source of tokens. This property must be set before the first authorized request.</summary>
    public ITokenSource? TokenSource { get; set; }

    /// <summary>Returns the HTTP client for requests with a token, or for token requests.</summary>
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

        // The factory is called outside the lock, because it has its own locks and calls this class to create the handlers.
        return factory.CreateClient(NameOf(authorized));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _services?.Dispose();
            // The handlers are disposed here, because the factory of .NET would keep the connections open until the factory is garbage
            // collected.
            foreach (HttpMessageHandler handler in _connections) handler.Dispose();
            _connections.Clear();
        }
    }

    /// <summary>Creates a handler chain without the factory, for tests that create many clients.</summary>
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

    /// <summary>Returns the name of an HTTP client in the factory.</summary>
    public static string NameOf(bool authorized) => authorized ? Name : Name + ".Tokens";

    /// <summary>Creates the delegating handlers, from the outermost to the innermost.</summary>
    public IEnumerable<DelegatingHandler> NewHandlers(bool authorized)
    {
        yield return authorized
            ? new RetryHandler(Connection, Backoff, Clock, Platform)
            : new RetryHandler(Connection, _tokensBackoff, new ServerClock(Platform.Time), Platform);
        if (authorized)
        {
            yield return new AuthorizationHandler(TokenSource ?? throw new InvalidOperationException("The pipeline has no token source."));
        }

        yield return new TraceHandler(Secrets, Platform.Time);
    }

    /// <summary>Creates the primary handler. Disposing the pipeline also disposes the handler, which closes its connections.</summary>
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

    /// <summary>Creates the factory for a client that was created without a dependency injection container.</summary>
    private IHttpClientFactory BuildFactory()
    {
        var services = new ServiceCollection();
        services.AddPipeline(_ => this);
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<IHttpClientFactory>();
    }

    public void Configure(HttpClient client)
    {
        // The total duration is not limited, because a long upload is not an error. The retry handler applies the inactivity timeout to
        // each attempt.
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (Connection.UserAgent is null) client.DefaultRequestHeaders.UserAgent.Add(s_userAgent);
        else client.DefaultRequestHeaders.UserAgent.ParseAdd(Connection.UserAgent);
    }

    /// <summary>
    /// Creates the handler that connects to the service. Redirects are disabled, because the API has none, and a redirect could send the
    /// request to another host.
    /// </summary>
    private HttpMessageHandler NewPrimary() =>
#if NET8_0_OR_GREATER
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Connection.ConnectTimeout,
            // The lifetime is limited, so that a long session detects a change of the DNS entry of the service.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
#else
        new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new ServiceProxy(),
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // The limit is set, because the default of .NET Framework is two concurrent connections.
            MaxConnectionsPerServer = MaxConnections,
        };
#endif
}
