using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// Applies the filters that the service does not support. The time filters are applied by the service and again here, because the precision
/// of the service's time filters is not documented.
/// </summary>
internal sealed class FaxFilter(FaxQuery query)
{
    private readonly string? _direction = DirectionOf(query.Direction);
    private readonly IReadOnlyList<string> _status = Checked(query.Status);

    /// <summary>Whether the service applies all filters of the query. If so, a small page is sufficient for a small limit.</summary>
    public bool IsOpen => _direction is null && _status.Count == 0 && !query.Unread;

    /// <summary>The requested statuses that match no documented status.</summary>
    public IEnumerable<string> UnknownStatus => _status.Where(wanted => !FaxStatus.Known.Any(known => Matches(known, wanted)));

    public bool Takes(Fax fax) =>
        (_direction is null || string.Equals(fax.Direction, _direction, StringComparison.OrdinalIgnoreCase))
        && (_status.Count == 0 || _status.Any(wanted => Matches(fax.Status ?? "", wanted)))
        && (!query.Unread || fax.IsRead == false)
        // A fax that has no time matches every time range.
        && (query.After is null || fax.Time is null || fax.Time >= query.After)
        && (query.Before is null || fax.Time is null || fax.Time < query.Before);

    private static bool Matches(string status, string wanted) => wanted.EndsWith("*", StringComparison.Ordinal)
        ? status.StartsWith(wanted.Substring(0, wanted.Length - 1), StringComparison.OrdinalIgnoreCase)
        : string.Equals(status, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the value that the service uses for a direction; null for both directions.</summary>
    private static string? DirectionOf(string? wanted) => (wanted ?? "").ToLowerInvariant() switch
    {
        "" => null,
        "in" or "incoming" => "incoming",
        "out" or "outgoing" => "outgoing",
        _ => throw Wrong($"'{wanted}' is not a fax direction.", "Use incoming or outgoing."),
    };

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> status) =>
        status.FirstOrDefault(wanted => wanted.TrimEnd('*').Contains("*")) is string wrong
            ? throw Wrong(
                $"'{wrong}' is not a valid status filter: a * is allowed only at the end.",
                "Specify the beginning of the status, followed by *, such as failed_*.")
            : status;

    private static FaxPlusException Wrong(string message, string advice) =>
        new(FaxPlusErrorKind.BadRequest, message) { RecommendedAction = advice };
}
