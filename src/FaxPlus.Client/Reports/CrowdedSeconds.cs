using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Faxes.Listing;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Reports;

/// <summary>
/// Finds the seconds for which a list may be incomplete, because the service returns at most <see cref="FaxPages.Limit"/> faxes of one
/// second and category (API reference 3.3). A fax does not contain its category, so all received faxes, including spam, are counted
/// together.
/// </summary>
internal static class CrowdedSeconds
{
    /// <summary>Returns the seconds in UTC, without duplicates, in row order.</summary>
    /// <param name="rows">The rows, sorted by time, newest first.</param>
    public static IReadOnlyList<DateTimeOffset> Of(IReadOnlyList<ReportRow> rows)
    {
        var crowded = new List<DateTimeOffset>();
        DateTimeOffset? second = null;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ReportRow row in rows)
        {
            if (row.Time is not DateTimeOffset time) continue;
            if (second != FaxTime.Floor(time))
            {
                second = FaxTime.Floor(time);
                counts.Clear();
            }

            counts.TryGetValue(row.Direction, out int count);
            counts[row.Direction] = count + 1;
            if (count + 1 == FaxPages.Limit && crowded.LastOrDefault() != second) crowded.Add(second.Value);
        }

        return crowded;
    }
}
