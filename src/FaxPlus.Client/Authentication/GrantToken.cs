using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Authentication;

/// <summary>The access token of an OAuth grant. Each renewed grant is kept before it is used.</summary>
internal sealed class GrantToken : RenewedToken
{
    private readonly OAuthGrant _grant;
    private readonly IGrantStore? _store;
    private readonly TokenEndpoint _endpoint;

    public GrantToken(OAuthGrant grant, IGrantStore? store, TokenEndpoint endpoint)
    {
        _grant = grant;
        _store = store;
        _endpoint = endpoint;
        (Secret? token, DateTimeOffset? expiresOn) = grant.Access;
        if (token is not null && expiresOn is DateTimeOffset end) Take(token, end);
    }

    public override string? ClientId => _grant.Application.ClientId;

    protected override async Task<TokenAnswer> RequestAsync(ICallObserver observer)
    {
        TokenAnswer answer;
        try
        {
            answer = await _endpoint.RefreshAsync(_grant.RefreshToken, observer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 401 or 403 && !TokenEndpoint.IsMisunderstood(error))
        {
            throw Refused(error);
        }

        Secret refreshToken = answer.RefreshToken ?? _grant.RefreshToken;
        if (answer.RefreshToken is not null) Keep(refreshToken, observer);
        _grant.Renew(refreshToken, answer.AccessToken, answer.ExpiresOn);
        observer.Verbose("The sign-in was renewed.");
        return answer;
    }

    private void Keep(Secret refreshToken, ICallObserver observer)
    {
        try
        {
            _store?.Save(_grant.Application, refreshToken);
        }
        catch (Exception exception)
        {
            // This run goes on with the tokens that it has; the next one could not begin.
            observer.Warning($"The renewed sign-in could not be kept in the vault: {exception.Message} Sign in again before the next run.");
        }
    }

    private FaxPlusException Refused(FaxPlusException error)
    {
        bool application = error.ErrorCode == "invalid_client" || error.StatusCode == 401;
        string id = _grant.Application.ClientId;
        return application
            ? new FaxPlusException(FaxPlusErrorKind.Unauthorized, $"The accounts service does not accept the application {id}. {error.Message}", error)
            {
                StatusCode = error.StatusCode,
                ErrorCode = error.ErrorCode,
                ResponseBody = error.ResponseBody,
                Operation = error.Operation,
                RecommendedAction = "Check the client id and the client secret of the application in the Fax.Plus dashboard.",
            }
            : new FaxPlusException(FaxPlusErrorKind.TokenExpired, $"The sign-in has come to its end: its refresh token is no longer accepted. {error.Message}", error)
            {
                StatusCode = error.StatusCode,
                ErrorCode = error.ErrorCode,
                ResponseBody = error.ResponseBody,
                Operation = error.Operation,
                RecommendedAction = $"Sign in again in the browser: Connect-FaxPlus -OAuth -ClientId {id} -ClientSecret … -RedirectUri …. Where Advanced Security Control is on, a sign-in lasts 30 days.",
            };
    }
}
