using System;
using System.Globalization;

namespace FaxPlus.Client.Json;

/// <summary>The service's three ways of writing a time (API reference 1), all of them UTC unless they say otherwise.</summary>
internal static class FaxTime
{
    private const string Plain = "yyyy-MM-dd HH:mm:ss";

    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>For queries: no zone.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Plain, CultureInfo.InvariantCulture);

    /// <summary>For <c>send_time</c>: the service's pattern admits a plus sign only, so it is always UTC.</summary>
    public static string FormatWithZone(DateTimeOffset time) => Format(time) + " +0000";

    /// <summary>The whole second that the time falls in: the service knows no finer times.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>The first whole second that is not before the time.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset time)
    {
        DateTimeOffset floor = Floor(time);
        return floor == time ? floor : floor.AddSeconds(1);
    }
}
