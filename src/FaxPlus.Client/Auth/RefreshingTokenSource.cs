using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Auth;

/// <summary>
/// An access token that is renewed before it expires, and after the service has refused it. Concurrent callers wait for the same renewal.
/// Cancelling the call that began a renewal does not cancel the renewal, because the new refresh token in the response must not be lost.
/// </summary>
internal abstract class RefreshingTokenSource(TimeProvider time) : ITokenSource
{
    private static readonly TimeSpan s_longestMargin = TimeSpan.FromSeconds(60);

    private readonly object _lock = new();
    private Secret? _token;
    private DateTimeOffset _renewAt;
    private Task<Secret>? _renewal;

    protected TimeProvider Time { get; } = time;

    public bool CanRenew => true;

    public abstract string? ClientId { get; }

    public async Task<Secret> GetAsync(Secret? refused, ICallObserver observer, CancellationToken cancellationToken)
    {
        Task<Secret> renewal;
        lock (_lock)
        {
            // A refused token that is not the current token has already been replaced by another call.
            bool isValid = _token is not null && !ReferenceEquals(_token, refused) && Time.GetUtcNow() < _renewAt;
            if (isValid) return _token!;
            renewal = _renewal ??= Task.Run(() => RenewAsync(observer), CancellationToken.None);
        }

        return await renewal.OrCancelled(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Requests a new access token, and saves the new refresh token if the response contains one.</summary>
    protected abstract Task<TokenAnswer> RequestAsync(ICallObserver observer);

    /// <summary>
    /// Sets the token and the time of its renewal. The renewal precedes the expiry by a fifth of the remaining lifetime, but by no more
    /// than 60 seconds.
    /// </summary>
    protected void Take(Secret token, DateTimeOffset expiresOn)
    {
        TimeSpan lifetime = expiresOn - Time.GetUtcNow();
        TimeSpan margin = TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 5, s_longestMargin.Ticks));
        lock (_lock)
        {
            _token = token;
            _renewAt = expiresOn - margin;
        }
    }

    private async Task<Secret> RenewAsync(ICallObserver observer)
    {
        try
        {
            TokenAnswer answer = await RequestAsync(observer).ConfigureAwait(false);
            Take(answer.AccessToken, answer.ExpiresOn);
            return answer.AccessToken;
        }
        catch (FaxPlusException error) when (error.StatusCode >= 300)
        {
            // The status code of the token endpoint must not become the status code of the request, because callers would interpret a 404
            // of the token endpoint as a missing fax.
            throw error.IsFatal || error.IsTransient ? new FaxPlusException(error) { StatusCode = 0 } : OfSignIn(error);
        }
        finally
        {
            lock (_lock) _renewal = null;
        }
    }

    private static FaxPlusException OfSignIn(FaxPlusException error) =>
        new(FaxPlusErrorKind.Unauthorized, error.Message, error)
        {
            ErrorCode = error.ErrorCode,
            ResponseBody = error.ResponseBody,
            Operation = error.Operation,
            RecommendedAction = error.RecommendedAction,
            Advice = error.Advice,
            AdviceValue = error.AdviceValue,
        };
}
