using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Auth;

/// <summary>
/// An access token that is renewed before its end and when it was refused. Whoever comes while it is being renewed waits for
/// that one renewal. It does not end with the caller who began it: a new refresh token that arrives must not be lost to a Ctrl+C.
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
            // One that was renewed while the refused request was under way is a new one already.
            bool good = _token is not null && !ReferenceEquals(_token, refused) && Time.GetUtcNow() < _renewAt;
            if (good) return _token!;
            renewal = _renewal ??= Task.Run(() => RenewAsync(observer), CancellationToken.None);
        }

        return await renewal.OrCancelled(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for a new token; keeps the refresh token that comes with it.</summary>
    protected abstract Task<TokenAnswer> RequestAsync(ICallObserver observer);

    /// <summary>Takes a token that is known already.</summary>
    protected void Take(Secret token, DateTimeOffset expiresOn)
    {
        TimeSpan life = expiresOn - Time.GetUtcNow();
        TimeSpan margin = TimeSpan.FromTicks(Math.Min(life.Ticks / 5, s_longestMargin.Ticks));
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
            // A status of the token endpoint says nothing of what the request was about: its 404 is no missing fax.
            if (!error.IsFatal && !error.IsTransient) throw OfSignIn(error);
            error.StatusCode = 0;
            throw;
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
