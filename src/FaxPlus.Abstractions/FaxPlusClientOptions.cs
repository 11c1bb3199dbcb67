using System;

namespace FaxPlus;

/// <summary>The options of a client.</summary>
public sealed class FaxPlusClientOptions : ServiceConnection
{
    private Uri _apiUri = FaxPlusDefaults.ApiUri;
    private Secret? _token;

    /// <summary>Creates options without a token; set <see cref="Token"/> or <see cref="Grant"/>.</summary>
    public FaxPlusClientOptions()
    {
    }

    /// <summary>Creates options with a personal access token (API reference 2.1).</summary>
    /// <exception cref="FaxPlusException">The token is empty, or contains characters that are not allowed in a token.</exception>
    public FaxPlusClientOptions(Secret token)
    {
        Token = token ?? throw new ArgumentNullException(nameof(token));
    }

    /// <summary>Creates options with an OAuth grant (API reference 2.2), whose tokens the client renews as needed.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="store">The store in which the client saves each renewed grant before it uses the new tokens; null for no store.</param>
    public FaxPlusClientOptions(OAuthGrant grant, IGrantStore? store = null)
    {
        Grant = grant ?? throw new ArgumentNullException(nameof(grant));
        GrantStore = store;
    }

    /// <summary>The personal access token, or null.</summary>
    /// <exception cref="FaxPlusException">The token is empty, or contains characters that are not allowed in a token.</exception>
    public Secret? Token
    {
        get => _token;
        set
        {
            value?.Demand("personal access token");
            _token = value;
        }
    }

    /// <summary>The OAuth grant, or null.</summary>
    public OAuthGrant? Grant { get; set; }

    /// <summary>The store of renewed grants, or null.</summary>
    public IGrantStore? GrantStore { get; set; }

    /// <summary>The base address of the API, with its version.</summary>
    public Uri ApiUri
    {
        get => _apiUri;
        set => _apiUri = Safe(value, "API");
    }

    /// <summary>The maximum time until the service lists a fax that it has accepted (API reference 3.5). Default: 40 seconds.</summary>
    public TimeSpan VisibilityDelay { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// The first interval between two polls of a fax that is being sent. Each poll increases the interval by half. Default: 1 second.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The maximum interval between two polls of a fax that is being sent. Default: 15 seconds. From one minute after the first poll, the
    /// interval is at least 30 seconds, even if this maximum is shorter.
    /// </summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(15);
}
