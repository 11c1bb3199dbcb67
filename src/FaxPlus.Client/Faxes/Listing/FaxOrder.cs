using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// A hypothesis: a time by which the service may order and filter faxes, and the range that is read according to it. The records may refute
/// it: faxes in no order, or a fax outside the requested window.
/// </summary>
/// <param name="own">Selects the time; for a fax without it, its usual time counts.</param>
internal sealed class FaxOrder(Func<Fax, DateTimeOffset?> own)
{
    public bool IsRefuted { get; private set; }

    /// <summary>1 if the oldest fax comes first, -1 if the newest does, 0 as long as all had the same time.</summary>
    public int Direction { get; private set; }

    public DateTimeOffset Oldest { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Newest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The time of a fax, as the service shows it.</summary>
    public DateTimeOffset? TimeOf(Fax fax) => (own(fax) ?? fax.Time) is DateTimeOffset time ? FaxTime.Floor(time) : null;

    /// <summary>Checks the hypothesis against the records that the service has returned.</summary>
    public void Try(IReadOnlyList<Fax> page, DateTimeOffset? after, DateTimeOffset? before)
    {
        // The position of a fax without this time is not known, unless no fax has it.
        Fax[] sure = [.. page.Where(fax => own(fax) is not null)];
        List<DateTimeOffset> times = Times(sure.Length > 0 ? sure : page);
        for (int i = 1; i < times.Count; i++)
        {
            int direction = times[i].CompareTo(times[i - 1]);
            if (direction == 0) continue;
            if (Direction == 0) Direction = direction;
            else if (Direction != direction) IsRefuted = true;
        }

        if (times.Exists(time => time < after || time > before)) IsRefuted = true;
    }

    /// <summary>Extends the range by the records that the service has returned.</summary>
    public void Extend(IReadOnlyList<Fax> page)
    {
        foreach (DateTimeOffset time in Times(page)) Extend(time);
    }

    public void Extend(DateTimeOffset time)
    {
        if (time < Oldest) Oldest = time;
        if (time > Newest) Newest = time;
    }

    private List<DateTimeOffset> Times(IReadOnlyList<Fax> page) => [.. page.Select(TimeOf).Where(time => time is not null).Select(time => time!.Value)];
}
