using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Formatting;

/// <summary>
/// Formats values for views: local times, statuses in words, amounts with units. For types that Import-Clixml does not restore, its results
/// are accepted too.
/// </summary>
public static class FormatHelpers
{
    // PowerShell 7 removes colours if the host shows none, output is redirected or NO_COLOR is set; 5.1 does not.
    private static readonly bool s_hasColour = typeof(PSObject).Assembly.GetName().Version.Major >= 7;

    /// <summary>A local day.</summary>
    public static string? Day(PSObject? time) => Local(time, "yyyy-MM-dd");

    /// <summary>A local time, to the minute.</summary>
    public static string? Minute(PSObject? time) => Local(time, "yyyy-MM-dd HH:mm");

    /// <summary>A local time, to the minute, without the year; a day of another year is shown without a time.</summary>
    public static string? MinuteOfYear(PSObject? time) => Local(time, TimeOf(time)?.ToLocalTime().Year == DateTime.Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd");

    /// <summary>A local time, to the second.</summary>
    public static string? Second(PSObject? time) => Local(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A local time of day, to the second.</summary>
    public static string? TimeOfDay(PSObject? time) => Local(time, "HH:mm:ss");

    /// <summary>
    /// A number, time or list unchanged, and the text of other values without control characters. In text of the service, such as the
    /// name of a contact
    /// or the comment of a fax, these would reach the terminal as commands.
    /// </summary>
    public static object? Text(PSObject? value) => value?.BaseObject switch
    {
        null => null,
        string text => PrintableText.Of(text),
        bool or IFormattable or IEnumerable => value,
        _ => PrintableText.Of(value.ToString()),
    };

    /// <summary>An event of a webhook, and its meaning.</summary>
    public static string? Event(string? name) => string.IsNullOrEmpty(name) ? null : PrintableText.Of($"{name} ({WebhookEventName.Describe(name!)})");

    /// <summary>A fax status in few words, coloured. An undocumented status is wrapped to the width of the column.</summary>
    public static string? Status(string? status, int width = 18) =>
        string.IsNullOrEmpty(status) ? null : string.Join("\n", Lines(FaxStatus.Shorten(status), width).Select(line => Colour(line, StatusColour(status!))));

    /// <summary>A fax status and its meaning, coloured.</summary>
    public static string? FullStatus(string? status) => string.IsNullOrEmpty(status) ? null : $"{Colour(PrintableText.Of(status!), StatusColour(status!))} ({PrintableText.Of(FaxStatus.Describe(status!))})";

    /// <summary>The state of an item of a run or of a scope, coloured.</summary>
    public static string? State(PSObject? state) => state?.ToString() is not { Length: > 0 } word ? null : Colour(PrintableText.Of(word), word switch
    {
        nameof(JournalState.Sent) or nameof(ScopeState.Granted) => Good,
        nameof(JournalState.Failed) or nameof(ScopeState.Missing) => Bad,
        _ => Open,
    });

    /// <summary>A size with its unit.</summary>
    public static string Size(long bytes) => ByteSize.Format(bytes);

    /// <summary>A duration, such as 1 min 5 s.</summary>
    public static string? Duration(TimeSpan? duration)
    {
        if (duration is not TimeSpan time) return null;
        return time.TotalSeconds < 59.5 ? $"{time.TotalSeconds:0} s" : string.Format(CultureInfo.CurrentCulture, "{0} min {1} s", (long)Math.Round(time.TotalSeconds) / 60, (long)Math.Round(time.TotalSeconds) % 60);
    }

    /// <summary>The cost of a fax. The service does not document the unit.</summary>
    public static string? Cost(decimal? cost) => cost is decimal amount ? string.Format(CultureInfo.CurrentCulture, "{0:0.00##} (the service names no unit)", amount) : null;

    /// <summary>The number of retries and the delay between them.</summary>
    public static string? Retries(PSObject? retry) => retry?.Properties["Count"]?.Value is not { } count ? null : $"{count}, {retry.Properties["Delay"]?.Value} s apart";

    /// <summary>The first destination, and the number of further ones.</summary>
    public static string? Destinations(string[]? numbers) => numbers is not { Length: > 0 } ? null : PrintableText.Of(numbers.Length == 1 ? numbers[0] : $"{numbers[0]} +{numbers.Length - 1}");

    /// <summary>Wraps a text to the width of the column at spaces. PowerShell itself wraps at any character.</summary>
    public static string? Words(string? text, int width) => text is null ? null : string.Join("\n", Lines(text, width));

    /// <summary>Cuts a text without spaces to the width of the column.</summary>
    public static string? Cut(string? text, int width) => text is null ? null : PrintableText.Of(text.Length <= width ? text : text.Substring(0, width - 1) + "…");

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
        FaxStatus.IsSuccess(status) ? Good : status.StartsWith("failed", StringComparison.OrdinalIgnoreCase) || status == "insufficient_credit" ? Bad : Open;

    private static string Colour(string text, string code) => s_hasColour ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static string? Local(PSObject? time, string format) => TimeOf(time)?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A time, also from Import-Clixml; null if it is not a time.</summary>
    internal static DateTimeOffset? TimeOf(PSObject? time) =>
        time?.BaseObject is DateTimeOffset live ? live
        : LanguagePrimitives.TryConvertTo(time?.Properties["UtcTicks"]?.Value, out long ticks) && ticks > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;
}
