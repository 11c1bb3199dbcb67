using System;
using System.Collections.Generic;
using FaxPlus.Client.Faxes.Listing;
using static FaxPlus.Client.Reports.ReportHtml;

namespace FaxPlus.Client.Reports;

/// <summary>Writes the totals at the top of the page, and the notes about their limitations.</summary>
internal sealed class SummarySection(ReportHtml html, FaxStatistics statistics, IReadOnlyList<ReportRow> rows, string? trouble)
{
    public void Write()
    {
        Tally sent = statistics.Total.Sent;
        Tally received = statistics.Total.Received;
        html.Line("<section aria-labelledby=\"h-summary\">");
        html.Line("<h2 id=\"h-summary\">Summary</h2>");
        html.Line("<dl class=\"cards\">");
        Card("Faxes", Count(statistics.Total.Faxes), $"{Count(sent.Faxes)} sent, {Count(received.Faxes)} received");
        Card(
            "Sent completely",
            Rate(sent),
            sent.Ended == 0 ? "no sent fax has finished" : $"{Count(sent[FaxOutcome.Whole])} of {Count(sent.Ended)} finished faxes");
        if (received.Faxes > 0)
        {
            Card("Received completely", Rate(received), $"{Count(received[FaxOutcome.Whole])} of {Count(received.Ended)} finished faxes");
        }

        Card("Pages", Count(sent.Pages + received.Pages), $"{Count(sent.Pages)} sent, {Count(received.Pages)} received");
        Card("Cost", Amount(statistics.Total.Cost), "the vendor documents the unit both as pages and as currency");
        html.Line("</dl>");
        if (trouble is not null)
        {
            html.Line("<p class=\"warn\"><b>Faxes may be missing.</b> "
                + $"Cause: {Text(trouble)}</p>");
        }

        if (CrowdedSeconds.Of(rows) is { Count: > 0 } crowded) html.Line($"<p class=\"warn\">{Crowded(crowded)}</p>");
        foreach (string gap in Gaps()) html.Line($"<p class=\"note\">{gap}</p>");
        html.Line("</section>");
    }

    /// <summary>Returns the warning that faxes of the specified seconds may be missing.</summary>
    private string Crowded(IReadOnlyList<DateTimeOffset> seconds) =>
        $"<b>Faxes may be missing.</b> At least {FaxPages.Limit} faxes share the time {html.Second(seconds[0])}"
        + (seconds.Count > 1
            ? $", and at least as many faxes share each of {Count(seconds.Count - 1)} other {(seconds.Count == 2 ? "second" : "seconds")}"
            : "")
        + $". The service's lists show at most {FaxPages.Limit} faxes of one second and category. "
        + "Any further faxes are missing from this report.";

    /// <summary>Returns notes about the faxes that some totals do not include.</summary>
    private IEnumerable<string> Gaps()
    {
        int all = statistics.Total.Faxes;
        int pages = all - statistics.Total.Sent.WithPages - statistics.Total.Received.WithPages;
        int cost = all - statistics.Total.Sent.WithCost - statistics.Total.Received.WithCost;
        if (pages > 0) yield return $"Faxes without a number of pages: {Count(pages)}.";
        if (cost > 0) yield return $"Faxes without a cost: {Count(cost)}.";
        if (statistics.WithoutTime > 0) yield return $"Faxes without a time, which belong to no day: {Count(statistics.WithoutTime)}.";
        if (statistics.WithoutDirection > 0)
        {
            yield return $"Faxes without a direction, which are counted as received: {Count(statistics.WithoutDirection)}.";
        }
    }

    private void Card(string name, string value, string more) =>
        html.Line($"<div><dt>{name}</dt><dd><b>{value}</b><span>{more}</span></dd></div>");
}
