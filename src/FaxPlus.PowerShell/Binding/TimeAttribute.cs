using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Converts text to times. The culture of the machine does not change the meaning of a text, but an ambiguous text is refused. Text without
/// an offset is a local time. PowerShell would use the machine's culture, which may have another calendar, or swap day and month. Numbers
/// and time spans are not accepted.
/// </summary>
internal sealed class TimeAttribute : ColumnAttribute
{
    private const string Advice = "Write the year first: 2027-02-28 08:00, or 2027-02-28T08:00:00Z.";

    private const int MostMonths = 12;

    private static readonly Regex s_number = new(@"^\s*[-+]?\d*[.,]?\d+\s*$", RegexOptions.CultureInvariant);

    // Without a year, .NET would parse 31 Jan as January 2031, and a time of day as a time today, which may have passed.
    private static readonly Regex s_year = new(@"(?<!\d)\d{4}(?!\d)", RegexOptions.CultureInvariant);

    // Matches a date with the year at the end. In most countries, such a date begins with the day.
    private static readonly Regex s_yearLast = new(
        @"(?<![0-9])(?<first>[0-9]{1,2})(?<separator>[^0-9\p{L}:]{1,3})(?<second>[0-9]{1,2})[^0-9\p{L}:]{1,3}[0-9]{4}(?![0-9])",
        RegexOptions.CultureInvariant);

    // Matches a date with the year at the start.
    private static readonly Regex s_yearFirst = new(
        @"^\s*(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant);

    private static readonly Regex s_timeOfDay = new(
        @"(?<![0-9+-])[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?", RegexOptions.CultureInvariant);

    // In 2027-12-24-08:00, the offset may be intended as a time of day.
    private static readonly Regex s_offset = new(@"[+:]|^\s*[0-9]{4}.*[0-9]\s*-\s*[0-9]{4}\s*$", RegexOptions.CultureInvariant);

    private static readonly Regex s_digits = new("[0-9]+", RegexOptions.CultureInvariant);
    private static readonly Regex s_names = new(@"\p{L}{3,}", RegexOptions.CultureInvariant);

    /// <summary>Whether a local time that a clock change skips or repeats causes an error.</summary>
    public bool IsInstant { get; set; }

    protected override object? Read(object? value)
    {
        if (Cell.IsBlank(value)) return null;
        object given = Cell.Bare(value)!;
        // The type DateOnly is not part of .NET Standard.
        if (given.GetType().FullName == "System.DateOnly")
        {
            given = ((IFormattable)given).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        switch (given)
        {
            case DateTimeOffset time:
                return time;
            case DateTime time:
                if (IsInstant) LocalTime.Check(time);
                return Instant(time);
            case string text:
                DateTimeOffset read = Read(text) ?? throw Unread(text);
                if (IsInstant
                    && DateTime.TryParse(
                        text,
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces,
                        out DateTime clock)
                    && clock.Kind == DateTimeKind.Unspecified)
                {
                    LocalTime.Check(clock);
                }
                return read;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                throw Cell.Unreadable(
                    $"'{Cell.Shown(given)}' is a number, not a date.",
                    $"{Advice} [datetime]::FromOADate converts a spreadsheet date number.");
            default:
                throw Cell.Unreadable($"'{Cell.Shown(given)}' ({given.GetType().Name}) is not a date.", Advice);
        }
    }

    /// <summary>The error for an invalid time, with a separate message for a date that does not exist, such as 2027-02-30.</summary>
    private static Exception Unread(string text)
    {
        Match date = s_yearFirst.Match(text);
        return date.Success && !Exists(Number(date.Groups["year"]), Number(date.Groups["month"]), Number(date.Groups["day"]))
            ? Cell.Unreadable($"'{Cell.Shown(text)}' is not a date: {date.Value.Trim()} does not exist.", "Correct the date.")
            : Cell.Unreadable($"'{Cell.Shown(text)}' is not an unambiguous date.", Advice);
    }

    private static bool Exists(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= MostMonths && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static DateTimeOffset Instant(DateTime time)
    {
        try
        {
            return new DateTimeOffset(time);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Cell.Unreadable($"'{Cell.Shown(time)}' is outside the supported range of times.", Advice);
        }
    }

    /// <summary>
    /// Returns the time; null if the text is not a time, or is incomplete or ambiguous. A text in which the year is not first is ambiguous
    /// if the culture of this machine results in a different time.
    /// </summary>
    public static DateTimeOffset? Read(string text)
    {
        // The text may be the date number of a spreadsheet. For example, .NET would parse 12.5 as a day in December.
        if (s_number.IsMatch(text)
            || !s_year.IsMatch(text)
            || IsIncomplete(text)
            || MayBeExchanged(text)
            || !TryRead(text, CultureInfo.InvariantCulture, out DateTimeOffset time))
        {
            return null;
        }
        bool beginsWithYear = text.TrimStart().TakeWhile(char.IsDigit).Count() == 4;
        return beginsWithYear || !TryRead(text, CultureInfo.CurrentCulture, out DateTimeOffset local) || local == time ? time : null;
    }

    /// <summary>
    /// Whether a date has no day, for which .NET would use the first of the month, or has an offset without a time of day.
    /// </summary>
    private static bool IsIncomplete(string text)
    {
        string date = s_timeOfDay.Replace(text, " ", 1);
        bool hasTime = date != text;
        if (!hasTime && s_offset.IsMatch(text)) return true;
        int numbers = s_digits.Matches(date).Count;
        bool hasMonthName = s_names.Matches(date)
            .Cast<Match>()
            .Any(name => CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames.Any(
                month => month.Length > 0 && name.Value.StartsWith(month, StringComparison.OrdinalIgnoreCase)));
        bool hasDateText = s_year.IsMatch(date);
        return hasDateText && numbers < (hasMonthName ? 2 : 3);
    }

    /// <summary>
    /// Whether day and month are ambiguous, such as in 03.04.2027. The order is known only for a date with slashes in a culture that writes
    /// the month first.
    /// </summary>
    private static bool MayBeExchanged(string text)
    {
        Match date = s_yearLast.Match(text);
        if (!date.Success) return false;
        int first = Number(date.Groups["first"]), second = Number(date.Groups["second"]);
        return first <= MostMonths && second <= MostMonths && first != second
            && (date.Groups["separator"].Value.Trim() != "/" || !WritesMonthFirst(CultureInfo.CurrentCulture));
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static bool WritesMonthFirst(CultureInfo culture) =>
        !culture.Equals(CultureInfo.InvariantCulture)
            && culture.Calendar is GregorianCalendar
            && culture.DateTimeFormat.ShortDatePattern.StartsWith("M", StringComparison.Ordinal);

    public static bool TryRead(string text, CultureInfo culture, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces, out time);
}
