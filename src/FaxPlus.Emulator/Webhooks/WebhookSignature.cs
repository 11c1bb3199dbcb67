using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.Emulator;

/// <summary>Signs messages according to Standard Webhooks (Svix).</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1";

    /// <summary>Whether a text consists of <c>whsec_</c> and a key in Base64.</summary>
    public static bool IsSecret(string text)
    {
        try
        {
            return text.StartsWith(SecretPrefix, StringComparison.Ordinal) && Key(text).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// Returns the value of <c>svix-signature</c>, with one entry for each secret, so that receivers can verify the message while secrets
    /// are being replaced.
    /// </summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] message = [.. head, .. body];
        return string.Join(' ', secrets.Select(s => $"{Version},{Convert.ToBase64String(HMACSHA256.HashData(Key(s), message))}"));
    }

    private static byte[] Key(string secret) => Convert.FromBase64String(secret[SecretPrefix.Length..]);
}
