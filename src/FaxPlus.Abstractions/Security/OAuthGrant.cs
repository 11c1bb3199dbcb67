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

    /// <summary>
    /// What holds the refresh token that the grant was made with, as a person would name it: a variable, a parameter; null where nothing does.
    /// Where it is named and no store keeps the grant, a person is warned once that the service has replaced that token.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>How each new refresh token can be kept, in a sentence for that warning; null for a general one.</summary>
    public string? SourceAdvice { get; set; }

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

    /// <summary>Takes a refresh token that another process has kept.</summary>
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
/// Keeps an OAuth grant beyond the process, for other processes too. Called from any thread, one call at a time. A renewal begins with
/// <see cref="Load"/>, which makes whatever <see cref="Save"/> needs ready, and ends with <see cref="Release"/>.
/// </summary>
public interface IGrantStore
{
    /// <summary>The grant that is kept at this moment, which another process may have renewed; null where none is.</summary>
    OAuthGrant? Load();

    /// <summary>Keeps a refresh token in place of the one before, so that a crash leaves one or the other.</summary>
    void Save(OAuthApplication application, Secret refreshToken);

    /// <summary>Lets go of what was held ready.</summary>
    void Release();
}
