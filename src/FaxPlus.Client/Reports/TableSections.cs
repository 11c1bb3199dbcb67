using System;
using System.Collections.Generic;
using System.Linq;
using static FaxPlus.Client.Reports.ReportHtml;

namespace FaxPlus.Client.Reports;

/// <summary>Writes the statistics tables by day, by number, by destination and by reason for failure.</summary>
internal sealed class TableSections(ReportHtml html, FaxStatistics statistics)
{
    private const int MostDestinations = 25;

    public void Write()
    {
        Days();
        Numbers();
        Destinations();
        Reasons();
    }

    private void Days()
    {
        if (statistics.Days.Count == 0) return;
        html.Line("<section aria-labelledby=\"h-days\">");
        html.Line("<h2 id=\"h-days\">Days</h2>");
        html.Line($"<details{(statistics.Days.Count <= 14 ? " open" : "")}><summary>{Count(statistics.Days.Count)} "
            + $"{(statistics.Days.Count == 1 ? "day" : "days")} with faxes</summary>");
        TrafficTable(
            "Faxes by day", "Day", statistics.Days.Reverse().Select(day => new KeyValuePair<string, Traffic>(Day(day.Key), day.Value)));
        html.Line("</details>");
        html.Line("</section>");
    }

    private void Numbers()
    {
        if (statistics.Numbers.Count == 0) return;
        html.Line("<section aria-labelledby=\"h-numbers\">");
        html.Line("<h2 id=\"h-numbers\">Your numbers</h2>");
        TrafficTable(
            "Faxes by your number",
            "Number",
            statistics.Numbers
                .OrderByDescending(number => number.Value.Faxes)
                .ThenBy(number => number.Key, StringComparer.Ordinal)
                .Select(number => new KeyValuePair<string, Traffic>(Text(number.Key), number.Value)));
        html.Line("</section>");
    }

    /// <summary>Writes a table of sent and received faxes. The keys, which the first column shows, must be HTML.</summary>
    private void TrafficTable(string caption, string first, IEnumerable<KeyValuePair<string, Traffic>> all)
    {
        BeginTable(
            caption,
            [first],
            ["Sent", "whole", "in part", "failed", "open"],
            "Success",
            ["Received", "Pages sent", "Pages received", "Cost"]);
        foreach (KeyValuePair<string, Traffic> item in all)
        {
            Tally sent = item.Value.Sent;
            Tally received = item.Value.Received;
            html.Line($"<tr><th scope=\"row\">{item.Key}</th>{OutcomeCells(sent)}<td class=\"n\">{Count(received.Faxes)}</td>"
                + $"<td class=\"n\">{Count(sent.Pages)}</td><td class=\"n\">{Count(received.Pages)}</td>"
                + $"<td class=\"n\">{Amount(item.Value.Cost)}</td></tr>");
        }

        EndTable();
    }

    private void Destinations()
    {
        if (statistics.Destinations.Count == 0) return;
        html.Line("<section aria-labelledby=\"h-destinations\">");
        html.Line("<h2 id=\"h-destinations\">Destinations</h2>");
        int failing = statistics.Destinations.Count(item => item.Value.Rate < 100);
        int left = statistics.Destinations.Count - MostDestinations;
        html.Line($"<p class=\"note\">{Count(statistics.Destinations.Count)} "
            + $"{(statistics.Destinations.Count == 1 ? "number" : "numbers")}, "
            + $"{Count(failing)} with faxes that were not delivered completely."
            + (left > 0
                ? $" This table shows the {MostDestinations} numbers with the most failed or partly transmitted faxes; "
                    + "the table of faxes contains all numbers."
                : "")
            + "</p>");
        BeginTable("Sent faxes by destination", ["Number"], ["Sent", "whole", "in part", "failed", "open"], "Success", ["Pages", "Cost"]);
        foreach (KeyValuePair<string, Tally> item in statistics.Destinations
            .OrderByDescending(item => item.Value[FaxOutcome.Failed] + item.Value[FaxOutcome.InPart])
            .ThenByDescending(item => item.Value.Faxes)
            .ThenBy(item => item.Key, StringComparer.Ordinal)
            .Take(MostDestinations))
        {
            html.Line($"<tr><th scope=\"row\">{Text(item.Key)}</th>{OutcomeCells(item.Value)}"
                + $"<td class=\"n\">{Count(item.Value.Pages)}</td><td class=\"n\">{Amount(item.Value.Cost)}</td></tr>");
        }

        EndTable();
        html.Line("</section>");
    }

