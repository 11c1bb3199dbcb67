using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace FaxPlus.Client.Http;

/// <summary>
/// The HTTP side of one client: a handler chain of its own, made with the first request and closed with the client,
/// so that no two sessions share a connection, a token or a clock.
/// </summary>
internal sealed class Host : IDisposable
{
    private const string ClientName = "FaxPlus.Api";

    private readonly Lazy<ServiceProvider> _services;

    public Host(FaxPlusConnection connection)
    {
        Connection = connection;
        _services = new Lazy<ServiceProvider>(Build);
    }

    public FaxPlusConnection Connection { get; }

    public ServiceClock Clock { get; } = new();

    public HttpClient Http => _services.Value.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName);

    public void Dispose()
    {
        if (_services.IsValueCreated) _services.Value.Dispose();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHttpClient(ClientName, static client =>
            {
                // Silence is timed for each attempt by the retry handler; a long upload is no fault.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.Add(s_userAgent);
            })
            .RemoveAllLoggers() // The framework's own log lines would hold whole addresses.
            .SetHandlerLifetime(TimeSpan.FromMinutes(10))
            .AddHttpMessageHandler(() => new RetryHandler(Connection))
            .AddHttpMessageHandler(() => new AuthorizationHandler(Connection.Token))
            .AddHttpMessageHandler(() => new TraceHandler(Connection.Token))
            .ConfigurePrimaryHttpMessageHandler(CreatePrimary);
        return services.BuildServiceProvider();
    }

    private static readonly ProductInfoHeaderValue s_userAgent = new(
        "FaxPlus-PowerShell", typeof(Host).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    /// <summary>No redirects: the API has none, and one would carry the request to where nobody meant it to go.</summary>
    private HttpMessageHandler CreatePrimary() =>
#if NET8_0_OR_GREATER
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Connection.ConnectTimeout,
        };
#else
        new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        };
#endif
}
