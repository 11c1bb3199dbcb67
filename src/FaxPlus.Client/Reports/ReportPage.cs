using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.Client.Reports;

/// <summary>
/// The page. Whatever comes from faxes goes through <see cref="Text"/> or into the JSON of <see cref="ReportData"/>; the page's policy lets
/// run its own script alone, and nothing ask the network.
/// </summary>
internal sealed class ReportPage(FaxStatistics statistics, IReadOnlyList<ReportRow> rows, FaxReportOptions options)
{
    /// <summary>How many faxes are in the table before the script, and without it.</summary>
    internal const int FirstRows = 50;

    private const int MostDestinations = 25;

    private static readonly Outcome[] s_outcomes = [Outcome.Whole, Outcome.InPart, Outcome.Failed, Outcome.Open];

    private readonly StringBuilder _html = new();

    public void Write(Stream stream)
    {
        string style = Resource("report.css");
        string script = Resource("report.js");
        Head(style);
        Summary();
        Chart("Sent faxes", isOutgoing: true);
        Chart("Received faxes", isOutgoing: false);
        Days();
        Numbers();
        Destinations();
        Reasons();
        Faxes();
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        writer.Write(_html.ToString());
        writer.Write("<script type=\"application/json\" id=\"data\">");
        writer.Flush();
        ReportData.Write(stream, rows, options.TimeZone);
        writer.Write($"</script>\n<script>{script}</script>\n</body>\n</html>\n");
    }

    /// <summary>Text as HTML, in elements and in attributes.</summary>
    internal static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private void Head(string style)
    {
        string policy = $"default-src 'none'; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(Resource("report.js"))}'; base-uri 'none'; form-action 'none'";
        Line("<!DOCTYPE html>");
        Line("<html lang=\"en\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\">");
        Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        Line("<meta name=\"color-scheme\" content=\"light dark\">");
        Line($"<title>{Text(options.Title)}</title>");
        Line($"<style>{style}</style>");
        Line("</head>");
        Line("<body>");
        Line("<a class=\"skip\" href=\"#faxes\">To the table of faxes</a>");
        Line("<header>");
        Line($"<h1>{Text(options.Title)}</h1>");
        if (statistics.Days.Count > 0) Line($"<p>{Day(statistics.Days.Keys.First())} to {Day(statistics.Days.Keys.Last())}</p>");
        Line($"<p class=\"note\">Made {Time(options.MadeAt)}. Times and days are those of {Text(options.TimeZone.Id)}; point at a time for UTC.</p>");
        Line("</header>");
        Line("<main>");
    }

    private void Summary()
    {
        Tally sent = statistics.Total.Sent;
        Tally received = statistics.Total.Received;
        Line("<section aria-labelledby=\"h-summary\">");
        Line("<h2 id=\"h-summary\">In short</h2>");
        Line("<dl class=\"cards\">");
        Card("Faxes", Count(statistics.Total.Faxes), $"{Count(sent.Faxes)} sent, {Count(received.Faxes)} received");
        Card("Sent whole", Rate(sent), sent.Ended == 0 ? "no sent fax has ended" : $"{Count(sent[Outcome.Whole])} of {Count(sent.Ended)} that have ended");
        if (received.Faxes > 0) Card("Received whole", Rate(received), $"{Count(received[Outcome.Whole])} of {Count(received.Ended)} that have ended");
        Card("Pages", Count(sent.Pages + received.Pages), $"{Count(sent.Pages)} sent, {Count(received.Pages)} received");
        Card("Cost", Amount(statistics.Total.Cost), "the service names no unit");
        Line("</dl>");
        foreach (string gap in Gaps()) Line($"<p class=\"note\">{gap}</p>");
        Line("</section>");
    }

    /// <summary>What the numbers of the page leave out.</summary>
    private IEnumerable<string> Gaps()
    {
        int all = statistics.Total.Faxes;
        int pages = all - statistics.Total.Sent.WithPages - statistics.Total.Received.WithPages;
        int cost = all - statistics.Total.Sent.WithCost - statistics.Total.Received.WithCost;
        if (pages > 0) yield return $"Faxes that do not say how many pages they have: {Count(pages)}.";
        if (cost > 0) yield return $"Faxes that do not say what they cost: {Count(cost)}.";
        if (statistics.WithoutTime > 0) yield return $"Faxes without a time, which are in no day: {Count(statistics.WithoutTime)}.";
        if (statistics.WithoutDirection > 0) yield return $"Faxes that do not say whether they were sent, and are counted as received: {Count(statistics.WithoutDirection)}.";
    }

    private void Card(string name, string value, string more) => Line($"<div><dt>{name}</dt><dd><b>{value}</b><span>{more}</span></dd></div>");

