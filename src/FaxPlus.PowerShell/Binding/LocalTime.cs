using System;
using System.Globalization;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Refuses local times that a clock change skips or repeats.</summary>
internal static class LocalTime
{
    /// <exception cref="System.Management.Automation.ArgumentTransformationMetadataException">
    /// The local time does not exist, or is ambiguous.
    /// </exception>
    public static void Check(DateTime time)
    {
        TimeZoneInfo zone = TimeZoneInfo.Local;
        DateTime clock = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        bool isSkipped = zone.IsInvalidTime(clock);
        if (time.Kind == DateTimeKind.Utc || !(isSkipped || zone.IsAmbiguousTime(clock))) return;

        // The two possible times, with the offsets before and after the clock change.
        string first = Text(zone, clock, zone.GetUtcOffset(clock.AddDays(-1)));
        string second = Text(zone, clock, zone.GetUtcOffset(clock.AddDays(1)));
        string shown = clock.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        throw Cell.Unreadable(
            isSkipped
                ? $"'{shown}' does not exist in the time zone of this machine, because the clocks are put forward. "
                    + $"It may mean {first} or {second}."
                : $"'{shown}' exists twice in the time zone of this machine, because the clocks are put back: as {first} and as {second}.",
            "Specify one of these times with its offset.");
    }

    private static string Text(TimeZoneInfo zone, DateTime clock, TimeSpan offset) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(clock, offset), zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
