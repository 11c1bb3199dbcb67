using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>The Voipex telephone service (API reference 4).</summary>
public interface IVoipexClient : IDisposable
{
    /// <summary>The expiration time of the current access token, UTC.</summary>
    DateTimeOffset? AccessTokenExpiresOn { get; }

    /// <summary>The time at which the sign-in expires if it is not renewed, UTC.</summary>
    DateTimeOffset? RefreshTokenExpiresOn { get; }

    /// <summary>Signs in with a password. The client does not store the password, because the refresh token renews the sign-in.</summary>
    /// <exception cref="FaxPlusException">Unauthorized: the name or the password is wrong. BadRequest: the password is empty.</exception>
    Task SignInAsync(Secret password, ICallObserver observer, CancellationToken cancellationToken = default);

    /// <summary>Makes a request to one of the Voipex services.</summary>
    /// <returns>The response with its status, headers and body.</returns>
    Task<FaxPlusResponse> RequestAsync(
        VoipexService service, FaxPlusRequest request, ICallObserver observer, CancellationToken cancellationToken = default);
}
