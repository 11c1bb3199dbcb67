using System;

namespace FaxPlus;

/// <summary>A sign-in to Voipex. Its properties contain neither a token nor the password.</summary>
public sealed class VoipexSession
{
    private readonly IVoipexClient? _client;
    private volatile bool _closed;

    internal VoipexSession(IVoipexClient client, VoipexConnection connection)
    {
        _client = client;
        UserName = connection.UserName;
        ApiUri = connection.ApiUri;
        SmsUri = connection.SmsUri;
    }

    private VoipexSession(FaxPlusException why)
    {
        WhyUnusable = why;
        UserName = "";
        ApiUri = SmsUri = new Uri("about:blank");
    }

    /// <summary>Creates a session that cannot be used.</summary>
    internal static VoipexSession Unusable(FaxPlusException why) => new(why);

    /// <summary>The reason why the session cannot be used, if it replaces a value that is not a session; otherwise null.</summary>
    internal FaxPlusException? WhyUnusable { get; }

    /// <summary>The user name of the sign-in.</summary>
    public string UserName { get; }

    /// <summary>The base address for calls, numbers and recordings.</summary>
    public Uri ApiUri { get; }

    /// <summary>The base address for SMS.</summary>
    public Uri SmsUri { get; }

    /// <summary>The expiration time of the current access token (UTC). The client renews the access token automatically.</summary>
    public DateTimeOffset? AccessTokenExpiresOn => _client?.AccessTokenExpiresOn;

    /// <summary>The time until which the sign-in can be renewed without the password (UTC). Each renewal extends this time.</summary>
    public DateTimeOffset? ExpiresOn => _client?.RefreshTokenExpiresOn;

    /// <summary>The creation time of the session (UTC).</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Whether Disconnect-Voipex, or a later failed sign-in, has ended the session.</summary>
    public bool IsClosed => _closed;

    /// <summary>The user name and the base address.</summary>
    public override string ToString() => $"{UserName} at {ApiUri}";

    internal IVoipexClient GetClient() => _closed
        ? throw new FaxPlusException(
            FaxPlusErrorKind.NotConnected, "This session was ended by Disconnect-Voipex, or by a later Connect-Voipex that failed.")
        {
            RecommendedAction = "Sign in again with Connect-Voipex.",
        }
        : _client ?? throw WhyUnusable!.With(WhyUnusable.Message);

    internal void Close()
    {
        _closed = true;
        _client?.Dispose();
    }
}
