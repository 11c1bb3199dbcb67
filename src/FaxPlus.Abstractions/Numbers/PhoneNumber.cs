using System;
using System.Text;

namespace FaxPlus;

/// <summary>Compares numbers that the service writes in different ways: with spaces, dashes, brackets or an extension.</summary>
public static class PhoneNumber
{
    private const int MinDigits = 6;

    /// <summary>The number without spaces, dashes, dots and brackets; other characters are kept.</summary>
    public static string Normalize(string? number)
    {
        var text = new StringBuilder();
        foreach (char c in number ?? "")
        {
            if (c is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00a0')) text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>
    /// Whether both are the same number, however they are spelt; <c>00</c> at the beginning is the same as the plus sign.
    /// </summary>
    public static bool AreSame(string? left, string? right) => Canonical(left) == Canonical(right);

    /// <summary>Whether both may be the same number: one of them has no country code, or another prefix.</summary>
    internal static bool MayBeSame(string? left, string? right)
    {
        string one = Canonical(left).TrimStart('+', '0'), other = Canonical(right).TrimStart('+', '0');
        return one.Length >= MinDigits
            && other.Length >= MinDigits
            && (one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal));
    }

    /// <summary>A canonical spelling of a number, for comparisons.</summary>
    internal static string Canonical(string? number)
    {
        string text = Normalize(number);
        return text.StartsWith("00", StringComparison.Ordinal) ? "+" + text.Substring(2) : text;
    }

    /// <summary>
    /// Whether a number has the international form <c>+&lt;country&gt;&lt;number&gt;</c> (E.164). Used for hints only; the service decides.
    /// </summary>
    public static bool LooksInternational(string? number)
    {
        string text = Normalize(number);
        if (text.Length is < 8 or > 16 || text[0] != '+' || text[1] == '0') return false;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9') return false;
        }

        return true;
    }
}
