using System;
using System.Text;

namespace FaxPlus.Client.Json;

/// <summary>
/// Cleans JSON text that parsers would reject because it contains a byte order mark, bytes in another encoding, or lone surrogates.
/// </summary>
internal static class JsonBytes
{
    private const int EscapeLength = 6;

    private static readonly byte[] s_replacement = Encoding.ASCII.GetBytes(@"\ufffd");

    /// <summary>Converts JSON to UTF-8 if the response declares another encoding that this computer supports.</summary>
    public static byte[] FromCharset(byte[] json, string? charset)
    {
        string name = charset?.Trim().Trim('"') ?? "";
        if (name.Length == 0
            || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf8", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        try
        {
#if NET
            Encoding declared = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
#else
            var declared = Encoding.GetEncoding(name);
#endif
            return Encoding.Convert(declared, Encoding.UTF8, json);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // The declared encoding is not supported, or is disabled, such as UTF-7. The bytes are read as UTF-8, the encoding that RFC
            // 8259 requires.
            return json;
        }
    }

    /// <summary>
    /// Removes a byte order mark, and replaces invalid bytes and lone surrogates. A lone surrogate occurs if a service truncates a text in
    /// the middle of a surrogate pair.
    /// </summary>
    public static byte[] Clean(byte[] json)
    {
        // Decoding replaces invalid bytes with the replacement character.
        byte[] clean = Array.Exists(json, static part => part >= 0x80)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).TrimStart('\uFEFF'))
            : json;
        for (int at = Array.IndexOf(clean, (byte)'\\'); at >= 0; at = Array.IndexOf(clean, (byte)'\\', at))
        {
            char unit = UnitAt(clean, at);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(clean, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else if (char.IsSurrogate(unit))
            {
                if (ReferenceEquals(clean, json)) clean = (byte[])json.Clone();
                s_replacement.CopyTo(clean, at);
                at += EscapeLength;
            }
            else
            {
                at = Math.Min(at + 2, clean.Length);
            }
        }

        return clean;
    }

    /// <summary>
    /// Returns the UTF-16 code unit of the escape sequence at a position; the null character if no escape sequence begins there.
    /// </summary>
    private static char UnitAt(byte[] json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u') return '\0';
        int unit = 0;
        for (int i = at + 2; i < at + EscapeLength; i++)
        {
            int digit = json[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => json[i] - '0',
                >= (byte)'a' and <= (byte)'f' => json[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => json[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0) return '\0';
            unit = (unit * 16) + digit;
        }

        return (char)unit;
    }
}
