using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The filter of a fax list. A null or empty value does not restrict the list.</summary>
public sealed class FaxQuery
{
    /// <summary>The account, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>
    /// The category of the faxes: <c>inbox</c>, <c>sent</c> or <c>spam</c>, case-insensitive. The service applies this filter.
    /// </summary>
    public string? Category { get; set; }

    /// <summary>The earliest time of the faxes, inclusive (see <see cref="Fax.Time"/>).</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>The latest time of the faxes, exclusive.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>
    /// The direction of the faxes: <c>incoming</c> or <c>outgoing</c>, or the short forms <c>in</c> and <c>out</c>. Other values cause an
    /// error. The client applies this filter.
    /// </summary>
    public string? Direction { get; set; }

    /// <summary>
    /// The accepted statuses. At the end of a status, <c>*</c> is a wildcard; elsewhere, it causes an error. The client applies this
    /// filter.
    /// </summary>
    public IReadOnlyList<string> Status { get; set; } = [];

    /// <summary>Whether the list contains only faxes that are not marked as read. The client applies this filter.</summary>
    public bool Unread { get; set; }

    /// <summary>
    /// The maximum number of faxes to return. When the client has returned this number of faxes, it requests no further page.
    /// </summary>
    public int? First { get; set; }
}
