using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace FaxPlus.Client.Numbers;

/// <summary>
/// A phone number as the user has written it, reduced to its digits. Text that a spreadsheet or a word processor has changed, or that may
/// contain several numbers, is refused.
/// </summary>
internal sealed class NumberText
{
    private const string NoExtension = "Remove the extension, or specify the direct number.";
    // An area code has up to five digits after the leading zero, and up to seven digits together with the country code.
    private const int MaxArea = 5;
    private const int MaxCountryAndArea = 7;
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex s_link = new(@"^(?:tel|(?:tele)?fax)\s*:\s*(?://)?", Options);
    private static readonly Regex s_shortened = new(@"^\+?\d([.,]\d+)?\s*E\s*[+-]?\d+$", Options);
    private static readonly Regex s_fraction = new(
        @"^\+?(?:\d+|\d{1,3}(?:[ ']\d{3})+|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.))[.,](?:0+|\d{1,2})$", Options);
    private static readonly Regex s_date = new(
        @"^(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|[12]\d|3[01])[./-](?:19|20)?\d\d"
            + @"|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))\.?(?:[ T]\d.*)?$",
        Options);

    // A date with spaces between its parts is recognized only if its year has four digits, because two digits may be the end of a phone
    // number.
    private static readonly Regex s_spacedDate = new(
        @"^(?:(?:0?[1-9]|[12]\d|3[01])(?:\.? |[./-] ?)(?:0?[1-9]|1[0-2])(?:\.? |[./-] ?)(?:19|20)\d\d\.?"
            + @"|(?:19|20)\d\d(?:\.? |[./-] ?)(?:0?[1-9]|1[0-2])(?:\.? |[./-] ?)(?:0?[1-9]|[12]\d|3[01])\.?"
            + @"|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d)$",
        Options);

    private static readonly Regex s_extension = new(
        @"\d[\s.,\-()]*(?:;\s*ext\s*=|[x\uFF58]|ext(?:ension|n)?\b|extensi[o\u00F3]n\b|poste\b|int(?:erno|\.)|anexo\b|ramal\b|dw\b"
            + @"|durchwahl\b|apparaat\b|toestel\b|\u0434\u043E\u0431|\u5185\u7EBF|\u5206\u673A|#)[\s.:=\-]*\d{1,7}\s*[#)]?$",
        Options);

    private static readonly Regex s_several = new(@"[,;|&]|\d\D*\+|\d\s+(?:or|and|oder|und|ou|et|o|y)\s+\d", Options);
    private static readonly Regex s_alternative = new(@"/\s*\d{1,2}$|/\s*-", Options);
    private static readonly Regex s_endingBracket = new(@"(?:\d\D*){5}[(\[]\s*\d+\s*[)\]]$", Options);
    private static readonly Regex s_sameAreaTwice = new(@"^(0[1-9]\d{1,4})\b.*\D\1\D*\d{3}", Options);
    private static readonly Regex s_zero = new(@"[(\[]\s*0\s*[)\]]", Options);
    private static readonly Regex s_plus = new(@"^[(\[ ]*\+", Options);

    private NumberText(bool isInternational, bool isBare, string digits, string? withoutZero) =>
        (IsInternational, IsBare, Digits, DigitsWithoutZero) = (isInternational, isBare, digits, withoutZero);

    /// <summary>Whether the number begins with a plus sign.</summary>
    public bool IsInternational { get; }

    /// <summary>Whether the text contains only digits, for example because a spreadsheet has interpreted the column as numbers.</summary>
    public bool IsBare { get; }

    /// <summary>All digits, in ASCII.</summary>
    public string Digits { get; }

    /// <summary>
    /// The digits without the zero in brackets, which is dialled only within the country; null if the text has no such zero.
    /// </summary>
    public string? DigitsWithoutZero { get; }

