using System;
using System.Globalization;

namespace FaxPlus.Client.Json;

/// <summary>
/// Parses and formats times in the three formats that the service uses (API reference 1). A time without an offset is in UTC.
/// </summary>
internal static class FaxTime
{
    private const string Plain = "yyyy-MM-dd HH:mm:ss";

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>Formats a time for a query, in UTC and without an offset.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Plain, CultureInfo.InvariantCulture);

    /// <summary>
    /// Formats a time for <c>send_time</c>. The service accepts only offsets with a plus sign, so the time is always in UTC, with the
    /// offset +0000.
    /// </summary>
    public static string FormatWithZone(DateTimeOffset time) => Format(time) + " +0000";

    /// <summary>Rounds a time down to a full second, the precision of the service.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>Rounds a time up to a full second.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset time)
    {
        DateTimeOffset floor = Floor(time);
        return floor == time ? floor : floor.AddSeconds(1);
    }
}
