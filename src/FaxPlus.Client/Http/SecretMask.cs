using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace FaxPlus.Client.Http;

/// <summary>Masks (redacts) the known secrets of a client in messages and in the response bodies that errors contain.</summary>
internal sealed class SecretMask
{
    // The minimum length of secrets that are masked everywhere. A shorter secret may be part of an ordinary word. Masking a part of a word
    // would garble the text and reveal the secret, so a shorter secret is masked only as a separate word.
    private const int MinLength = 8;

    // The minimum length of secrets that are masked as a word. A shorter secret may itself be an ordinary word, and is masked only as a
    // value, in quotation marks or after an equals sign.
    private const int MinWordLength = 4;

    /// <summary>
    /// The number of bytes that are read beyond the limit of a text, so that the limit does not split a secret. No secret has more
    /// bytes, because a longer secret would not fit into a header.
    /// </summary>
    public const int Reach = 32 * 1024;

    // The maximum length of an encoded character: three percent-encoded bytes have nine characters.
    private const int MaxSpellingLength = 9;

    private const string Hidden = "********";

    private const string Quote = @"[""']|%2[27]|\\u002[27]";
    private const string Escape = @"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt]";

    // The maximum number of temporary tokens. It is sufficient for the access and refresh tokens of several renewals.
    private const int MaxTemporary = 16;

    private readonly ConcurrentDictionary<string, SecretPattern> _secrets = new(StringComparer.Ordinal);
    private readonly List<string> _temporary = [];

    public Secret Add(Secret secret)
    {
        if (!secret.IsEmpty) _secrets.GetOrAdd(secret.Reveal(), static text => new SecretPattern(text));
        return secret;
    }

    /// <summary>
    /// Adds a temporary token, which a renewal replaces. Only the most recent of these tokens are masked, because a long session has
    /// thousands of tokens, but only the last few still occur in requests and responses.
    /// </summary>
    public Secret AddPassing(Secret token)
    {
        lock (_temporary)
        {
            _temporary.Remove(token.Reveal());
            _temporary.Add(token.Reveal());
            if (_temporary.Count > MaxTemporary)
            {
                _secrets.TryRemove(_temporary[0], out _);
                _temporary.RemoveAt(0);
            }
        }

        return Add(token);
    }

    public void Remove(Secret secret) => _secrets.TryRemove(secret.Reveal(), out _);

    /// <summary>
    /// Returns the cause of an error. If a message in the cause contains a secret or control characters, for example in the input that a
    /// parser quotes, a new exception with only the masked message is returned instead.
    /// </summary>
    public Exception Hide(Exception cause) => IsIn(cause) ? new InvalidDataException(PrintableText.Of(Mask(cause.Message))) : cause;

    public string Mask(string text)
    {
        foreach (KeyValuePair<string, SecretPattern> secret in _secrets) text = secret.Value.Mask(text);
        return AddressSecrets.Hide(text);
    }

    /// <summary>
    /// Returns the beginning of a body as text. The text is masked before it is truncated. Returns null if the body is empty.
    /// </summary>
    /// <param name="body">The beginning of the body, with up to <see cref="Reach"/> bytes beyond the limit.</param>
    /// <param name="limit">The maximum number of characters of the result.</param>
    public string? StartOf(byte[] body, int limit)
    {
        if (body.Length == 0) return null;
        int length = Math.Min(body.Length, limit + Reach);
        string text = Mask(Encoding.UTF8.GetString(body, 0, length));
        // A secret at the end of the bytes may be truncated and is then not recognized, so the end of the text is removed.
        int divided = length < limit + Reach
            ? 0
            : Math.Min(Reach, _secrets.Keys.Select(static secret => secret.Length * MaxSpellingLength).DefaultIfEmpty().Max());
        return text.Substring(0, Math.Max(0, Math.Min(text.Length - divided, limit)));
    }

    /// <summary>
    /// Whether the message of an error or of its causes contains a secret or control characters. Stack traces are not checked, because they
    /// contain neither secrets nor control characters, and formatting them is slow.
    /// </summary>
    private bool IsIn(Exception error) =>
        PrintableText.Of(Mask(error.Message)) != error.Message
        || (error is AggregateException all ? all.InnerExceptions.Any(IsIn) : error.InnerException is Exception cause && IsIn(cause));

    private static string Pattern(string text)
    {
        string spelled = string.Concat(text.Select(Spellings));
        if (text.Length >= MinLength) return spelled;
        // The secret may directly follow an escape sequence, such as %2F, whose last letter is not part of the word.
        string begin = IsOfWord(text[0]) ? $@"(?:(?<!\w)|(?<={Escape}))" : "";
        string end = IsOfWord(text[text.Length - 1]) ? @"(?!\w)" : "";
        return text.Length >= MinWordLength
            ? begin + spelled + end
            : $@"(?<={Quote}){spelled}(?=\\?(?:{Quote}))|(?<==|%3[Dd]|\\u003[Dd]){spelled}{end}";
    }

    /// <summary>
    /// Returns the longest part of a secret that is the same in all encodings. A text without this part does not contain the secret.
    /// </summary>
    private static string Fixed(string text) => Regex.Split(text, "[^0-9A-Za-z]+").OrderByDescending(static part => part.Length).First();

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Returns a regular expression for all encodings of a character: in plain text, JSON, addresses and form data.</summary>
    private static string Spellings(char c)
    {
        string plain = Regex.Escape(c.ToString());
        if (char.IsLetterOrDigit(c) && c < 128) return plain;
        string bytes = string.Concat(Encoding.UTF8.GetBytes([c]).Select(part => $"%{part:x2}"));
        // The longest alternative is first, because a percent sign is also the beginning of its own escape sequence.
        return $@"(?:(?i:\\u{(int)c:x4}|{bytes})|\\?{plain}{(c == ' ' ? @"|\+" : "")})";
    }

    /// <summary>
    /// A secret and the regular expression that matches it. The regular expression is created only when the first text that may contain
    /// the secret is masked.
    /// </summary>
    private sealed class SecretPattern(string text)
    {
        private readonly string _fixed = Fixed(text);
        private readonly Lazy<Regex> _expression = new(() => new Regex(Pattern(text), RegexOptions.CultureInvariant));

        public string Mask(string other) =>
            other.IndexOf(_fixed, StringComparison.Ordinal) < 0 ? other : _expression.Value.Replace(other, Hidden);
    }
}
