using System;
using System.Linq;
using System.Net.Http;
using FaxPlus.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaxPlus.Client;

/// <summary>Registers the client with a service collection.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IFaxPlusClient"/> as a singleton. Its requests go through the HTTP client named <see
    /// cref="FaxPlusClient.HttpClientName"/>; the messages about them are logged under the category <c>FaxPlus.Client.FaxPlusClient</c>,
    /// without secrets.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the token, and the options that differ from the defaults.</param>
    /// <returns>
    /// The builder of the HTTP client. A handler that is added to it sees each attempt of a request, with its token, after the client's own
    /// handlers (retry, authorization, trace); a primary handler that is set replaces the client's own.
    /// </returns>
    public static IHttpClientBuilder AddFaxPlus(this IServiceCollection services, Action<FaxPlusClientOptions> configure)
    {
        if (services is null) throw new ArgumentNullException(nameof(services));
        services.AddOptions<FaxPlusClientOptions>().Configure(configure ?? throw new ArgumentNullException(nameof(configure)));
        // A second call of AddFaxPlus only configures the options further. A second pipeline would retry the retries of the first one.
        bool isFirst = services.All(service => service.ServiceType != typeof(FaxPlusClient));
        services.TryAddSingleton(provider => new FaxPlusClient(
            provider.GetRequiredService<IOptions<FaxPlusClientOptions>>().Value,
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetService<ILogger<FaxPlusClient>>()));
        services.TryAddSingleton<IFaxPlusClient>(provider => provider.GetRequiredService<FaxPlusClient>());
        return isFirst
            ? services.AddPipeline(provider => provider.GetRequiredService<FaxPlusClient>().Pipeline)
            : services.AddHttpClient(FaxPlusClient.HttpClientName);
    }
}
