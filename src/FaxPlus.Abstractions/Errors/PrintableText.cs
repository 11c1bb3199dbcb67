using System.Text;

namespace FaxPlus;

/// <summary>
/// Text for messages. Control characters in text of the service would reach the terminal as commands, and bidirectional controls would
/// change the order in which the text is displayed.
/// </summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with these characters replaced; line breaks and tabs remain.</summary>
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
        // Embeddings, overrides and isolates. Single direction marks are not replaced, since ordinary Arabic and Hebrew text contains
        // them.
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        // The separators of lines and paragraphs.
        '\u2028' or '\u2029' => true,
        char other => char.IsControl(other),
    };
}
