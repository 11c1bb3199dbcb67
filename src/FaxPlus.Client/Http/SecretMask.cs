using System;
using System.Collections.Concurrent;
using System.IO;

namespace FaxPlus.Client.Http;

/// <summary>The secrets that a client knows, taken out of whatever it tells or keeps.</summary>
internal sealed class SecretMask
{
    private readonly ConcurrentDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    public Secret Add(Secret secret)
    {
        if (!secret.IsEmpty) _secrets.TryAdd(secret.Reveal(), secret);
        return secret;
    }

    /// <summary>The cause of an error; where it holds a secret, as parsers quote what they read, its message alone, masked.</summary>
    public Exception Hide(Exception cause)
    {
        string text = cause.ToString();
        return Mask(text) == text ? cause : new InvalidDataException(Mask(cause.Message));
    }

    public string Mask(string text)
    {
        foreach (Secret secret in _secrets.Values)
        {
            text = secret.Mask(text);
            // In addresses and forms it stands encoded.
            string encoded = Uri.EscapeDataString(secret.Reveal());
            if (encoded != secret.Reveal()) text = text.Replace(encoded, secret.ToString());
        }

        return text;
    }
}
