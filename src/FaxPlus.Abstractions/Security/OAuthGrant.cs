using System;

namespace FaxPlus;

/// <summary>The tokens of an OAuth sign-in; the refresh token renews the access token. A grant is thread-safe.</summary>
public sealed class OAuthGrant
{
    private readonly object _lock = new();
    private Secret _refreshToken;
    private Secret? _accessToken;
    private DateTimeOffset? _expiresOn;

    /// <summary>Creates a grant. Without an access token, the first call requests one.</summary>
    public OAuthGrant(
        OAuthApplication application, Secret refreshToken, Secret? accessToken = null, DateTimeOffset? accessTokenExpiresOn = null)
    {
        Application = application ?? throw new ArgumentNullException(nameof(application));
        _refreshToken = refreshToken ?? throw new ArgumentNullException(nameof(refreshToken));
        refreshToken.Demand("refresh token");
        _accessToken = accessToken;
        _expiresOn = accessTokenExpiresOn;
    }

    /// <summary>The application to which the grant was issued.</summary>
    public OAuthApplication Application { get; }

    /// <summary>
    /// A description of the place that contains the original refresh token, such as a variable or a parameter; or null. If this property is
    /// set and no store saves the grant, one warning reports that the service has replaced the original token.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>
    /// The part of the warning described at <see cref="Source"/> that explains how to store each new refresh token; null for a general
    /// explanation.
    /// </summary>
    public string? SourceAdvice { get; set; }

    /// <summary>The current refresh token.</summary>
    public Secret RefreshToken
    {
        get
        {
            lock (_lock) return _refreshToken;
        }
    }

    /// <summary>The expiration time of the current access token, UTC, or null.</summary>
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

    /// <summary>Replaces the refresh token with a token that another process has saved.</summary>
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
/// A store that keeps an OAuth grant after the end of the process, and shares the grant with other processes. The client may call a store
/// from any thread, but never concurrently. A renewal begins with <see cref="Load"/>, which prepares all resources that <see cref="Save"/>
/// needs, and ends with <see cref="Release"/>.
/// </summary>
public interface IGrantStore
{
    /// <summary>Returns the stored grant, which another process may have renewed; null if there is none.</summary>
    OAuthGrant? Load();

    /// <summary>
    /// Replaces the stored refresh token atomically, so that after a crash the store contains either the old or the new token.
    /// </summary>
    void Save(OAuthApplication application, Secret refreshToken);

    /// <summary>Releases all resources that <see cref="Load"/> prepared.</summary>
    void Release();
}
