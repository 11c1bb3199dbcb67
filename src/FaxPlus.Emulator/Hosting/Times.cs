using System;
using System.Globalization;

namespace FaxPlus.Emulator;

/// <summary>Converts times from and to the service's formats, which are in UTC and whole seconds, mostly without an offset.</summary>
internal static class Times
{
    private const string Plain = "yyyy-MM-dd HH:mm:ss";

    public static string ToWire(DateTime time) => time.ToString(Plain, CultureInfo.InvariantCulture);

    public static string? ToWire(DateTime? time) => time is { } known ? ToWire(known) : null;

    public static string ToZonedWire(DateTime time) => ToWire(time) + " +0000";

    public static bool TryParse(string text, out DateTime time) =>
        DateTime.TryParseExact(text, Plain, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads <c>YYYY-MM-DD HH:mm:ss +HHMM</c>; like the vendor's SDK, the method does not support negative offsets.</summary>
    public static bool TryParseZoned(string text, out DateTime time)
    {
        time = default;
        if (text.Length != Plain.Length + 6 || text[Plain.Length] != ' ' || text[Plain.Length + 1] != '+') return false;
        if (!TryParse(text[..Plain.Length], out var local)) return false;
        if (!TimeSpan.TryParseExact(text[(Plain.Length + 2)..], "hhmm", CultureInfo.InvariantCulture, out var offset)) return false;
        time = local - offset;
        return true;
    }
}
