using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using static FaxPlus.Client.Reports.ReportHtml;

namespace FaxPlus.Client.Reports;

/// <summary>Writes the charts of the sent or received faxes over time.</summary>
internal sealed class ChartSection(ReportHtml html, FaxStatistics statistics)
{
    /// <summary>
    /// The minimum width of a chart, as a number of bars. A chart with at most this number of bars has a label for each bar.
    /// </summary>
    private const int FewSlots = 4;

    public void Write(string name, bool isOutgoing)
    {
        KeyValuePair<DateTime, Tally>[] days = [.. statistics.Days
            .Where(day => day.Value[isOutgoing].Faxes > 0)
            .Select(day => new KeyValuePair<DateTime, Tally>(day.Key, day.Value[isOutgoing]))];
        if (days.Length == 0) return;
        var chart = new DayChart(days);
        string key = isOutgoing ? "sent" : "received";
        int most = chart.Bars.Max(bar => bar.Tally.Faxes);
        html.Line($"<section aria-labelledby=\"h-{key}\">");
        html.Line($"<h2 id=\"h-{key}\">{name}</h2>");
        html.Line("<div class=\"charts\">");
        Figure(
            chart,
            key + "-count",
            $"{name} by {chart.Unit}",
            $"The maximum in a {chart.Unit} is {Count(most)}. The table of days below contains the numbers.",
            Count(most),
            bar => Stack(bar, most));
        DayBar[] ended = [.. chart.Bars.Where(bar => bar.Tally.Ended > 0)];
        if (ended.Length > 0)
        {
            DayBar worst = ended.OrderBy(bar => bar.Tally.Rate).First();
            string lowest = worst.Tally.Rate == 100
                ? $"All were transmitted completely."
                : $"The lowest is {Rate(worst.Tally)}, {Bucket(chart, worst)}.";
            Figure(
                chart,
                key + "-rate",
                $"Success rate by {chart.Unit}",
                lowest,
                "100 %",
                bar => bar.Tally.Rate is decimal rate ? Bar(bar.Slot, 0, (double)rate, "whole") : "");
        }

        html.Line("</div>");
        html.Line("<p class=\"legend\">"
            + string.Join(" ", Outcomes.All
                .Where(outcome => days.Any(day => day.Value[outcome] > 0))
                .Select(outcome => "<span><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
                    + $"<rect class=\"{outcome.Style()}\" width=\"10\" height=\"10\"/></svg>{outcome.Word()}</span>"))
            + "</p>");
        html.Line("</section>");
    }

    private void Figure(DayChart chart, string id, string title, string description, string top, Func<DayBar, string> draw)
    {
        int width = Math.Max(chart.Slots, FewSlots) * 10;
        html.Line("<figure>");
        html.Line($"<figcaption>{title} <span>{description}</span></figcaption>");
        html.Line($"<div class=\"plot\"><span class=\"top\" aria-hidden=\"true\">{top}</span>");
        html.Line($"<svg class=\"chart\" viewBox=\"0 0 {width} 100\" preserveAspectRatio=\"none\" role=\"img\" "
            + $"aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>");
        foreach (DayBar bar in chart.Bars)
        {
            string parts = string.Join(
                ", ",
                Outcomes.All.Where(outcome => bar.Tally[outcome] > 0).Select(outcome => $"{Count(bar.Tally[outcome])} {outcome.Word()}"));
            html.Line($"<g><title>{Bucket(chart, bar)}: {parts} ({Rate(bar.Tally)})</title>{draw(bar)}</g>");
        }

        html.Line("</svg>");
        html.Line($"{Axis(chart)}</div>");
        html.Line("</figure>");
    }

    /// <summary>
    /// Returns the labels below a chart: for each bar if there are only a few bars, otherwise for the first and the last bar.
    /// </summary>
    private static string Axis(DayChart chart)
    {
        IEnumerable<string> labels = chart.Slots > FewSlots
            ? [Label(chart, chart.Bars[0]), Label(chart, chart.Bars[chart.Bars.Count - 1])]
            : Enumerable.Range(0, chart.Slots)
                .Select(slot => chart.Bars.FirstOrDefault(bar => bar.Slot == slot) is DayBar bar ? Label(chart, bar) : "");
        return $"<div class=\"axis{(chart.Slots > FewSlots ? "" : " few")}\" aria-hidden=\"true\">"
            + $"{string.Concat(labels.Select(label => $"<span>{label}</span>"))}</div>";
    }

    private static string Stack(DayBar bar, int most)
    {
        var parts = new StringBuilder();
        double from = 0;
        foreach (FaxOutcome outcome in Outcomes.All)
        {
            double height = 100.0 * bar.Tally[outcome] / most;
            if (height > 0) parts.Append(Bar(bar.Slot, from, height, outcome.Style()));
            from += height;
        }

        return parts.ToString();
    }

    private static string Bar(int slot, double from, double height, string style) =>
        string.Format(
            CultureInfo.InvariantCulture,
            "<rect class=\"{0}\" x=\"{1}\" y=\"{2:0.##}\" width=\"8\" height=\"{3:0.##}\"/>",
            style,
            (slot * 10) + 1,
            100 - from - height,
            height);

    private static string Bucket(DayChart chart, DayBar bar) => chart.Unit == "week" ? "week of " + Label(chart, bar) : Label(chart, bar);

    private static string Label(DayChart chart, DayBar bar) =>
        chart.Unit == "month" ? bar.Start.ToString("yyyy-MM", CultureInfo.InvariantCulture) : Day(bar.Start);
}
