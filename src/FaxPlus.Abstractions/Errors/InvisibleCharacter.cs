using System.Globalization;

namespace FaxPlus;

/// <summary>Finds invisible characters. Copied text often contains them, and they make two different addresses look the same.</summary>
internal static class InvisibleCharacter
{
    /// <summary>Whether the code point is invisible, such as a control or format character.</summary>
    public static bool Is(int c) =>
        c is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F)
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)
        || CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(c), 0) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Returns the notation of a code point, such as U+200B.</summary>
    public static string Name(int c) => "U+" + c.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns the notation of the first invisible character of a text; null if there is none. Joiners and the emoji variation selector are
    /// allowed after a character outside ASCII, because they change how Arabic and Indic words and emoji are displayed.
    /// </summary>
    public static string? In(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsSurrogate(text[i]) && i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (char.IsSurrogate(text[i]) && !isPair) continue;
            int c = char.ConvertToUtf32(text, i);
            bool hasEffect = c is 0x200C or 0x200D or 0xFE0F && i > 0 && text[i - 1] > 0x7F;
            if (Is(c) && !hasEffect) return Name(c);
            if (isPair) i++;
        }

        return null;
    }

    /// <summary>Refuses an address or a name with an invisible character.</summary>
    /// <param name="text">The address or name.</param>
    /// <param name="what">The subject of the message, such as "The target of the webhook".</param>
    /// <exception cref="FaxPlusException">The text contains an invisible character.</exception>
    public static void Refuse(string text, string what)
    {
        if (In(text) is not { } name) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{what} contains the invisible character {name}.")
        {
            RecommendedAction = Advice,
        };
    }

    public const string Advice = "Type the text again, or remove the character; copied text often contains such characters.";
}
