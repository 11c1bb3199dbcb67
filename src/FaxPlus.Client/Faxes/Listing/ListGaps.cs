using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>Stores the times for which faxes may be missing from a list, and writes the warnings about these faxes.</summary>
internal sealed class ListGaps(ApiClient api, string? category, bool warns)
{
    private readonly HashSet<DateTimeOffset> _crowded = [];

    /// <summary>
    /// Whether the list may have ended early, for example because the service does not apply the time bounds of the requests.
    /// </summary>
    public bool MayEndEarly { get; private set; }

    /// <summary>Whether the service may have omitted records between two times. Both times are full seconds.</summary>
    public bool Include(DateTimeOffset from, DateTimeOffset to) => MayEndEarly || _crowded.Any(second => second >= from && second <= to);

    public void AddEnd()
    {
        MayEndEarly = true;
        if (warns) api.Observer.Warning("The service does not support paging by time as expected: faxes may be missing from this list.");
    }

    /// <summary>Adds a second whose records fill at least one page.</summary>
    public void AddCrowded(DateTimeOffset second, int count, bool isComplete)
    {
        if (!_crowded.Add(second) || isComplete || !warns) return;
        api.Observer.Warning(string.Format(
            CultureInfo.InvariantCulture,
            "At least {0} faxes share the time {1} UTC. The service shows at most {0} faxes of one second{2}: "
            + "any further faxes are missing from this list.",
            count,
            FaxTime.Format(second),
            category is null ? " and category" : ""));
    }
}
