using System;

namespace FaxPlus;

/// <summary>What a client needs to know before its first request.</summary>
public sealed class FaxPlusClientOptions : ServiceConnection
{
    private Uri _apiUri = FaxPlusDefaults.ApiUri;
    private Secret? _token;

    /// <summary>Makes options without a token, which has to be set: <see cref="Token"/> or <see cref="Grant"/>.</summary>
    public FaxPlusClientOptions()
    {
    }

    /// <summary>Takes a personal access token (API reference 2.1).</summary>
    /// <exception cref="FaxPlusException">The token is empty, or cannot be one.</exception>
    public FaxPlusClientOptions(Secret token)
    {
        Token = token ?? throw new ArgumentNullException(nameof(token));
    }

    /// <summary>Takes an OAuth grant (API reference 2.2). Its tokens are renewed as needed.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="store">Where each renewed grant is kept, before anything else is done with it; null for nowhere.</param>
    public FaxPlusClientOptions(OAuthGrant grant, IGrantStore? store = null)
    {
        Grant = grant ?? throw new ArgumentNullException(nameof(grant));
        GrantStore = store;
    }

    /// <summary>The personal access token, or null.</summary>
    /// <exception cref="FaxPlusException">The token is empty, or cannot be one.</exception>
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

    /// <summary>Where a renewed grant is kept, or null.</summary>
    public IGrantStore? GrantStore { get; set; }

    /// <summary>The base address of the API, with its version.</summary>
    public Uri ApiUri
    {
        get => _apiUri;
        set => _apiUri = Safe(value, "API");
    }

    /// <summary>How long the service may take to show a fax that it has accepted (API reference 3.5). 40 seconds.</summary>
    public TimeSpan VisibilityDelay { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>The first pause between two looks at a fax on its way; it grows by half each time. 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two looks. 15 seconds.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(15);
}
