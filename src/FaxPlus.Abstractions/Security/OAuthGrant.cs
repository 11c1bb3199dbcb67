using System;

namespace FaxPlus;

/// <summary>The tokens of an OAuth sign-in; the access token is renewed with the refresh token. Thread-safe.</summary>
public sealed class OAuthGrant
{
    private readonly object _lock = new();
    private Secret _refreshToken;
    private Secret? _accessToken;
    private DateTimeOffset? _expiresOn;

    /// <summary>Creates a grant; without an access token the first call renews it.</summary>
    public OAuthGrant(
        OAuthApplication application, Secret refreshToken, Secret? accessToken = null, DateTimeOffset? accessTokenExpiresOn = null)
    {
        Application = application ?? throw new ArgumentNullException(nameof(application));
        _refreshToken = refreshToken ?? throw new ArgumentNullException(nameof(refreshToken));
        refreshToken.Demand("refresh token");
        _accessToken = accessToken;
        _expiresOn = accessTokenExpiresOn;
    }

    /// <summary>The application of the grant.</summary>
    public OAuthApplication Application { get; }

    /// <summary>
    /// The place that contains the original refresh token, such as a variable or a parameter; null for none. If it is set and no
    /// store saves the grant, one warning says that the service has replaced that token.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>How each new refresh token can be kept, as a sentence for that warning; null for a general one.</summary>
    public string? SourceAdvice { get; set; }

    /// <summary>The current refresh token.</summary>
    public Secret RefreshToken
    {
        get
        {
            lock (_lock) return _refreshToken;
        }
    }

    /// <summary>When the current access token expires, UTC; null if there is none.</summary>
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

    /// <summary>Replaces the refresh token by one that another process has saved.</summary>
    internal void Replace(Secret refreshToken)
    {
        lock (_lock) _refreshToken = refreshToken;
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

/// <summary>
/// A store that keeps an OAuth grant after the process has ended, and shares it with other processes. It is called from any thread, one
/// call at a time. A renewal begins with <see cref="Load"/>, which prepares everything that <see cref="Save"/> needs, and ends with <see
/// cref="Release"/>.
/// </summary>
public interface IGrantStore
{
    /// <summary>The stored grant, which another process may have renewed; null if there is none.</summary>
    OAuthGrant? Load();

    /// <summary>Replaces the stored refresh token, so that a crash leaves the old or the new one.</summary>
    void Save(OAuthApplication application, Secret refreshToken);

    /// <summary>Releases everything that was prepared.</summary>
    void Release();
}
