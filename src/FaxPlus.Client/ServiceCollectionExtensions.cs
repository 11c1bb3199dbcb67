using System;
using System.Linq;
using System.Net.Http;
using FaxPlus.Client.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaxPlus.Client;

/// <summary>Registers the client in a service collection.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IFaxPlusClient"/> as a singleton. The client uses the HTTP client named
    /// <see cref="FaxPlusClient.HttpClientName"/> for requests, and logs messages about requests under the category
    /// <c>FaxPlus.Client.FaxPlusClient</c>, without secrets.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the token or the OAuth grant, and the options that differ from the defaults.</param>
    /// <returns>
    /// The builder of the HTTP client. A handler that is added to the builder runs inside the client's own handlers (retry, authorization,
    /// trace): it is called for each attempt, and the request already contains the token. A primary handler that is set on the builder
    /// replaces the client's primary handler.
    /// </returns>
    public static IHttpClientBuilder AddFaxPlus(this IServiceCollection services, Action<FaxPlusClientOptions> configure)
    {
        if (services is null) throw new ArgumentNullException(nameof(services));
        services.AddOptions<FaxPlusClientOptions>().Configure(configure ?? throw new ArgumentNullException(nameof(configure)));
        // A second call of AddFaxPlus only adds another configuration of the options. Adding the handlers again would nest two retry
        // handlers.
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
