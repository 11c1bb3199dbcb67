using System;
using System.Linq;

namespace FaxPlus.Client.Listing;

/// <summary>What the service does not filter, or not in a way that is documented to the second.</summary>
internal sealed class FaxFilter(FaxQuery query)
{
    /// <summary>Whether the service's pages hold nothing but what is wanted, so that a small page is enough for a small -First.</summary>
    public bool IsOpen => query.Direction is null && query.Status.Count == 0 && !query.Unread;

    public bool Takes(Fax fax) =>
        (query.Direction is null || string.Equals(fax.Direction, query.Direction, StringComparison.OrdinalIgnoreCase))
        && (query.Status.Count == 0 || query.Status.Any(wanted => Matches(fax.Status ?? "", wanted)))
        && (!query.Unread || fax.IsRead == false)
        // A fax without any time cannot be said to lie outside.
        && (query.After is null || fax.Time is null || fax.Time >= query.After)
        && (query.Before is null || fax.Time is null || fax.Time < query.Before);

    private static bool Matches(string status, string wanted) => wanted.EndsWith("*", StringComparison.Ordinal)
        ? status.StartsWith(wanted.Substring(0, wanted.Length - 1), StringComparison.OrdinalIgnoreCase)
        : string.Equals(status, wanted, StringComparison.OrdinalIgnoreCase);
}
