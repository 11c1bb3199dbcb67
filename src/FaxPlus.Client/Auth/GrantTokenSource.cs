using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Auth;

/// <summary>
/// The access token of an OAuth grant. If a renewal returns a new refresh token and the client has a store, the refresh token is saved
/// there before the access token is used. If another process has renewed the grant, its refresh token is loaded from the store.
/// </summary>
internal sealed class GrantTokenSource : RefreshingTokenSource
{
    // The maximum number of attempts to renew a token. If several processes renew an expired token at the same time, one process succeeds,
    // and the other processes try again with the refresh token that the successful process has saved.
    private const int MaxTurns = 5;

    // Another process saves its new token only after it has received the response, and SecretStore needs five seconds to detect a change by
    // another process. The store is therefore read immediately, and again after each of four increasing delays.
    private const int MaxPauses = 4;

    private readonly OAuthGrant _grant;
    private readonly IGrantStore? _store;
    private readonly TokenEndpoint _endpoint;

    // The last refresh token that is known to be in the store. After a failed save, this token is older than the token of the grant, and
    // must not be mistaken for a token of another process.
    private Secret _stored;
    private bool _hasWarned;

    public GrantTokenSource(OAuthGrant grant, IGrantStore? store, TokenEndpoint endpoint, TimeProvider time)
        : base(time)
    {
        _grant = grant;
        _store = store;
        _endpoint = endpoint;
        _stored = grant.RefreshToken;
        (Secret? token, DateTimeOffset? expiresOn) = grant.Access;
        if (token is not null && expiresOn is DateTimeOffset end) Take(token, end);
    }

    public override string? ClientId => _grant.Application.ClientId;

    protected override async Task<TokenAnswer> RequestAsync(ICallObserver observer)
    {
        try
        {
            // The store is checked for a newer refresh token first, because a service may revoke the sign-in if it receives an old refresh
            // token again.
            LoadNewerToken(observer.Verbose);
            for (int turn = 1; ; turn++)
            {
                try
                {
                    return await RefreshAsync(observer).ConfigureAwait(false);
                }
                catch (FaxPlusException error) when (error.StatusCode is 400 or 401 or 403 && !TokenEndpoint.IsMisunderstood(error))
                {
                    if (TokenEndpoint.IsOfApplication(error)) throw Refused(error);
                    if (turn == MaxTurns || !await WaitForNewerTokenAsync(observer).ConfigureAwait(false)) throw Ended(error);
                }
            }
        }
        finally
        {
            _store?.Release();
        }
    }

    private async Task<TokenAnswer> RefreshAsync(ICallObserver observer)
    {
        Secret before = _grant.RefreshToken;
        TokenAnswer answer = await _endpoint.RefreshAsync(before, observer, CancellationToken.None).ConfigureAwait(false);
        if (answer.RefreshToken is not null) SaveToken(answer.RefreshToken, observer);
        _grant.Renew(answer.RefreshToken ?? before, answer.AccessToken, answer.ExpiresOn);
        observer.Verbose("The sign-in was renewed.");
        return answer;
    }

    private void SaveToken(Secret refreshToken, ICallObserver observer)
    {
        if (_store is null)
        {
            WarnOfReplacedToken(observer);
            return;
        }

        try
        {
            _store.Save(_grant.Application, refreshToken);
            _stored = refreshToken;
        }
        catch (Exception exception)
        {
            // This error does not end the call, because this session has valid tokens. The next session may not be able to sign in with the
            // refresh token in the store.
            observer.Error(new FaxPlusException(
                (exception as FaxPlusException)?.Kind ?? FaxPlusErrorKind.NotFound,
                $"The renewed sign-in could not be saved in the vault: {exception.Message}",
                exception)
            {
                Operation = "POST /token",
                RecommendedAction = "This session continues. Sign in again in the browser before the next session: "
                    + "the vault contains a refresh token that may no longer be valid.",
                Advice = FaxPlusAdvice.SignInInBrowserAndKeep,
                AdviceValue = _grant.Application.ClientId,
            });
        }
    }

    private void WarnOfReplacedToken(ICallObserver observer)
    {
        if (_grant.Source is null || _hasWarned) return;
        _hasWarned = true;
        observer.Warning(
            $"The service has replaced the refresh token in {_grant.Source}. This session continues, but another sign-in with the old "
            + "token may be refused. "
            + (_grant.SourceAdvice ?? "To save each new token, pass a store to the client."));
    }

    /// <summary>
    /// Checks whether another process has saved a refresh token in the store since the last check, and if so, uses that token for the
    /// grant.
    /// </summary>
    /// <returns>Whether the grant has a new refresh token.</returns>
    private bool LoadNewerToken(Action<string> report)
    {
        OAuthGrant? found;
        try
        {
            found = _store?.Load();
        }
        catch (Exception exception)
        {
            report($"The vault, which may contain a newer sign-in of another process, could not be read: {exception.Message}");
            return false;
        }

        if (found is null || found.Application.ClientId != _grant.Application.ClientId || IsSame(found.RefreshToken, _stored)) return false;
        _stored = found.RefreshToken;
        if (IsSame(_stored, _grant.RefreshToken)) return false;
        _grant.Replace(_stored);
        report("Another process has renewed the sign-in and saved it in the vault; the saved sign-in is used.");
        return true;
    }

    private async Task<bool> WaitForNewerTokenAsync(ICallObserver observer)
    {
        if (_store is null) return false;
        TimeSpan pause = _grant.Application.RetryDelay;
        for (int pauses = 0; ; pauses++)
        {
            if (LoadNewerToken(observer.Verbose)) return true;
            if (pauses == MaxPauses) return false;
            await Time.Delay(pause, CancellationToken.None).ConfigureAwait(false);
            pause += pause;
        }
    }

    private static bool IsSame(Secret left, Secret right) => left.Reveal() == right.Reveal();

    private FaxPlusException Refused(FaxPlusException error) =>
        new(
            error,
            FaxPlusErrorKind.Unauthorized,
            $"The accounts service does not accept the application {_grant.Application.ClientId}. {error.Message}")
        {
            RecommendedAction = "Check the client id and the client secret of the application in the Fax.Plus dashboard.",
        };

    private FaxPlusException Ended(FaxPlusException error) =>
        new(error, FaxPlusErrorKind.TokenExpired, $"The sign-in has ended: its refresh token is no longer accepted. {error.Message}")
        {
            RecommendedAction = "Sign in again in the browser. If Advanced Security Control is enabled, a sign-in is valid for 30 days.",
            Advice = _store is null ? FaxPlusAdvice.SignInInBrowser : FaxPlusAdvice.SignInInBrowserAndKeep,
            AdviceValue = _grant.Application.ClientId,
        };
}
