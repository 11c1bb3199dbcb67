using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Auth;

/// <summary>
/// The sign-in with an authorization code (API reference 2.2). The class creates and checks the <c>state</c> parameter, and exchanges the
/// code for tokens.
/// </summary>
internal sealed class SignIn : ISignIn
{
    private readonly OAuthApplication _application;
    private readonly Uri _redirectUri;
    private readonly string _state;

    // The PKCE code verifier; null if PKCE is disabled.
    private readonly string? _verifier;
    private readonly ClientPipeline _pipeline;
    private readonly TaskCompletionSource<FaxPlusException> _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedirectListener? _listener;
    private volatile bool _hasRedirected;
    private volatile bool _hasOther;

    public SignIn(OAuthApplication application)
    {
        _application = application;
        _redirectUri = application.RedirectUri is { IsAbsoluteUri: true } uri
            ? uri
            : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The redirect URI is missing or is not an absolute URI.")
            {
                RecommendedAction = "Specify the redirect URI that is registered for the application, such as http://localhost:8400/.",
            };
        _state = Random();
        _verifier = application.UsesPkce ? Random() : null;
        _pipeline = new ClientPipeline(application);
        _pipeline.Secrets.Add(application.ClientSecret);
        LoginUri = new Uri(QueryString.Add(application.AccountsUri.AbsoluteUri.TrimEnd('/') + "/login",
        [
            Parameter("response_type", "code"),
            Parameter("client_id", application.ClientId),
            Parameter("redirect_uri", _redirectUri.OriginalString),
            Parameter("scope", "all"),
            Parameter("state", _state),
            .. _verifier is null
                ? []
                : new[] { Parameter("code_challenge", Challenge(_verifier)), Parameter("code_challenge_method", "S256") },
        ]));
    }

    public Uri LoginUri { get; }

    public bool CanListen => _redirectUri.IsLoopback && _redirectUri.Scheme == Uri.UriSchemeHttp;

    public void Listen() => _listener ??= new RedirectListener(_redirectUri);

    public async Task<OAuthGrant> WaitForRedirectAsync(TimeSpan timeout, ICallObserver observer, CancellationToken cancellationToken)
    {
        RedirectListener listener = _listener ?? throw new InvalidOperationException("Call Listen before WaitForRedirectAsync.");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            Task<Secret> waiting = listener.WaitAsync(ReadRedirect, limited.Token);
            if (await Task.WhenAny(waiting, _givenUp.Task).ConfigureAwait(false) == _givenUp.Task)
            {
                waiting.Forget();
                limited.Cancel();
                throw await _givenUp.Task.ConfigureAwait(false);
            }

            Secret code = await waiting.ConfigureAwait(false);
            return await ExchangeAsync(code, _verifier, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string other = _hasOther ? " A redirect arrived that does not belong to this sign-in: its state is missing or different." : "";
            throw new FaxPlusException(
                FaxPlusErrorKind.Timeout, $"The sign-in was not completed within {timeout.TotalSeconds:0} seconds.{other}")
            {
                RecommendedAction = "Try again, with the page that the sign-in opens. If this machine has no usable browser, "
                    + "use a browser on another machine, and paste the address to which that browser is redirected.",
                Advice = FaxPlusAdvice.SignInWithoutBrowser,
            };
        }
        finally
        {
            listener.Dispose();
        }
    }

    public void GiveUp(FaxPlusException reason)
    {
        if (!_hasRedirected) _givenUp.TrySetResult(reason);
    }

    public Task<OAuthGrant> RedeemAsync(Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken) =>
        RedeemAsync(codeOrRedirectAddress, CheckedCodeOf, _verifier, observer, cancellationToken);

    public Task<OAuthGrant> RedeemFromElsewhereAsync(
        Secret codeOrRedirectAddress, ICallObserver observer, CancellationToken cancellationToken) =>
        RedeemAsync(codeOrRedirectAddress, CodeOf, null, observer, cancellationToken);

    public void Dispose()
    {
        _listener?.Dispose();
        _pipeline.Dispose();
    }

