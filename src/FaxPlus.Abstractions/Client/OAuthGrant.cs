using System;

namespace FaxPlus;

/// <summary>What an OAuth sign-in gave: tokens, of which the access token is renewed with the refresh token. It may be read from several threads.</summary>
public sealed class OAuthGrant
{
    private readonly object _lock = new();
    private Secret _refreshToken;
    private Secret? _accessToken;
    private DateTimeOffset? _expiresOn;

    /// <summary>Makes a grant; without an access token the first call renews.</summary>
    public OAuthGrant(OAuthApplication application, Secret refreshToken, Secret? accessToken = null, DateTimeOffset? accessTokenExpiresOn = null)
    {
        Application = application ?? throw new ArgumentNullException(nameof(application));
        _refreshToken = refreshToken ?? throw new ArgumentNullException(nameof(refreshToken));
        refreshToken.Demand("refresh token");
        _accessToken = accessToken;
        _expiresOn = accessTokenExpiresOn;
    }

    /// <summary>The application that it was given to.</summary>
    public OAuthApplication Application { get; }

    /// <summary>The refresh token of this moment.</summary>
    public Secret RefreshToken
    {
        get
        {
            lock (_lock) return _refreshToken;
        }
    }

    /// <summary>When the access token of this moment ends, UTC; null where there is none.</summary>
    public DateTimeOffset? AccessTokenExpiresOn
    {
        get
        {
            lock (_lock) return _expiresOn;
        }
    }

    internal (Secret? AccessToken, DateTimeOffset? ExpiresOn) Access
    {
        get
        {
            lock (_lock) return (_accessToken, _expiresOn);
        }
    }

    internal void Renew(Secret refreshToken, Secret accessToken, DateTimeOffset expiresOn)
    {
        lock (_lock)
        {
            _refreshToken = refreshToken;
            _accessToken = accessToken;
            _expiresOn = expiresOn;
        }
    }
}

/// <summary>Keeps an OAuth grant beyond the process. Called from any thread, one call at a time.</summary>
public interface IGrantStore
{
    /// <summary>Keeps a refresh token in place of the one before, so that a crash leaves one or the other.</summary>
    void Save(OAuthApplication application, Secret refreshToken);
}
