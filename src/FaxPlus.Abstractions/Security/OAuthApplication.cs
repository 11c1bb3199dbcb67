using System;

namespace FaxPlus;

/// <summary>An application that is registered with the accounts service, and how to talk to that service (API reference 2.2).</summary>
public sealed class OAuthApplication : ServiceConnection
{
    private Uri _accountsUri = FaxPlusDefaults.AccountsUri;

    /// <summary>Names the application.</summary>
    /// <param name="clientId">The client id, <c>APIK-…</c>.</param>
    /// <param name="clientSecret">The client secret.</param>
    public OAuthApplication(string clientId, Secret clientSecret)
    {
        if (string.IsNullOrWhiteSpace(clientId))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The client id is empty.") { RecommendedAction = "Give the id that the Fax.Plus dashboard shows for the application." };
        }

        ClientId = clientId.Trim();
        ClientSecret = clientSecret ?? throw new ArgumentNullException(nameof(clientSecret));
        clientSecret.Demand("client secret");
    }

    /// <summary>The client id.</summary>
    public string ClientId { get; }

    /// <summary>The client secret.</summary>
    public Secret ClientSecret { get; }

    /// <summary>The redirect address that the application is registered with; needed to sign in, not to renew.</summary>
    public Uri? RedirectUri { get; set; }

    /// <summary>Whether a sign-in sends PKCE (S256), which makes its code worthless to others. Nobody knows whether the vendor checks it, or minds it.</summary>
    public bool UsesPkce { get; set; } = true;

    /// <summary>The base address of the accounts service.</summary>
    public Uri AccountsUri
    {
        get => _accountsUri;
        set => _accountsUri = Safe(value, "accounts service");
    }

    /// <summary>Whether token requests carry their parameters in the query rather than in the body. The vendor's pages disagree (API reference 2.2).</summary>
    public bool ParametersInQuery { get; set; }
}
