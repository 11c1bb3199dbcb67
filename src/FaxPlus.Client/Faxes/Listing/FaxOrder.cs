using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// A time by which the service may order and filter faxes, and how far the list is known by it. What the service shows may refute it:
/// faxes in no order, or one outside the window that was asked for.
/// </summary>
/// <param name="own">The time that is meant; a fax without it counts by its usual time.</param>
internal sealed class FaxOrder(Func<Fax, DateTimeOffset?> own)
{
    public bool IsRefuted { get; private set; }

    /// <summary>1 when the oldest comes first, -1 when the newest does, 0 as long as all had the same time.</summary>
    public int Direction { get; private set; }

    public DateTimeOffset Oldest { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Newest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The time of a fax, as the service shows it.</summary>
    public DateTimeOffset? TimeOf(Fax fax) => (own(fax) ?? fax.Time) is DateTimeOffset time ? FaxTime.Floor(time) : null;

    /// <summary>Holds against it what the service has shown.</summary>
    public void Try(IReadOnlyList<Fax> page, DateTimeOffset? after, DateTimeOffset? before)
    {
        // Where the service puts a fax without this time nobody knows, unless none of them has it.
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

    /// <summary>Goes as far as the service has shown.</summary>
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
