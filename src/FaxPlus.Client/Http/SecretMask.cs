using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
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

    /// <summary>How far a text is read beyond a cut, in bytes, so that no secret is divided by it: no header carries a longer one.</summary>
    public const int Reach = 32 * 1024;

    // A character of three bytes in an address.
    private const int LongestSpelling = 9;

    private const string Hidden = "********";

    private const string Quote = @"[""']|%2[27]|\\u002[27]";
    private const string Escape = @"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt]";

    // Access and refresh tokens of several renewals.
    private const int MostPassing = 16;

    private static readonly Regex s_userInfo = new(@"(?<=://)[^\s/?#""'<>]*@", RegexOptions.CultureInvariant);

    private readonly ConcurrentDictionary<string, SecretPattern> _secrets = new(StringComparer.Ordinal);
    private readonly List<string> _passing = [];

    public Secret Add(Secret secret)
    {
        if (!secret.IsEmpty) _secrets.GetOrAdd(secret.Reveal(), static text => new SecretPattern(text));
        return secret;
    }

    /// <summary>
    /// Adds a token that others will replace. A long session would know thousands of them, of which only the last still stand in what is sent
    /// and in what comes back.
    /// </summary>
    public Secret AddPassing(Secret token)
    {
        lock (_passing)
        {
            _passing.Remove(token.Reveal());
            _passing.Add(token.Reveal());
            if (_passing.Count > MostPassing)
            {
                _secrets.TryRemove(_passing[0], out _);
                _passing.RemoveAt(0);
            }
        }

        return Add(token);
    }

    public void Remove(Secret secret) => _secrets.TryRemove(secret.Reveal(), out _);

    /// <summary>The cause of an error; where it holds a secret, as parsers quote what they read, its message alone, masked.</summary>
    public Exception Hide(Exception cause) => IsIn(cause) ? new InvalidDataException(Mask(cause.Message)) : cause;

    public string Mask(string text)
    {
        foreach (KeyValuePair<string, SecretPattern> secret in _secrets) text = secret.Value.Mask(text);
        return HideUserInfo(text);
    }

    /// <summary>Masks the user name and the password in addresses, as that of a proxy has them.</summary>
    public static string HideUserInfo(string text) => text.IndexOf('@') < 0 ? text : s_userInfo.Replace(text, Hidden + "@");

    /// <summary>The start of a body as text, masked first and cut then; null where there is none.</summary>
    /// <param name="body">The body, as far as it was read: <see cref="Reach"/> beyond the limit, where there is so much.</param>
    /// <param name="limit">How many characters are kept.</param>
    public string? StartOf(byte[] body, int limit)
    {
        if (body.Length == 0) return null;
        int length = Math.Min(body.Length, limit + Reach);
        string text = Mask(Encoding.UTF8.GetString(body, 0, length));
        // A secret that is divided where the reading ended was not known for one.
        int divided = length < limit + Reach ? 0 : Math.Min(Reach, _secrets.Keys.Select(static secret => secret.Length * LongestSpelling).DefaultIfEmpty().Max());
        return text.Substring(0, Math.Max(0, Math.Min(text.Length - divided, limit)));
    }

    /// <summary>Whether a message of an error or of its causes holds a secret. Stack traces hold none, and take long to write.</summary>
    private bool IsIn(Exception error) =>
        Mask(error.Message) != error.Message || (error is AggregateException all ? all.InnerExceptions.Any(IsIn) : error.InnerException is Exception cause && IsIn(cause));

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

    /// <summary>The longest part of a secret that is spelled the same everywhere: a text without it does not hold the secret.</summary>
    private static string Fixed(string text) => Regex.Split(text, "[^0-9A-Za-z]+").OrderByDescending(static part => part.Length).First();

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

    /// <summary>A secret, with the expression that finds it, which is made for the first text that may hold it.</summary>
    private sealed class SecretPattern(string text)
    {
        private readonly string _fixed = Fixed(text);
        private readonly Lazy<Regex> _expression = new(() => new Regex(Pattern(text), RegexOptions.CultureInvariant));

        public string Mask(string other) => other.IndexOf(_fixed, StringComparison.Ordinal) < 0 ? other : _expression.Value.Replace(other, Hidden);
    }
}
