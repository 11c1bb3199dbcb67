using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The filter of a list of faxes. Null or empty values do not restrict it.</summary>
public sealed class FaxQuery
{
    /// <summary>The account: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary><c>inbox</c>, <c>sent</c> or <c>spam</c>, case-insensitive; the service applies it.</summary>
    public string? Category { get; set; }

    /// <summary>Only faxes of this time or later (see <see cref="Fax.Time"/>).</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>Only faxes earlier than this time.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>
    /// <c>incoming</c> or <c>outgoing</c>, in short <c>in</c> or <c>out</c>; other values are an error. The client applies it.
    /// </summary>
    public string? Direction { get; set; }

    /// <summary>Any of these statuses; the client applies it. A <c>*</c> at the end is a wildcard; elsewhere it is an error.</summary>
    public IReadOnlyList<string> Status { get; set; } = [];

    /// <summary>Only faxes that are not marked as read; the client applies it.</summary>
    public bool Unread { get; set; }

    /// <summary>The maximum number of faxes; no further page is requested after it.</summary>
    public int? First { get; set; }
}