    /// <summary>Parses a text.</summary>
    /// <exception cref="UnreadableNumberException">The text is not a phone number, or may contain several numbers.</exception>
    public static NumberText Read(string? given)
    {
        string text = (given ?? "").Trim();
        if (s_link.Match(text) is { Success: true } scheme) text = OfLink(text.Substring(scheme.Length));
        if (text.Length == 0) throw new UnreadableNumberException("it is empty.");
        if (HasSeveralParts(text)) throw Several();
        RefuseInvisible(text);
        string plain = Simplify(text);
        RefuseSpreadsheet(plain);
        if (s_extension.IsMatch(plain)) throw new UnreadableNumberException("it has an extension, which cannot be dialled.", NoExtension);
        if (s_several.IsMatch(plain)
            || s_alternative.IsMatch(plain)
            || s_endingBracket.IsMatch(plain)
            || s_sameAreaTwice.IsMatch(plain)
            || HasAlternative(plain))
        {
            throw Several();
        }

        bool isInternational = s_plus.IsMatch(plain);
        string digits = DigitsOf(isInternational ? s_plus.Replace(plain, "") : plain);
        string? withoutZero = s_zero.IsMatch(plain) ? DigitsOf(s_plus.Replace(s_zero.Replace(plain, "", 1), "")) : null;
        return new NumberText(isInternational, digits == plain, digits, withoutZero);
    }

    private static UnreadableNumberException Several() => new("it may contain several numbers.", "Specify each number separately.");

    /// <summary>Whether a slash or a line break separates parts that are long enough to be numbers.</summary>
    private static bool HasSeveralParts(string text) => text.Split('/', '\r', '\n').Count(part => part.Count(char.IsDigit) >= 7) > 1;

    /// <summary>
    /// Whether the part before the last slash is longer than an area code, so that the part after the slash may be an alternative for the
    /// last digits.
    /// </summary>
    private static bool HasAlternative(string plain)
    {
        int slash = plain.LastIndexOf('/');
        if (slash < 0) return false;
        string before = s_zero.Replace(plain.Substring(0, slash), "");
        bool isInternational = s_plus.IsMatch(before);
        string digits = new(before.Where(char.IsDigit).ToArray());
        if (!isInternational && digits.StartsWith("00", StringComparison.Ordinal)) (isInternational, digits) = (true, digits.Substring(2));
        return digits.TrimStart('0').Length > (isInternational ? MaxCountryAndArea : MaxArea);
    }

    /// <summary>Formats the text for a message. Long text is truncated, and invisible characters are shown as code points.</summary>
    public static string Shown(string? text)
    {
        var shown = new StringBuilder();
        foreach (int c in CodePoints((text ?? "").Trim()))
        {
            if (InvisibleCharacter.Is(c)) shown.Append('<').Append(InvisibleCharacter.Name(c)).Append('>');
            else shown.Append(char.ConvertFromUtf32(c));
            if (shown.Length > 60) return shown.Append('…').ToString();
        }

        return shown.ToString();
    }

    /// <summary>Returns the number of a tel or fax link (RFC 3966) that is passed without its scheme.</summary>
    private static string OfLink(string link)
    {
        string[] parts = Uri.UnescapeDataString(link).Split(';');
        string number = parts[0].Trim();
        foreach (string part in parts.Skip(1))
        {
            string[] parameter = part.Split(['='], 2);
            switch (parameter[0].Trim().ToLowerInvariant())
            {
                case "ext" or "isub" or "tsub" or "postd":
                    throw new UnreadableNumberException("it has an extension, which cannot be dialled.", NoExtension);
                case "phone-context" when parameter.Length > 1
                    && parameter[1].TrimStart().StartsWith("+", StringComparison.Ordinal)
                    && !number.StartsWith("+", StringComparison.Ordinal):
                    number = parameter[1].Trim() + number;
                    break;
            }
        }

        return number;
    }

    private static void RefuseInvisible(string text)
    {
        string[] unseen = [.. CodePoints(text).Where(InvisibleCharacter.Is).Distinct().Select(InvisibleCharacter.Name)];
        if (unseen.Length == 1)
        {
            throw new UnreadableNumberException(
                $"it contains the invisible character {unseen[0]}.",
                "Type the number again, or remove the character; copied text often contains such characters.");
        }

        if (unseen.Length > 1)
        {
            throw new UnreadableNumberException(
                $"it contains the invisible characters {string.Join(", ", unseen)}.",
                "Type the number again, or remove the characters; copied text often contains such characters.");
        }
    }