    private void Reasons()
    {
        html.Line("<section aria-labelledby=\"h-reasons\">");
        html.Line("<h2 id=\"h-reasons\">Reasons for failure</h2>");
        int all = statistics.Reasons.Values.Sum(reason => reason.Faxes);
        if (all == 0)
        {
            html.Line("<p>None: no fax failed or was transmitted only in part.</p>");
        }
        else
        {
            BeginTable("Reasons for failure", ["Reason"], ["Sent", "Received"], "Share", ["Trying again"], areNumbers: false);
            foreach (KeyValuePair<string, Traffic> reason in statistics.Reasons
                .OrderByDescending(reason => reason.Value.Faxes)
                .ThenBy(reason => reason.Key, StringComparer.Ordinal))
            {
                decimal share = Tally.Percent(reason.Value.Faxes, all);
                html.Line($"<tr><th scope=\"row\">{Text(FaxStatus.Describe(reason.Key))} <code>{Text(reason.Key)}</code></th>"
                    + $"<td class=\"n\">{Count(reason.Value.Sent.Faxes)}</td>"
                    + $"<td class=\"n\">{Count(reason.Value.Received.Faxes)}</td>{Gauge(share, "failed")}"
                    + $"<td class=\"say\">{Advice(reason)}</td></tr>");
            }

            EndTable();
        }

        html.Line("</section>");
    }

    /// <summary>
    /// Describes whether sending a fax again may help. The result is empty if this is not known, such as for partly transmitted faxes and
    /// undocumented statuses, and if all faxes with the status are received faxes.
    /// </summary>
    private static string Advice(KeyValuePair<string, Traffic> reason) =>
        reason.Value.Sent.Faxes == 0 ? ""
        : FaxStatus.IsWorthAnotherTry(reason.Key) ? "may help"
        : Outcomes.Of(reason.Key) == FaxOutcome.Failed && FaxStatus.Known.Contains(reason.Key, StringComparer.OrdinalIgnoreCase)
            ? "does not help"
        : "";

    /// <summary>Begins a table with text columns, followed by number columns, a gauge, and further number or text columns.</summary>
    private void BeginTable(string caption, string[] texts, string[] counts, string gauge, string[] others, bool areNumbers = true)
    {
        html.Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table>");
        html.Line($"<caption>{caption}</caption>");
        html.Line("<thead><tr>"
            + string.Concat(texts.Select(name => $"<th scope=\"col\">{name}</th>"))
            + string.Concat(counts.Select(name => $"<th scope=\"col\" class=\"n\">{name}</th>"))
            + $"<th scope=\"col\">{gauge}</th>"
            + string.Concat(others.Select(name => $"<th scope=\"col\"{(areNumbers ? " class=\"n\"" : "")}>{name}</th>"))
            + "</tr></thead>");
        html.Line("<tbody>");
    }

    private void EndTable() => html.Line("</tbody></table></div>");

    private static string OutcomeCells(Tally sent) =>
        $"<td class=\"n\">{Count(sent.Faxes)}</td>"
        + string.Concat(Outcomes.All.Select(outcome => $"<td class=\"n\">{Count(sent[outcome])}</td>"))
        + (sent.Rate is decimal rate ? Gauge(rate, "whole") : "<td></td>");
}
