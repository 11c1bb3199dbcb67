using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Formatting;

/// <summary>
/// Formats values for views, such as local times, descriptions of statuses, and amounts with units. Values of types that Import-Clixml does
/// not restore are also accepted in deserialized form.
/// </summary>
public static class FormatHelpers
{
    // PowerShell 7 removes colours if the host does not support them, if output is redirected, or if NO_COLOR is set. Windows PowerShell
    // 5.1 does not remove them, so no colours are used there.
    private static readonly bool s_hasColour = typeof(PSObject).Assembly.GetName().Version.Major >= 7;

    /// <summary>Formats a local date.</summary>
    public static string? Day(PSObject? time) => Local(time, "yyyy-MM-dd");

    /// <summary>Formats a local time, to the minute.</summary>
    public static string? Minute(PSObject? time) => Local(time, "yyyy-MM-dd HH:mm");

    /// <summary>Formats a local time to the minute, without the year if it is the current year.</summary>
    public static string? MinuteOfYear(PSObject? time) =>
        Local(time, TimeOf(time)?.ToLocalTime().Year == DateTime.Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm");

    /// <summary>Formats a local time, to the second.</summary>
    public static string? Second(PSObject? time) => Local(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>Formats a local time of day, to the second.</summary>
    public static string? TimeOfDay(PSObject? time) => Local(time, "HH:mm:ss");

    /// <summary>
    /// Returns numbers, times and lists unchanged, and the text of other values without control characters. A terminal would interpret
    /// control characters in texts from the service, such as the name of a contact or the comment of a fax, as commands.
    /// </summary>
    public static object? Text(PSObject? value) => value?.BaseObject switch
    {
        null => null,
        string text => PrintableText.Of(text),
        bool or IFormattable or IEnumerable => value,
        _ => PrintableText.Of(value.ToString()),
    };

    /// <summary>Formats a webhook event with its description.</summary>
    public static string? Event(string? name) =>
        string.IsNullOrEmpty(name) ? null : PrintableText.Of($"{name} ({WebhookEventName.Describe(name!)})");

    /// <summary>Formats a fax status in a few words, with colour. An undocumented status is wrapped to the column width.</summary>
    public static string? Status(string? status, int width = 18) =>
        string.IsNullOrEmpty(status)
            ? null
            : string.Join("\n", Lines(FaxStatus.Shorten(status), width).Select(line => Colour(line, StatusColour(status!))));

    /// <summary>Formats a fax status and its meaning, with colour.</summary>
    public static string? FullStatus(string? status) =>
        string.IsNullOrEmpty(status)
            ? null
            : $"{Colour(PrintableText.Of(status!), StatusColour(status!))} ({PrintableText.Of(FaxStatus.Describe(status!))})";

    /// <summary>Formats the state of a journal item or a scope, with colour.</summary>
    public static string? State(PSObject? state) =>
        state?.ToString() is not { Length: > 0 } word ? null : Colour(PrintableText.Of(word), word switch
        {
            nameof(JournalState.Sent) or nameof(ScopeState.Granted) => Good,
            nameof(JournalState.Failed) or nameof(ScopeState.Missing) => Bad,
            _ => Open,
        });

    /// <summary>Formats a size with its unit.</summary>
    public static string Size(long bytes) => ByteSize.Format(bytes);

    /// <summary>Formats a duration, such as 1 min 5 s.</summary>
    public static string? Duration(TimeSpan? duration)
    {
        if (duration is not TimeSpan time) return null;
        return time.TotalSeconds < 59.5
            ? $"{time.TotalSeconds:0} s"
            : string.Format(
                CultureInfo.CurrentCulture,
                "{0} min {1} s",
                (long)Math.Round(time.TotalSeconds) / 60,
                (long)Math.Round(time.TotalSeconds) % 60);
    }

    /// <summary>Formats the cost of a fax. The vendor does not document the unit consistently.</summary>
    public static string? Cost(decimal? cost) =>
        cost is decimal amount ? string.Format(CultureInfo.CurrentCulture, "{0:0.00##} (unit not documented)", amount) : null;

    /// <summary>Formats the number of retries and the delay between them.</summary>
    public static string? Retries(PSObject? retry) =>
        retry?.Properties["Count"]?.Value is not { } count ? null : $"{count}, {retry.Properties["Delay"]?.Value} s apart";

    /// <summary>Formats the first destination, and the number of further destinations.</summary>
    public static string? Destinations(string[]? numbers) =>
        numbers is not { Length: > 0 } ? null : PrintableText.Of(numbers.Length == 1 ? numbers[0] : $"{numbers[0]} +{numbers.Length - 1}");

    /// <summary>Wraps a text at spaces to the column width. PowerShell itself may wrap inside a word.</summary>
    public static string? Words(string? text, int width) => text is null ? null : string.Join("\n", Lines(text, width));

    /// <summary>Truncates a text, such as an id, to the column width.</summary>
    public static string? Cut(string? text, int width) =>
        text is null ? null : PrintableText.Of(text.Length <= width ? text : text.Substring(0, width - 1) + "…");

    private const string Good = "32";
    private const string Bad = "31";
    private const string Open = "33";

    private static IEnumerable<string> Lines(string text, int width)
    {
        foreach (string paragraph in PrintableText.Of(text).Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split([' '], StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : $"{line} {word}";
                }
            }

            yield return line;
        }
    }

    private static string StatusColour(string status) =>
        FaxStatus.IsSuccess(status) ? Good
            : status.StartsWith("failed", StringComparison.OrdinalIgnoreCase) || status == "insufficient_credit" ? Bad
            : Open;

    private static string Colour(string text, string code) => s_hasColour ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static string? Local(PSObject? time, string format) =>
        TimeOf(time)?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Converts to a time, including a time from Import-Clixml. Returns null if the value is not a time.</summary>
    internal static DateTimeOffset? TimeOf(PSObject? time) =>
        time?.BaseObject is DateTimeOffset live ? live
        : LanguagePrimitives.TryConvertTo(time?.Properties["UtcTicks"]?.Value, out long ticks) && ticks > 0
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;
}
