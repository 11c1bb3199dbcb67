using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Auth;

/// <summary>
/// An OAuth 2.0 token endpoint. To authenticate the client, the endpoint of Fax.Plus requires the client id and the client secret in an
/// Authorization header with the scheme Basic (API reference 2.2); the endpoint of Voipex requires only the client id, as a parameter (API
/// reference 4).
/// </summary>
internal sealed class TokenEndpoint(ApiClient api, string clientId, Secret? clientSecret, bool parametersInQuery)
{
    private const string Path = "/token";
    private const int DefaultLifeSeconds = 3600;

    // The exchange is retried only if the service did not execute the request, because a code can be exchanged only once, and a second
    // exchange may revoke the tokens of the first exchange.
    private static readonly FaxPlusOperation s_exchange = new("POST", Path, "Exchanging the authorization code");

    // The refresh is retried, because after a lost response, only another request shows whether the old refresh token is still valid.
    private static readonly FaxPlusOperation s_refresh = new(RetryRule.Repeatable, "POST", Path, "Renewing the sign-in");
    private static readonly FaxPlusOperation s_password = new(RetryRule.Repeatable, "POST", Path, "Signing in");

    public static TokenEndpoint Of(ClientPipeline pipeline, OAuthApplication application) => new(
        new ApiClient(pipeline, NullObserver.Instance, application.AccountsUri, authorized: false),
        application.ClientId,
        application.ClientSecret,
        application.ParametersInQuery);

    public Task<TokenAnswer> ExchangeAsync(
        Secret code, Uri redirectUri, string? verifier, ICallObserver observer, CancellationToken cancellationToken) =>
        RequestAsync(
            s_exchange,
            observer,
            cancellationToken,
            [
                ("grant_type", "authorization_code"),
                ("client_id", clientId),
                ("code", code.Reveal()),
                ("redirect_uri", redirectUri.OriginalString),
                .. verifier is null ? [] : new[] { ("code_verifier", verifier) },
            ]);

    public Task<TokenAnswer> RefreshAsync(Secret refreshToken, ICallObserver observer, CancellationToken cancellationToken)
    {
        (string, string)[] parameters = [("grant_type", "refresh_token"), ("refresh_token", api.Secrets.AddPassing(refreshToken).Reveal())];
        if (clientSecret is null) parameters = [.. parameters, ("client_id", clientId)];
        return RequestAsync(s_refresh, observer, cancellationToken, parameters);
    }

    public Task<TokenAnswer> SignInAsync(string userName, Secret password, ICallObserver observer, CancellationToken cancellationToken) =>
        RequestAsync(
            s_password,
            observer,
            cancellationToken,
            ("grant_type", "password"),
            ("client_id", clientId),
            ("username", userName),
            ("password", password.RevealWhole()));

    /// <summary>
    /// Whether the error indicates that the service did not find the parameters, for example because they were sent in the query, but the
    /// service expects them in the body.
    /// </summary>
    public static bool IsMisunderstood(FaxPlusException error) =>
        error is { StatusCode: 400, ErrorCode: "invalid_request" or "unsupported_grant_type" };

    /// <summary>
    /// Whether the service rejects the application rather than the code or token. The error code is checked first, because it is more
    /// reliable than the status.
    /// </summary>
    public static bool IsOfApplication(FaxPlusException error) =>
        error.ErrorCode == "invalid_client" || error is { StatusCode: 401, ErrorCode: not "invalid_grant" };

    private async Task<TokenAnswer> RequestAsync(
        FaxPlusOperation operation,
        ICallObserver observer,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] parameters)
    {
        IEnumerable<KeyValuePair<string, string>> pairs =
            parameters.Select(item => new KeyValuePair<string, string>(item.Name, item.Value));
        string path = parametersInQuery ? QueryString.Add(Path, pairs) : Path;
        DateTimeOffset asked = api.Time.GetUtcNow();
        TokenBody body;
        try
        {
            body = await api.Observe(observer).GetAsync<TokenBody>(
                operation,
                path,
                cancellationToken,
                _ => new FormUrlEncodedContent(parametersInQuery ? [] : pairs),
                Authorize).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (Advice(error) is (string action, FaxPlusAdvice advice))
        {
            throw error.WithAdvice(action, advice);
        }

        var access = new Secret(body.AccessToken ?? "");
        if (!access.IsWord)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.InvalidResponse, $"{operation.Description} failed: the response contains no access token.")
            {
                StatusCode = 200,
                Operation = operation.ToString(),
                RecommendedAction = CheckAddress.Action,
                Advice = CheckAddress.Advice,
            };
        }

        return new TokenAnswer(
            api.Secrets.AddPassing(access),
            asked.AddSeconds(body.ExpiresIn ?? DefaultLifeSeconds),
            string.IsNullOrEmpty(body.RefreshToken) ? null : api.Secrets.AddPassing(new Secret(body.RefreshToken!)),
            body.RefreshExpiresIn is int life and > 0 ? asked.AddSeconds(life) : null);
    }

    private (string Action, FaxPlusAdvice Advice) CheckAddress => clientSecret is null
        ? ("Check the network, the proxy and the address of the token service.", FaxPlusAdvice.VoipexTokenAddress)
        : ("Check the network, the proxy and the address of the accounts service.", FaxPlusAdvice.AccountsAddress);

    /// <summary>Returns the advice for an error of a token request; null if the error already contains suitable advice.</summary>
    private (string Action, FaxPlusAdvice Advice)? Advice(FaxPlusException error) => error.Kind switch
    {
        // Other network errors, such as an untrusted certificate or a proxy that requires a sign-in, already contain advice about the
        // cause.
        FaxPlusErrorKind.Network when error.Advice != FaxPlusAdvice.ApiAddress => null,
        FaxPlusErrorKind.NotFound => ($"Check the address, to which {Path} is appended.", CheckAddress.Advice),
        FaxPlusErrorKind.Network or FaxPlusErrorKind.InvalidResponse => CheckAddress,
        _ when clientSecret is null || !IsMisunderstood(error) => null,
        _ => parametersInQuery
            ? ("The service seems to expect the parameters in the body.", FaxPlusAdvice.TokenParametersInBody)
            : ("The service seems to expect the parameters in the query.", FaxPlusAdvice.TokenParametersInQuery),
    };

    private void Authorize(HttpRequestMessage request)
    {
        if (clientSecret is null) return;
        string pair = $"{clientId}:{clientSecret.Reveal()}";
        // The Basic value is also masked, because a service or proxy may quote the request header in a response.
        Secret basic = api.Secrets.Add(new Secret(Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic.Reveal());
    }
}
