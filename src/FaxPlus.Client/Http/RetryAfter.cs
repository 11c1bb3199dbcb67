using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace FaxPlus.Client.Http;

internal static class RetryAfter
{
    /// <summary>
    /// Returns the wait that the service requests with the Retry-After header, in seconds (with or without fractions) or as a date. If
    /// there are several values, the longest wait is returned. Returns null if no value can be parsed, or if the longest wait is negative.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time) =>
        Longest(response, time) is { } wait && wait >= TimeSpan.Zero ? wait : null;

    /// <summary>Whether the response has a Retry-After header that can be parsed, even if its date is in the past.</summary>
    public static bool IsSpecified(HttpResponseMessage response, TimeProvider time) => Longest(response, time) is not null;

    // The raw values are parsed, because .NET parses only integer seconds and dates, and omits other values.
    private static TimeSpan? Longest(HttpResponseMessage? response, TimeProvider time) =>
        response is not null && response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values)
            ? values.SelectMany(value => Waits(value, response.Headers.Date ?? time.GetUtcNow())).Max()
            : null;

    private static IEnumerable<TimeSpan?> Waits(string value, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(
            value.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? [date - now]
            : value.Split(',').Select(Seconds);

    private static TimeSpan? Seconds(string text)
    {
        text = text.Trim();
        if (text.Length == 0 || !text.All(static c => char.IsDigit(c) || c is '.' or '-' or '+')) return null;
        if (!double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return null;
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
    }
}
