using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Auth;

namespace FaxPlus.Client.Voipex;

/// <summary>
/// The access token of a sign-in with a password. The token can be renewed for about two hours after the sign-in or the last renewal. After
/// that, the password is required again.
/// </summary>
internal sealed class VoipexTokenSource(TokenEndpoint endpoint, TimeProvider time) : RefreshingTokenSource(time)
{
    private volatile TokenAnswer? _answer;

    public override string? ClientId => null;

    public DateTimeOffset? AccessTokenExpiresOn => _answer?.ExpiresOn;

    public DateTimeOffset? RefreshTokenExpiresOn => _answer?.RefreshTokenExpiresOn;

    public async Task SignInAsync(string userName, Secret password, ICallObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            _answer = await endpoint.SignInAsync(userName, password, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 401)
        {
            throw new FaxPlusException(
                error, FaxPlusErrorKind.Unauthorized, $"Voipex does not accept the user name or the password. {error.Message}")
            {
                RecommendedAction = "Check the user name and the password.",
            };
        }

        Take(_answer.AccessToken, _answer.ExpiresOn);
    }

    protected override async Task<TokenAnswer> RequestAsync(ICallObserver observer)
    {
        TokenAnswer before = _answer
            ?? throw new FaxPlusException(FaxPlusErrorKind.NotConnected, "There is no sign-in to Voipex.")
            {
                RecommendedAction = "Sign in first.",
                Advice = FaxPlusAdvice.SignInToVoipex,
            };
        if (before.RefreshToken is null || before.RefreshTokenExpiresOn <= Time.GetUtcNow()) throw Ended(null);
        try
        {
            TokenAnswer answer = await endpoint.RefreshAsync(before.RefreshToken, observer, CancellationToken.None).ConfigureAwait(false);
            return _answer = answer.RefreshToken is not null
                ? answer
                : new TokenAnswer(answer.AccessToken, answer.ExpiresOn, before.RefreshToken, before.RefreshTokenExpiresOn);
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 401 or 403)
        {
            throw Ended(error);
        }
    }

    private static FaxPlusException Ended(FaxPlusException? cause) => new(
        FaxPlusErrorKind.TokenExpired, "The sign-in to Voipex has expired." + (cause is null ? "" : " " + cause.Message), cause)
    {
        StatusCode = cause?.StatusCode ?? 0,
        ErrorCode = cause?.ErrorCode,
        Operation = cause?.Operation,
        RecommendedAction = "Sign in again.",
        Advice = FaxPlusAdvice.SignInToVoipex,
    };
}
