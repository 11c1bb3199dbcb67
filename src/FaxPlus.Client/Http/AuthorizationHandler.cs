using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>
/// Adds the token to the request. If the service refuses a token that can be renewed, the handler renews it and repeats the request once.
/// The handler is inside the retry handler, so that each attempt uses the current token.
/// </summary>
internal sealed class AuthorizationHandler(ITokenSource tokens) : DelegatingHandler
{
    private const string ClientIdHeader = "x-fax-clientid";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext call = RequestContext.Of(request);
        Secret token = await tokens.GetAsync(null, call.Observer, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !tokens.CanRenew) return response;

        // Any request may be repeated here, because the service does not execute a request whose token it refuses.
        response.Dispose();
        call.HasConnection = false;
        token = await tokens.GetAsync(token, call.Observer, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Secret token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        request.Headers.Remove(ClientIdHeader);
        if (tokens.ClientId is string clientId) request.Headers.TryAddWithoutValidation(ClientIdHeader, clientId);
        return base.SendAsync(request, cancellationToken);
    }
}
