using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>Compares secrets without storing them: hashes with a random key that exists only in this process.</summary>
internal static class SecretHash
{
    private static readonly byte[] s_key = [.. Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray())];

    public static string Of(string secret)
    {
        using var hash = new HMACSHA256(s_key);
        return Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(secret)));
    }
}