    private Task<OAuthGrant> RedeemAsync(
        Secret codeOrRedirectAddress,
        Func<IReadOnlyDictionary<string, string>, Secret> read,
        string? verifier,
        ICallObserver observer,
        CancellationToken cancellationToken)
    {
        string text = codeOrRedirectAddress.Reveal();
        Secret code = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? read(QueryString.Parse(address.Query))
            : codeOrRedirectAddress;
        code.Demand("authorization code");
        return ExchangeAsync(code, verifier, observer, cancellationToken);
    }

    /// <summary>
    /// Returns the code, or null if the request does not belong to this sign-in. A request from an old page or another person must not end
    /// the sign-in.
    /// </summary>
    private Secret? ReadRedirect(IReadOnlyDictionary<string, string> query)
    {
        if (!IsOurs(query))
        {
            _hasOther |= query.ContainsKey("code") || query.ContainsKey("error");
            return null;
        }

        _hasRedirected = true;
        return CodeOf(query);
    }

    private bool IsOurs(IReadOnlyDictionary<string, string> query) =>
        query.TryGetValue("state", out string? state) && ConstantTime.Equals(state, _state);

    /// <summary>Returns the code of a redirect that belongs to this sign-in. Any other redirect causes an exception.</summary>
    private Secret CheckedCodeOf(IReadOnlyDictionary<string, string> query)
    {
        if (!IsOurs(query))
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.InvalidResponse, "The redirect does not belong to this sign-in: its state is missing or different.")
            {
                RecommendedAction = "Start the sign-in again, open the address that it shows, and use the address to which the browser is "
                    + "then redirected. A redirect of an earlier sign-in, or of another person's sign-in, is not accepted.",
            };
        }

        return CodeOf(query);
    }

    private static Secret CodeOf(IReadOnlyDictionary<string, string> query)
    {
        if (query.TryGetValue("error", out string? error))
        {
            query.TryGetValue("error_description", out string? words);
            throw new FaxPlusException(
                FaxPlusErrorKind.Forbidden,
                $"The sign-in was declined or failed: {(string.IsNullOrEmpty(words) ? error : words!.TrimEnd('.'))}.")
            {
                ErrorCode = error,
                RecommendedAction = "Sign in again and approve the access.",
            };
        }

        return query.TryGetValue("code", out string? code) && code.Length > 0
            ? new Secret(code)
            : throw new FaxPlusException(FaxPlusErrorKind.InvalidResponse, "The redirect contains no code.")
            {
                RecommendedAction = "Start the sign-in again.",
            };
    }

    private async Task<OAuthGrant> ExchangeAsync(Secret code, string? verifier, ICallObserver observer, CancellationToken cancellationToken)
    {
        _pipeline.Secrets.Add(code);
        if (verifier is not null) _pipeline.Secrets.Add(new Secret(verifier));
        TokenAnswer answer;
        try
        {
            answer = await TokenEndpoint.Of(_pipeline, _application)
                .ExchangeAsync(code, _redirectUri, verifier, observer, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 401 && !TokenEndpoint.IsMisunderstood(error))
        {
            throw error.WithAdvice(TokenEndpoint.IsOfApplication(error)
                ? "Check the client id and the client secret of the application."
                : "A code can be used once, within about a minute, and only with the redirect URI for which it was issued. "
                    + "Start the sign-in again.");
        }

        return new OAuthGrant(
            _application,
            answer.RefreshToken
                ?? throw new FaxPlusException(
                    FaxPlusErrorKind.InvalidResponse,
                    "The accounts service returned no refresh token, so the sign-in could not be renewed.")
                {
                    Operation = "POST /token",
                    RecommendedAction = "Check the address of the accounts service, and whether the application may renew its sign-ins.",
                    Advice = FaxPlusAdvice.AccountsAddress,
                },
            answer.AccessToken,
            answer.ExpiresOn);
    }

    private static KeyValuePair<string, string> Parameter(string name, string value) => new(name, value);

    private static string Challenge(string verifier)
    {
        using var hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string Random()
    {
        byte[] bytes = new byte[24];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return string.Concat(bytes.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
