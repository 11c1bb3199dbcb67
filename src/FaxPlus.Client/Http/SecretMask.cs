using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace FaxPlus.Client.Http;

/// <summary>The secrets that a client knows, taken out of whatever it tells or keeps.</summary>
internal sealed class SecretMask
{
    private readonly ConcurrentDictionary<string, Regex> _secrets = new(StringComparer.Ordinal);

    public Secret Add(Secret secret)
    {
        if (!secret.IsEmpty) _secrets.GetOrAdd(secret.Reveal(), static text => new Regex(string.Concat(text.Select(Spellings)), RegexOptions.CultureInvariant));
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
        foreach (Regex secret in _secrets.Values) text = secret.Replace(text, "********");
        return text;
    }

    /// <summary>A character as it stands in text, in JSON, in an address and in a form.</summary>
    private static string Spellings(char c)
    {
        string plain = Regex.Escape(c.ToString());
        if (char.IsLetterOrDigit(c) && c < 128) return plain;
        string bytes = string.Concat(Encoding.UTF8.GetBytes([c]).Select(part => $"%{part:x2}"));
        return $@"(?:\\?{plain}|(?i:\\u{(int)c:x4}|{bytes}){(c == ' ' ? @"|\+" : "")})";
    }
}
