using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace FaxPlus.Client.Reports;

/// <summary>Builds the HTML of the page, and formats text, times and numbers.</summary>
internal sealed class ReportHtml(TimeZoneInfo zone)
{
    private readonly StringBuilder _html = new();

    public void Line(string html) => _html.Append(html).Append('\n');

    public override string ToString() => _html.ToString();

    /// <summary>
    /// Escapes text for HTML elements and attributes, and replaces control characters, because bidirectional controls could change the
    /// displayed order of the page text.
    /// </summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(PrintableText.Of(text ?? ""));

    /// <summary>Formats a time to the minute.</summary>
    public string Time(DateTimeOffset time) => Time(time, "yyyy-MM-dd HH:mm");

    /// <summary>Formats a time to the second.</summary>
    public string Second(DateTimeOffset time) => Time(time, "yyyy-MM-dd HH:mm:ss");

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Amount(decimal amount) => amount.ToString("#,0.00##########", CultureInfo.InvariantCulture);

    public static string Rate(Tally tally) =>
        tally.Rate is decimal rate ? rate.ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    public static string Gauge(decimal percent, string style) =>
        string.Format(
            CultureInfo.InvariantCulture,
            "<td class=\"gauge\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"rest\" width=\"100\" height=\"10\"/><rect class=\"{0}\" width=\"{1:0.#}\" height=\"10\"/></svg>{1:0.0} %</td>",
            style,
            percent);

    private string Time(DateTimeOffset time, string format)
    {
        string utc = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{utc.Replace(' ', 'T')}Z\" title=\"{utc} UTC\">"
            + $"{TimeZoneInfo.ConvertTime(time, zone).ToString(format, CultureInfo.InvariantCulture)}</time>";
    }
}
