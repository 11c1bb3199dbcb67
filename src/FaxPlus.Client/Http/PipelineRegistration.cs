using System;
using System.Net.Http;
using System.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace FaxPlus.Client.Http;

/// <summary>Registers the two HTTP clients of a pipeline: one for API requests, and one for token requests.</summary>
internal static class PipelineRegistration
{
    /// <returns>The builder of the HTTP client for API requests.</returns>
    public static IHttpClientBuilder AddPipeline(this IServiceCollection services, Func<IServiceProvider, ClientPipeline> pipeline)
    {
        AddClient(authorized: false);
        return AddClient(authorized: true);

        IHttpClientBuilder AddClient(bool authorized) =>
            services.AddHttpClient(ClientPipeline.NameOf(authorized), (provider, client) => pipeline(provider).Configure(client))
                .RemoveAllLoggers() // .NET would log complete addresses, which may contain secrets.
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // SocketsHttpHandler renews its connections itself.
                .ConfigurePrimaryHttpMessageHandler(provider => pipeline(provider).NewPrimaryHandler())
                .ConfigureAdditionalHttpMessageHandlers((handlers, provider) =>
                {
                    foreach (DelegatingHandler handler in pipeline(provider).NewHandlers(authorized)) handlers.Add(handler);
                });
    }
}