    private void Chart(string name, bool isOutgoing)
    {
        KeyValuePair<DateTime, Tally>[] days = [.. statistics.Days.Where(day => day.Value[isOutgoing].Faxes > 0).Select(day => new KeyValuePair<DateTime, Tally>(day.Key, day.Value[isOutgoing]))];
        if (days.Length == 0) return;
        var chart = new DayChart(days);
        string key = isOutgoing ? "sent" : "received";
        int most = chart.Bars.Max(bar => bar.Tally.Faxes);
        Line($"<section aria-labelledby=\"h-{key}\">");
        Line($"<h2 id=\"h-{key}\">{name}</h2>");
        Line("<div class=\"charts\">");
        Figure(chart, key + "-count", $"{name} by {chart.Unit}", $"The most in a {chart.Unit} are {Count(most)}. The table of days below has the numbers.", Count(most), bar => Stack(bar, most));
        DayBar[] ended = [.. chart.Bars.Where(bar => bar.Tally.Ended > 0)];
        if (ended.Length > 0)
        {
            DayBar worst = ended.OrderBy(bar => bar.Tally.Rate).First();
            string lowest = worst.Tally.Rate == 100 ? $"All went through whole." : $"The lowest is {Rate(worst.Tally)}, {Bucket(chart, worst)}.";
            Figure(chart, key + "-rate", $"Success rate by {chart.Unit}", lowest, "100 %", bar => bar.Tally.Rate is decimal rate ? Bar(bar.Slot, 0, (double)rate, "whole") : "");
        }

        Line("</div>");
        Line($"<p class=\"legend\">{string.Join(" ", s_outcomes.Where(outcome => days.Any(day => day.Value[outcome] > 0)).Select(outcome => $"<span><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{outcome.Style()}\" width=\"10\" height=\"10\"/></svg>{outcome.Word()}</span>"))}</p>");
        Line("</section>");
    }

    private void Figure(DayChart chart, string id, string title, string description, string top, Func<DayBar, string> draw)
    {
        int width = Math.Max(chart.Slots, 4) * 10;
        Line("<figure>");
        Line($"<figcaption>{title} <span>{description}</span></figcaption>");
        Line($"<div class=\"plot\"><span class=\"top\" aria-hidden=\"true\">{top}</span>");
        Line($"<svg class=\"chart\" viewBox=\"0 0 {width} 100\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>");
        foreach (DayBar bar in chart.Bars)
        {
            string parts = string.Join(", ", s_outcomes.Where(outcome => bar.Tally[outcome] > 0).Select(outcome => $"{Count(bar.Tally[outcome])} {outcome.Word()}"));
            Line($"<g><title>{Bucket(chart, bar)}: {parts} ({Rate(bar.Tally)})</title>{draw(bar)}</g>");
        }

        Line("</svg>");
        Line($"<div class=\"axis\" aria-hidden=\"true\"><span>{Day(chart.Bars[0].Start)}</span><span>{(chart.Bars.Count > 1 ? Day(chart.Bars[chart.Bars.Count - 1].Start) : "")}</span></div></div>");
        Line("</figure>");
    }

    private static string Stack(DayBar bar, int most)
    {
        var parts = new StringBuilder();
        double from = 0;
        foreach (Outcome outcome in s_outcomes)
        {
            double height = 100.0 * bar.Tally[outcome] / most;
            if (height > 0) parts.Append(Bar(bar.Slot, from, height, outcome.Style()));
            from += height;
        }

        return parts.ToString();
    }

    private static string Bar(int slot, double from, double height, string style) =>
        string.Format(CultureInfo.InvariantCulture, "<rect class=\"{0}\" x=\"{1}\" y=\"{2:0.##}\" width=\"8\" height=\"{3:0.##}\"/>", style, (slot * 10) + 1, 100 - from - height, height);

    private void Days()
    {
        if (statistics.Days.Count == 0) return;
        Line("<section aria-labelledby=\"h-days\">");
        Line("<h2 id=\"h-days\">Days</h2>");
        Line($"<details{(statistics.Days.Count <= 14 ? " open" : "")}><summary>{Count(statistics.Days.Count)} {(statistics.Days.Count == 1 ? "day" : "days")} with faxes</summary>");
        TrafficTable("Faxes by day", "Day", statistics.Days.Reverse().Select(day => new KeyValuePair<string, Traffic>(Day(day.Key), day.Value)));
        Line("</details>");
        Line("</section>");
    }

    private void Numbers()
    {
        if (statistics.Numbers.Count == 0) return;
        Line("<section aria-labelledby=\"h-numbers\">");
        Line("<h2 id=\"h-numbers\">Your numbers</h2>");
        TrafficTable("Faxes by your number", "Number", statistics.Numbers.OrderByDescending(number => number.Value.Faxes).ThenBy(number => number.Key, StringComparer.Ordinal).Select(number => new KeyValuePair<string, Traffic>(Text(number.Key), number.Value)));
        Line("</section>");
    }

    /// <summary>A table of sent and received faxes; its first column holds HTML.</summary>
    private void TrafficTable(string caption, string first, IEnumerable<KeyValuePair<string, Traffic>> all)
    {
        BeginTable(caption, [first], ["Sent", "whole", "in part", "failed", "open"], "Success", ["Received", "Pages sent", "Pages received", "Cost"]);
        foreach (KeyValuePair<string, Traffic> item in all)
        {
            Tally sent = item.Value.Sent;
            Tally received = item.Value.Received;
            Line($"<tr><th scope=\"row\">{item.Key}</th>{OutcomeCells(sent)}<td class=\"n\">{Count(received.Faxes)}</td><td class=\"n\">{Count(sent.Pages)}</td><td class=\"n\">{Count(received.Pages)}</td><td class=\"n\">{Amount(item.Value.Cost)}</td></tr>");
        }

        EndTable();
    }

    private void Destinations()
    {
        if (statistics.Destinations.Count == 0) return;
        Line("<section aria-labelledby=\"h-destinations\">");
        Line("<h2 id=\"h-destinations\">Destinations</h2>");
        int failing = statistics.Destinations.Count(item => item.Value.Rate < 100);
        int left = statistics.Destinations.Count - MostDestinations;
        Line($"<p class=\"note\">{Count(statistics.Destinations.Count)} {(statistics.Destinations.Count == 1 ? "number" : "numbers")}, {Count(failing)} with faxes that did not go through whole.{(left > 0 ? $" The {MostDestinations} with the most of them come here; the table of faxes has all." : "")}</p>");
        BeginTable("Sent faxes by destination", ["Number"], ["Sent", "whole", "in part", "failed", "open"], "Success", ["Pages", "Cost"]);
        foreach (KeyValuePair<string, Tally> item in statistics.Destinations
            .OrderByDescending(item => item.Value[Outcome.Failed] + item.Value[Outcome.InPart]).ThenByDescending(item => item.Value.Faxes).ThenBy(item => item.Key, StringComparer.Ordinal).Take(MostDestinations))
        {
            Line($"<tr><th scope=\"row\">{Text(item.Key)}</th>{OutcomeCells(item.Value)}<td class=\"n\">{Count(item.Value.Pages)}</td><td class=\"n\">{Amount(item.Value.Cost)}</td></tr>");
        }

        EndTable();
        Line("</section>");
    }

    private void Reasons()
    {
        Line("<section aria-labelledby=\"h-reasons\">");
        Line("<h2 id=\"h-reasons\">What went wrong</h2>");
        int all = statistics.Reasons.Values.Sum(reason => reason.Faxes);
        if (all == 0)
        {
            Line("<p>Nothing: no fax failed or went through in part.</p>");
        }
        else
        {
            BeginTable("Reasons of failure", ["Reason"], ["Sent", "Received"], "Share", ["Trying again"], areNumbers: false);
            foreach (KeyValuePair<string, Traffic> reason in statistics.Reasons.OrderByDescending(reason => reason.Value.Faxes).ThenBy(reason => reason.Key, StringComparer.Ordinal))
            {
                decimal share = Math.Round(100m * reason.Value.Faxes / all, 1);
                Line($"<tr><th scope=\"row\">{Text(FaxStatus.Describe(reason.Key))} <code>{Text(reason.Key)}</code></th><td class=\"n\">{Count(reason.Value.Sent.Faxes)}</td><td class=\"n\">{Count(reason.Value.Received.Faxes)}</td>{Gauge(share, "failed")}<td class=\"say\">{Advice(reason)}</td></tr>");
            }

            EndTable();
        }

        Line("</section>");
    }

    private void Faxes()
    {
        Line("<section aria-labelledby=\"h-faxes\" id=\"faxes\" tabindex=\"-1\">");
        Line("<h2 id=\"h-faxes\">Faxes</h2>");
        Line("<form id=\"controls\" role=\"search\" hidden>");
        Line("<label class=\"wide\">Search <input type=\"search\" id=\"search\" autocomplete=\"off\" placeholder=\"number, status, comment, id, date\"></label>");
        Line("<label>Direction <select id=\"direction\"><option value=\"\">all</option><option>sent</option><option>received</option></select></label>");
        Line($"<label>Outcome <select id=\"outcome\"><option value=\"\">all</option>{string.Concat(s_outcomes.Select(outcome => $"<option value=\"{(int)outcome}\">{outcome.Word()}</option>"))}</select></label>");
        Line("<label>Sort by <select id=\"sort\"></select></label>");
        Line("<label>Show <select id=\"size\"><option>50</option><option>200</option><option>1000</option><option value=\"0\">all</option></select></label>");
        Line("</form>");
        Line($"<p id=\"state\" role=\"status\">{(rows.Count > FirstRows ? $"The newest {FirstRows} of {Count(rows.Count)} faxes. Searching and the others need the page's script, which is off." : $"{Count(rows.Count)} {(rows.Count == 1 ? "fax" : "faxes")}")}</p>");
        Line("<div class=\"scroll\"><table id=\"table\" role=\"table\">");
        Line("<caption>Faxes, newest first</caption>");
        Line("<thead role=\"rowgroup\"><tr role=\"row\">" + string.Concat(ReportData.Columns.Select(column => $"<th scope=\"col\" role=\"columnheader\"{(ReportData.IsNumber(column) ? " class=\"n\"" : "")}>{column}</th>")) + "</tr></thead>");
        Line("<tbody role=\"rowgroup\">");
        foreach (ReportRow row in rows.Take(FirstRows)) Row(row);
        Line("</tbody></table></div>");
        Line("<nav id=\"pager\" aria-label=\"Pages of the table\" hidden><button type=\"button\" id=\"first\">First</button> <button type=\"button\" id=\"back\">Back</button> <span id=\"page\"></span> <button type=\"button\" id=\"next\">Next</button> <button type=\"button\" id=\"last\">Last</button></nav>");
        Line("</section>");
        Line("</main>");
    }

    private void Row(ReportRow row)
    {
        Outcome outcome = Outcomes.Of(row.Status);
        string[] cells =
        [
            row.Time is DateTimeOffset time ? Time(time) : "", row.Direction, Text(row.From), Text(row.To), row.Pages is int pages ? Count(pages) : "", ReportData.Duration(row.Seconds), row.Cost is decimal cost ? Amount(cost) : "",
            $"<span class=\"mark {outcome.Style()}\" title=\"{Text(row.Status)}\">{Text(ReportData.Words(row.Status))}</span>", Text(row.Comment), $"<code>{Text(row.Id)}</code>",
        ];
        Line("<tr role=\"row\">" + string.Concat(cells.Select((cell, i) => $"<td role=\"cell\" data-label=\"{ReportData.Columns[i]}\"{(ReportData.IsNumber(ReportData.Columns[i]) ? " class=\"n\"" : "")}>{cell}</td>")) + "</tr>");
    }

    /// <summary>What the reference says of another try; it is silent on faxes that went in part and on received ones.</summary>
    private static string Advice(KeyValuePair<string, Traffic> reason) =>
        FaxStatus.IsWorthAnotherTry(reason.Key) && reason.Value.Sent.Faxes > 0 ? "may help" : Outcomes.Of(reason.Key) == Outcome.Failed && reason.Value.Sent.Faxes > 0 ? "does not help" : "";

    /// <summary>A table whose columns are texts, then numbers, then a gauge, then more of either.</summary>
    private void BeginTable(string caption, string[] texts, string[] counts, string gauge, string[] others, bool areNumbers = true)
    {
        Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table>");
        Line($"<caption>{caption}</caption>");
        Line("<thead><tr>" + string.Concat(texts.Select(name => $"<th scope=\"col\">{name}</th>")) + string.Concat(counts.Select(name => $"<th scope=\"col\" class=\"n\">{name}</th>"))
            + $"<th scope=\"col\">{gauge}</th>" + string.Concat(others.Select(name => $"<th scope=\"col\"{(areNumbers ? " class=\"n\"" : "")}>{name}</th>")) + "</tr></thead>");
        Line("<tbody>");
    }

    private void EndTable() => Line("</tbody></table></div>");

    private static string OutcomeCells(Tally sent) =>
        $"<td class=\"n\">{Count(sent.Faxes)}</td>" + string.Concat(s_outcomes.Select(outcome => $"<td class=\"n\">{Count(sent[outcome])}</td>")) + (sent.Rate is decimal rate ? Gauge(rate, "whole") : "<td></td>");

    private static string Gauge(decimal percent, string style) =>
        string.Format(CultureInfo.InvariantCulture, "<td class=\"gauge\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rest\" width=\"100\" height=\"10\"/><rect class=\"{0}\" width=\"{1:0.#}\" height=\"10\"/></svg>{1:0.0} %</td>", style, percent);

    private static string Bucket(DayChart chart, DayBar bar) => chart.Unit switch
    {
        "day" => Day(bar.Start),
        "week" => "week of " + Day(bar.Start),
        _ => bar.Start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    private string Time(DateTimeOffset time)
    {
        string utc = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{utc.Replace(' ', 'T')}Z\" title=\"{utc} UTC\">{TimeZoneInfo.ConvertTime(time, options.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>";
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("#,0.00##########", CultureInfo.InvariantCulture);

    private static string Rate(Tally tally) => tally.Rate is decimal rate ? rate.ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    private void Line(string html) => _html.Append(html).Append('\n');

    /// <summary>With the line ends that a browser makes of any, since the policy's hash is of those.</summary>
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