    private static void RefuseSpreadsheet(string text)
    {
        const string AsText = "Format the column as text in the spreadsheet, and export the list again.";
        if (s_shortened.IsMatch(text))
        {
            throw new UnreadableNumberException(
                "a spreadsheet has shortened it to scientific notation, and its last digits are lost.", AsText);
        }

        if (s_date.IsMatch(text) || s_spacedDate.IsMatch(text)) throw new UnreadableNumberException("it is a date.");
        if (s_fraction.IsMatch(text))
        {
            throw new UnreadableNumberException("it is a decimal number, as a spreadsheet or a program writes it.", AsText);
        }

        if (text.All(c => c == '#'))
        {
            throw new UnreadableNumberException(
                "a spreadsheet shows a column that is too narrow as #####.",
                "Widen the column in the spreadsheet, and copy or export the list again.");
        }

        switch (text[0])
        {
            case '#' when !char.IsDigit(text[text.Length - 1]):
                throw new UnreadableNumberException("it is a spreadsheet error value.", "Correct the cell in the spreadsheet.");
            case '\'' or '’' or '‘' or '`' or '´':
                throw new UnreadableNumberException(
                    "it begins with an apostrophe, which spreadsheets use to mark text.", "Remove the apostrophe.");
            case '=' or '@':
                throw new UnreadableNumberException(
                    "it is a spreadsheet formula.", "Specify the number itself, such as +14155550123.");
            case '"' or '“' or '”' or '„' or '«':
                throw new UnreadableNumberException("it is in quotation marks.", "Remove the quotation marks.");
            case '-':
                throw new UnreadableNumberException("it begins with a minus sign.", "Remove the minus sign.");
        }
    }

    /// <summary>
    /// Replaces the digits of all scripts, all kinds of spaces and dashes, and other common separators with ASCII characters.
    /// </summary>
    private static string Simplify(string text)
    {
        var simple = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int digit = CharUnicodeInfo.GetDecimalDigitValue(text, i);
            if (digit >= 0)
            {
                simple.Append((char)('0' + digit));
                if (char.IsHighSurrogate(text[i])) i++;
                continue;
            }

            simple.Append(text[i] switch
            {
                '\uFF0B' or '\uFE62' => '+',
                '\u30FC' or '\u2212' or '\uFF0D' or '\uFE63' => '-',
                '\uFF0F' => '/',
                '\uFF0E' or '\u2024' or '\u00B7' or '\u30FB' => '.',
                '\u066B' or '\u066C' => ',',
                '\uFF08' => '(',
                '\uFF09' => ')',
                '\uFF3B' => '[',
                '\uFF3D' => ']',
                '\uFF03' => '#',
                '\uFF0A' => '*',
                '\uFF1D' => '=',
                '\uFF07' => '\'',
                var c when char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation => '-',
                var c when char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator => ' ',
                var c => c,
            });
        }

        return simple.ToString();
    }

    private static string DigitsOf(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (int c in CodePoints(text))
        {
            if (c is >= '0' and <= '9')
            {
                digits.Append((char)c);
            }
            else if (c == '+')
            {
                throw new UnreadableNumberException(
                    "it contains a plus sign that is not at its beginning.", "Write one plus sign, the country code and the number.");
            }
            else if (c > char.MaxValue || char.IsLetter((char)c))
            {
                throw new UnreadableNumberException(
                    "it contains letters.", "Write a plus sign, the country code and the digits of the number.");
            }
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '[' or ']' or '/'))
            {
                throw new UnreadableNumberException(
                    $"it contains '{(char)c}' ({InvisibleCharacter.Name(c)}).",
                    "Use only digits, spaces, dashes, dots, slashes and brackets.");
            }
        }

        return digits.Length > 0 ? digits.ToString() : throw new UnreadableNumberException("it has no digits.");
    }

    private static IEnumerable<int> CodePoints(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))) yield return '\uFFFD';
            else yield return char.ConvertToUtf32(text, i);
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
        }
    }
}
