using System;
using System.Collections.Generic;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>Selects the records that match a query, and returns each record only once.</summary>
internal sealed class FaxSelection(FaxQuery query)
{
    private readonly FaxFilter _filter = new(query);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The number of records that remain to be selected; null for all records.</summary>
    public int? Left { get; private set; } = query.First;

    /// <summary>Whether the service applies all filters of the query.</summary>
    public bool IsOpen => _filter.IsOpen;

    public bool HasSeen(Fax fax) => _seen.Contains(KeyOf(fax));

    /// <summary>Returns the records that match the query and were not returned before, up to the query's limit.</summary>
    public List<Fax> Take(IReadOnlyList<Fax> page)
    {
        var wanted = new List<Fax>();
        foreach (Fax fax in page)
        {
            if (!_seen.Add(KeyOf(fax)) || !_filter.Takes(fax)) continue;
            wanted.Add(fax);
            if (--Left == 0) break;
        }

        return wanted;
    }

    /// <summary>Warns of requested statuses that are not documented, because a misspelt status matches no fax.</summary>
    public void WarnOfStatus(ICallObserver observer)
    {
        foreach (string status in _filter.UnknownStatus)
        {
            observer.Warning($"No fax has the status '{status}', which is not a documented status.");
        }
    }

    /// <summary>Returns a key that identifies a fax, which is the id or, if the fax has no id, a combination of other fields.</summary>
    public static string KeyOf(Fax fax) =>
        fax.Id ?? string.Join("|", fax.Direction, fax.SubmitTime, fax.StartTime, fax.From, fax.To, fax.Pages, fax.File, fax.Comment);
}
