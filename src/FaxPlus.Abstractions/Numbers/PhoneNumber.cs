using System;
using System.Text;

namespace FaxPlus;

/// <summary>Compares numbers that the service writes in different formats, such as with spaces, dashes or brackets.</summary>
public static class PhoneNumber
{
    private const int MinDigits = 6;

    /// <summary>Returns the number without spaces, dashes, dots, slashes and brackets.</summary>
    public static string Normalize(string? number)
    {
        var text = new StringBuilder();
        foreach (char c in number ?? "")
        {
            if (c is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00a0')) text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>Whether two numbers are equal, regardless of their format; a leading <c>00</c> is equivalent to the plus sign.</summary>
    public static bool AreSame(string? left, string? right) => Canonical(left) == Canonical(right);

    /// <summary>Whether two numbers may be the same number, because one number ends with the digits of the other.</summary>
    internal static bool MayBeSame(string? left, string? right)
    {
        string one = Canonical(left).TrimStart('+', '0'), other = Canonical(right).TrimStart('+', '0');
        return one.Length >= MinDigits
            && other.Length >= MinDigits
            && (one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal));
    }

    /// <summary>Returns the canonical form of a number, for comparisons.</summary>
    internal static string Canonical(string? number)
    {
        string text = Normalize(number);
        return text.StartsWith("00", StringComparison.Ordinal) ? "+" + text.Substring(2) : text;
    }

    /// <summary>
    /// Whether a number has the international form <c>+&lt;country&gt;&lt;number&gt;</c> (E.164). This check is used only for hints; the
    /// service decides whether a number is valid.
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
