using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>The kinds of token.</summary>
internal enum TokenKind
{
    Code,
    Access,
    Refresh,
    VoipexAccess,
    VoipexRefresh,
}

/// <summary>The properties of an issued token. The owner is an OAuth client or a Voipex user.</summary>
internal sealed record Grant(TokenKind Kind, string Owner, string Scope, DateTime Expires)
{
    /// <summary>The redirect URI for which a code was issued. The token request must contain the same URI.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The S256 challenge of a code; null if the client did not use PKCE.</summary>
    public string? Challenge { get; init; }

    public bool IsExpired => DateTime.UtcNow >= Expires;
}

/// <summary>The tokens that the accounts service and Voipex have issued.</summary>
internal sealed class TokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);

    public string Issue(Grant grant)
    {
        var token = $"{grant.Kind.ToString().ToLowerInvariant()}_{RandomNumberGenerator.GetHexString(40, lowercase: true)}";
        lock (_gate) _grants.Add(token, grant);
        return token;
    }

    public Grant? Find(string token, TokenKind kind)
    {
        lock (_gate) return _grants.TryGetValue(token, out var grant) && grant.Kind == kind ? grant : null;
    }

    /// <summary>Removes a token and returns its properties, so that only one of several concurrent callers can use the token.</summary>
    public Grant? Take(string token, TokenKind kind)
    {
        lock (_gate) return Find(token, kind) is { } grant && _grants.Remove(token) ? grant : null;
    }

    /// <summary>
    /// Whether the token was revoked explicitly. Tokens that the emulator did not issue, such as personal access tokens, can also be
    /// revoked.
    /// </summary>
    public bool IsRevoked(string token)
    {
        lock (_gate) return _revoked.Contains(token);
    }

    public void Revoke(string token)
    {
        lock (_gate)
        {
            _grants.Remove(token);
            _revoked.Add(token);
        }
    }

    public void Revoke(TokenKind kind)
    {
        lock (_gate)
        {
            foreach (var (token, grant) in _grants)
            {
                if (grant.Kind == kind) _grants.Remove(token);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _grants.Clear();
            _revoked.Clear();
        }
    }
}
