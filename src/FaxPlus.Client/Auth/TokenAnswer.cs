using System;

namespace FaxPlus.Client.Auth;

/// <summary>What a token endpoint gave.</summary>
internal sealed class TokenAnswer(Secret accessToken, DateTimeOffset expiresOn, Secret? refreshToken, DateTimeOffset? refreshTokenExpiresOn)
{
    public Secret AccessToken { get; } = accessToken;

    public DateTimeOffset ExpiresOn { get; } = expiresOn;

    /// <summary>Null where none came: then the one before stays good.</summary>
    public Secret? RefreshToken { get; } = refreshToken;

    public DateTimeOffset? RefreshTokenExpiresOn { get; } = refreshTokenExpiresOn;
}
