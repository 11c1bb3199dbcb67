using System;

namespace FaxPlus.Client.Auth;

/// <summary>The tokens in a response of a token endpoint.</summary>
internal sealed class TokenAnswer(Secret accessToken, DateTimeOffset expiresOn, Secret? refreshToken, DateTimeOffset? refreshTokenExpiresOn)
{
    public Secret AccessToken { get; } = accessToken;

    public DateTimeOffset ExpiresOn { get; } = expiresOn;

    /// <summary>The new refresh token; null if the response contains none, in which case the previous refresh token stays valid.</summary>
    public Secret? RefreshToken { get; } = refreshToken;

    public DateTimeOffset? RefreshTokenExpiresOn { get; } = refreshTokenExpiresOn;
}
