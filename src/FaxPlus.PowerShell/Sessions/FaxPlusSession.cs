using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// A sign-in to Fax.Plus. A session creates the client on first use, and its properties do not contain the token. Sessions are thread-safe,
/// also across runspaces.
/// </summary>
public sealed class FaxPlusSession
{
    private readonly Lazy<IFaxPlusClient> _client;
    private volatile bool _closed;

    private readonly OAuthGrant? _grant;
    private readonly Secret[] _secrets;

    internal FaxPlusSession(FaxPlusClientOptions connection, Func<FaxPlusClientOptions, IFaxPlusClient> connect)
    {
        ApiUri = connection.ApiUri;
        _grant = connection.Grant;
        _secrets = connection.Token is Secret token ? [token]
            : _grant is null ? []
            : [_grant.Application.ClientSecret, _grant.RefreshToken];
        _client = new Lazy<IFaxPlusClient>(() => connect(connection));
    }

    /// <summary>Creates a session that cannot be used.</summary>
    internal static FaxPlusSession Unusable(FaxPlusException why) =>
        new(new FaxPlusClientOptions(new Secret(Guid.NewGuid().ToString("N"))), _ => throw why.With(why.Message)) { WhyUnusable = why };

    /// <summary>The reason why the session cannot be used, if it replaces a value that is not a session; otherwise null.</summary>
    internal FaxPlusException? WhyUnusable { get; private set; }

    /// <summary>The kind of sign-in, <c>PersonalAccessToken</c> or <c>OAuth</c>.</summary>
    public string Kind => _grant is null ? "PersonalAccessToken" : "OAuth";

    /// <summary>The base address of the API.</summary>
    public Uri ApiUri { get; }

    /// <summary>The base address of the accounts service.</summary>
    public Uri AccountsUri { get; internal set; } = FaxPlusDefaults.AccountsUri;

    /// <summary>The id of the OAuth application.</summary>
    public string? ClientId => _grant?.Application.ClientId;

    /// <summary>
    /// The e-mail address of the account, or its uid if it has no e-mail address; null until Get-FaxPlusAccount has read the account.
    /// </summary>
    public string? User { get; private set; }

    /// <summary>The type of the account; null until Get-FaxPlusAccount has read the account.</summary>
    public string? AccountType { get; private set; }

    /// <summary>The name of the vault secret from which the sign-in was read and in which it is saved.</summary>
    public string? SecretName { get; internal set; }

    /// <summary>The default number to send from.</summary>
    public string? DefaultFrom { get; internal set; }

    /// <summary>The country of numbers without a country code, as two letters. If the region is null, such numbers are refused.</summary>
    public string? Region { get; internal set; }

    /// <summary>The scopes of the token, as declared at sign-in; empty if none were declared.</summary>
    public IReadOnlyList<string> Scope { get; internal set; } = [];

    /// <summary>The expiration time of the token (UTC), as declared at sign-in.</summary>
    public DateTimeOffset? ExpiresOn { get; internal set; }

    /// <summary>The expiration time of the current OAuth access token (UTC). The client renews the access token automatically.</summary>
    public DateTimeOffset? AccessTokenExpiresOn => _grant?.AccessTokenExpiresOn;

    /// <summary>The creation time of the session (UTC).</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>The age of the session.</summary>
    public TimeSpan Age => DateTimeOffset.UtcNow - ConnectedAt;

    /// <summary>Whether Disconnect-FaxPlus, or a later failed sign-in, has ended the session.</summary>
    public bool IsClosed => _closed;

    /// <summary>The ids and numbers that the session has output, for completion.</summary>
    internal SessionMemory Memory { get; } = new();

    /// <summary>The kind of sign-in and the base address.</summary>
    public override string ToString() => $"{Kind} at {ApiUri}";

    /// <exception cref="FaxPlusException">The session was ended.</exception>
    internal IFaxPlusClient GetClient() => _closed
        ? throw new FaxPlusException(
            FaxPlusErrorKind.NotConnected, "This session was ended by Disconnect-FaxPlus, or by a later Connect-FaxPlus that failed.")
        {
            RecommendedAction = "Sign in again with Connect-FaxPlus.",
        }
        : _client.Value;

    /// <summary>The secrets of the sign-in, one per line.</summary>
    internal string Secrets => string.Join("\n", _secrets.Select(static secret => secret.Reveal()));

    /// <summary>Whether a text contains one of the secrets of the sign-in.</summary>
    internal bool IsShownIn(string text) => Array.Exists(_secrets, secret => secret.Mask(text) != text);

    /// <summary>Sets the user and type from the account of the sign-in.</summary>
    internal void SetAccount(Account account)
    {
        User = account.Email ?? account.Uid;
        AccountType = account.AccountType;
    }

    internal void Close()
    {
        _closed = true;
        if (_client.IsValueCreated) _client.Value.Dispose();
    }
}
