using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes columns that contain a send time under a name other than SendTime.</summary>
// If the command ignored such a column, it would send the fax immediately.
internal static class TimeColumn
{
    private static readonly string[] s_times =
    [
        "Schedule", "Scheduled", "ScheduledTime", "ScheduledFor", "ScheduleTime", "SendAt", "SendDate", "SendOn", "SendDateTime",
        "DeliveryTime", "TransmitTime", "SendTimeUtc", "SendTimeLocal", "SendTimeUtcOffset", "FaxTime", "FaxDate", "ScheduledAt",
        "DeliverAt", "SendAfter", "NotBefore", "TimeToSend", "TimeSend",
    ];

    // These names have other meanings too, so only values that resemble a time count.
    private static readonly string[] s_possible =
    [
        "Time", "When", "At", "Date", "DateTime", "Due", "DueDate", "DueTime", "DueAt", "DueOn", "Start", "StartTime", "StartDate",
        "StartAt", "RunAt",
    ];

    private static readonly Regex s_timeOfDay = new(@"[0-9](:[0-9]{2}|\s*[AaPp]\.?[Mm]\b)", RegexOptions.CultureInvariant);

    private static readonly Regex s_year = new("(?<![0-9])[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant);

    /// <summary>Whether a column is named like a send time. Any value in such a column counts, even a value that is not a time.</summary>
    public static bool IsNamed(string column) => s_times.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a column such as When contains a time of day. A time in a past year does not count.
    /// </summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="value">A value that cannot be parsed as a time, such as a time span, or the date number of a spreadsheet.</param>
    public static bool IsPossible(string column, object? value)
    {
        if (!s_possible.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase)) return false;
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double days))
        {
            return days > DateTime.Now.ToOADate() && days < DateTime.MaxValue.ToOADate() && days != Math.Floor(days);
        }

        return s_timeOfDay.IsMatch(text)
            && !(s_year.Match(text) is { Success: true } year
                && int.Parse(year.Value, CultureInfo.InvariantCulture) < DateTime.Now.Year);
    }
}
