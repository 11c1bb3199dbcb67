using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Reports;

/// <summary>The bars of a chart over time. Each bar represents a day or, in a chart of a long period, a week or a month.</summary>
internal sealed class DayChart
{
    private const int MostBars = 92;

    public DayChart(IEnumerable<KeyValuePair<DateTime, Tally>> days)
    {
        KeyValuePair<DateTime, Tally>[] all = [.. days];
        int span = (all[all.Length - 1].Key - all[0].Key).Days + 1;
        Unit = span <= MostBars ? "day" : span <= MostBars * 7 ? "week" : "month";
        Bars = [.. all.GroupBy(day => Start(day.Key)).Select(group => new DayBar(group.Key, Sum(group.Select(day => day.Value))))];
        // A chart by month has no positions for months without a fax, because a single old fax would otherwise make all bars too thin.
        int step = Unit == "day" ? 1 : Unit == "week" ? 7 : 0;
        Slots = step == 0 ? Bars.Count : ((Bars[Bars.Count - 1].Start - Bars[0].Start).Days / step) + 1;
        for (int i = 0; i < Bars.Count; i++) Bars[i].Slot = step == 0 ? i : (Bars[i].Start - Bars[0].Start).Days / step;
    }

    /// <summary>The period that a bar represents: day, week or month.</summary>
    public string Unit { get; }

    public IReadOnlyList<DayBar> Bars { get; }

    /// <summary>The number of bar positions, including positions of days or weeks without a fax.</summary>
    public int Slots { get; }

    private DateTime Start(DateTime day) => Unit switch
    {
        "day" => day,
        "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        _ => new DateTime(day.Year, day.Month, 1),
    };

    private static Tally Sum(IEnumerable<Tally> parts)
    {
        var sum = new Tally();
        foreach (Tally part in parts) sum.Add(part);
        return sum;
    }
}

/// <summary>A bar and its position.</summary>
internal sealed class DayBar(DateTime start, Tally tally)
{
    public DateTime Start { get; } = start;

    public Tally Tally { get; } = tally;

    public int Slot { get; set; }
}
