using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>What a token is good for.</summary>
internal enum TokenKind
{
    Code,
    Access,
    Refresh,
    VoipexAccess,
    VoipexRefresh,
}

/// <summary>A token that was given out: to whom (a client, or a Voipex user), for what, and until when.</summary>
internal sealed record Grant(TokenKind Kind, string Owner, string Scope, DateTime Expires)
{
    /// <summary>Where a code was sent, and so where its exchange must say that it was sent.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The S256 challenge of a code; none when the client did not use PKCE.</summary>
    public string? Challenge { get; init; }

    public bool IsExpired => DateTime.UtcNow >= Expires;
}

/// <summary>The tokens that the accounts service and Voipex gave out.</summary>
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

    /// <summary>Finds a token and ends it, so that of two callers only one gets it.</summary>
    public Grant? Take(string token, TokenKind kind)
    {
        lock (_gate) return Find(token, kind) is { } grant && _grants.Remove(token) ? grant : null;
    }

    /// <summary>Whether the token was revoked by name; tokens that were never given out here can be, too.</summary>
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
