using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using static FaxPlus.Client.Reports.ReportHtml;

namespace FaxPlus.Client.Reports;

/// <summary>
/// Writes the HTML page of a report. All values from faxes are escaped by <see cref="Text"/> or by the JSON writer of
/// <see cref="ReportData"/>. The page's content security policy allows only the script and the styles of this page, and no network
/// requests.
/// </summary>
internal sealed class ReportPage(FaxStatistics statistics, IReadOnlyList<ReportRow> rows, FaxReportOptions options, string? trouble)
{
    public void Write(Stream stream)
    {
        string style = Resource("report.css");
        string script = Resource("report.js");
        var html = new ReportHtml(options.TimeZone);
        Head(html, style, script);
        new SummarySection(html, statistics, rows, trouble).Write();
        var charts = new ChartSection(html, statistics);
        charts.Write("Sent faxes", isOutgoing: true);
        charts.Write("Received faxes", isOutgoing: false);
        new TableSections(html, statistics).Write();
        new FaxesSection(html, rows).Write();
        html.Line("</main>");
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true)
        {
            NewLine = "\n",
        };
        writer.Write(html.ToString());
        writer.Write("<script type=\"application/json\" id=\"data\">");
        writer.Flush();
        ReportData.Write(stream, rows, options.TimeZone);
        writer.Write($"</script>\n<script>{script}</script>\n</body>\n</html>\n");
    }

    private void Head(ReportHtml html, string style, string script)
    {
        string policy = $"default-src 'none'; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'; base-uri 'none'; "
            + "form-action 'none'";
        html.Line("<!DOCTYPE html>");
        html.Line("<html lang=\"en\">");
        html.Line("<head>");
        html.Line("<meta charset=\"utf-8\">");
        html.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        html.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Line("<meta name=\"color-scheme\" content=\"light dark\">");
        html.Line($"<title>{Text(options.Title)}</title>");
        html.Line($"<style>{style}</style>");
        html.Line("</head>");
        html.Line("<body>");
        html.Line("<a class=\"skip\" href=\"#faxes\">Skip to the table of faxes</a>");
        html.Line("<header>");
        html.Line($"<h1>{Text(options.Title)}</h1>");
        if (statistics.Days.Count > 0) html.Line($"<p>{Day(statistics.Days.Keys.First())} to {Day(statistics.Days.Keys.Last())}</p>");
        html.Line(
            $"<p class=\"note\">Created {html.Time(options.MadeAt)}. Times and days are in the time zone {Text(options.TimeZone.Id)}; "
            + "hover over a time to show the UTC time.</p>");
        html.Line("</header>");
        html.Line("<main>");
    }

    /// <summary>
    /// Reads a resource and converts its line endings to LF, because a browser normalizes line endings before it computes the hash for the
    /// content security policy.
    /// </summary>
    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(typeof(ReportPage), name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
