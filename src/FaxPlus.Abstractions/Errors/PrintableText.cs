using System.Text;

namespace FaxPlus;

/// <summary>
/// Makes text safe for messages. The terminal would interpret control characters in the service's text as commands, and bidirectional
/// controls would change the display order of the text.
/// </summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Returns the text with U+FFFD instead of bidirectional controls, Unicode line and paragraph separators, and control characters other
    /// than line breaks and tabs.
    /// </summary>
    public static string Of(string text)
    {
        int at = 0;
        while (at < text.Length && !IsControl(text, at)) at++;
        if (at == text.Length) return text;
        var clean = new StringBuilder(text, 0, at, text.Length);
        for (; at < text.Length; at++) clean.Append(IsControl(text, at) ? Replacement : text[at]);
        return clean.ToString();
    }

    private static bool IsControl(string text, int at) => text[at] switch
    {
        '\n' or '\t' => false,
        '\r' => at + 1 == text.Length || text[at + 1] != '\n',
        // The bidirectional embeddings, overrides and isolates are replaced. The single direction marks, such as U+200E, are not replaced,
        // because ordinary Arabic and Hebrew text contains them.
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        // The line separator and the paragraph separator are replaced.
        '\u2028' or '\u2029' => true,
        char other => char.IsControl(other),
    };
}
