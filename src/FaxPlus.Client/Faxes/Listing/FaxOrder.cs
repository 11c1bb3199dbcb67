using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// The assumption that the service orders and filters faxes by one of their times, and the time range that has been read under this
/// assumption. The assumption is refuted if records are not in the order of this time, or if a record is outside the requested window.
/// </summary>
/// <param name="own">Selects the time. For a fax without this time, <see cref="Fax.Time"/> is used.</param>
internal sealed class FaxOrder(Func<Fax, DateTimeOffset?> own)
{
    public bool IsRefuted { get; private set; }

    /// <summary>
    /// The order: 1 if the oldest fax is listed first, -1 if the newest fax is listed first, 0 if all faxes so far had the same time.
    /// </summary>
    public int Direction { get; private set; }

    public DateTimeOffset Oldest { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Newest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Returns the time of a fax, rounded down to the service's precision of a second.</summary>
    public DateTimeOffset? TimeOf(Fax fax) => (own(fax) ?? fax.Time) is DateTimeOffset time ? FaxTime.Floor(time) : null;

    /// <summary>Checks the assumption against the records that the service has returned.</summary>
    public void Try(IReadOnlyList<Fax> page, DateTimeOffset? after, DateTimeOffset? before)
    {
        // Faxes without the time of this order are not checked, because their positions are unknown. If no fax has that time, all faxes are
        // checked by Fax.Time.
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

    /// <summary>Extends the time range to include the records that the service has returned.</summary>
    public void Extend(IReadOnlyList<Fax> page)
    {
        foreach (DateTimeOffset time in Times(page)) Extend(time);
    }

    public void Extend(DateTimeOffset time)
    {
        if (time < Oldest) Oldest = time;
        if (time > Newest) Newest = time;
    }

    private List<DateTimeOffset> Times(IReadOnlyList<Fax> page) =>
        [.. page.Select(TimeOf).Where(time => time is not null).Select(time => time!.Value)];
}
