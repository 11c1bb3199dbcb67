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
    // From here on a secret is masked wherever it stands. A shorter one may be a word, or a part of one: masked there it would garble
    // the text, and whoever reads the gap knows what fills it. So it is masked as a word of its own.
    private const int LongEnough = 8;

    // So few letters are a word of most texts: they are masked only where a value stands, whole in quotation marks or after an equals sign.
    private const int LongEnoughForWord = 4;

    private const string Quote = @"[""']|%2[27]|\\u002[27]";
    private const string Escape = @"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt]";

    private readonly ConcurrentDictionary<string, Regex> _secrets = new(StringComparer.Ordinal);

    public Secret Add(Secret secret)
    {
        if (!secret.IsEmpty) _secrets.GetOrAdd(secret.Reveal(), static text => new Regex(Pattern(text), RegexOptions.CultureInvariant));
        return secret;
    }

    public void Remove(Secret secret) => _secrets.TryRemove(secret.Reveal(), out _);

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

    private static string Pattern(string text)
    {
        string spelled = string.Concat(text.Select(Spellings));
        if (text.Length >= LongEnough) return spelled;
        // An escape before it ends in letters or digits that belong to no word.
        string begin = IsOfWord(text[0]) ? $@"(?:(?<!\w)|(?<={Escape}))" : "";
        string end = IsOfWord(text[text.Length - 1]) ? @"(?!\w)" : "";
        return text.Length >= LongEnoughForWord
            ? begin + spelled + end
            : $@"(?<={Quote}){spelled}(?=\\?(?:{Quote}))|(?<==|%3[Dd]|\\u003[Dd]){spelled}{end}";
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>A character as it stands in text, in JSON, in an address and in a form.</summary>
    private static string Spellings(char c)
    {
        string plain = Regex.Escape(c.ToString());
        if (char.IsLetterOrDigit(c) && c < 128) return plain;
        string bytes = string.Concat(Encoding.UTF8.GetBytes([c]).Select(part => $"%{part:x2}"));
        // The longest first: a percent sign is the beginning of its own escape.
        return $@"(?:(?i:\\u{(int)c:x4}|{bytes})|\\?{plain}{(c == ' ' ? @"|\+" : "")})";
    }
}
