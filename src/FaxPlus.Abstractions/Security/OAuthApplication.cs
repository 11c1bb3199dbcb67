using System;

namespace FaxPlus;

/// <summary>An application registered with the accounts service, and the options of requests to that service (API reference 2.2).</summary>
public sealed class OAuthApplication : ServiceConnection
{
    private Uri _accountsUri = FaxPlusDefaults.AccountsUri;

    /// <summary>Creates an application.</summary>
    /// <param name="clientId">The client id, <c>APIK-…</c>.</param>
    /// <param name="clientSecret">The client secret.</param>
    public OAuthApplication(string clientId, Secret clientSecret)
    {
        if (string.IsNullOrWhiteSpace(clientId))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The client id is empty.")
            {
                RecommendedAction = "Specify the id that the Fax.Plus dashboard shows for the application.",
            };
        }

        ClientId = clientId.Trim();
        ClientSecret = clientSecret ?? throw new ArgumentNullException(nameof(clientSecret));
        clientSecret.Demand("client secret");
    }

    /// <summary>The client id.</summary>
    public string ClientId { get; }

    /// <summary>The client secret.</summary>
    public Secret ClientSecret { get; }

    /// <summary>The registered redirect URI of the application, which is required for a sign-in but not for a renewal.</summary>
    public Uri? RedirectUri { get; set; }

    /// <summary>
    /// Whether a sign-in uses PKCE (S256), which makes an intercepted code unusable. The vendor does not document whether the service
    /// checks PKCE.
    /// </summary>
    public bool UsesPkce { get; set; } = true;

    /// <summary>The base address of the accounts service.</summary>
    public Uri AccountsUri
    {
        get => _accountsUri;
        set => _accountsUri = Safe(value, "accounts service");
    }

    /// <summary>
    /// Whether token requests have their parameters in the query rather than in the body. The vendor's pages contradict each other about
    /// this (API reference 2.2).
    /// </summary>
    public bool ParametersInQuery { get; set; }
}
