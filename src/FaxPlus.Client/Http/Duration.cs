using System;
using System.Globalization;

namespace FaxPlus.Client.Http;

/// <summary>Formats a time span for messages, for example <c>250 ms</c>, <c>1.5 s</c> or <c>5 min</c>.</summary>
internal static class Duration
{
    public static string Format(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? string.Format(CultureInfo.InvariantCulture, "{0:0} ms", Math.Ceiling(time.TotalMilliseconds))
        : time < TimeSpan.FromMinutes(2) ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} s", time.TotalSeconds)
        : string.Format(CultureInfo.InvariantCulture, "{0:0.#} min", time.TotalMinutes);
}
