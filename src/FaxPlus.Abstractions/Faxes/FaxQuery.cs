using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>Which faxes to list. Values that are null or empty do not restrict.</summary>
public sealed class FaxQuery
{
    /// <summary>Whose faxes: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary><c>inbox</c>, <c>sent</c> or <c>spam</c>, in either case; asked of the service.</summary>
    public string? Category { get; set; }

    /// <summary>Only faxes of this time or later (see <see cref="Fax.Time"/>).</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>Only faxes earlier than this time.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary><c>incoming</c> or <c>outgoing</c>, in short <c>in</c> or <c>out</c>; other words are an error. Chosen from what the service lists.</summary>
    public string? Direction { get; set; }

    /// <summary>Any of these status words; chosen from what the service lists. A <c>*</c> at the end stands for any ending; elsewhere it is an error.</summary>
    public IReadOnlyList<string> Status { get; set; } = [];

    /// <summary>Only faxes that are not marked as read; chosen from what the service lists.</summary>
    public bool Unread { get; set; }

    /// <summary>At most so many; then no further page is asked for.</summary>
    public int? First { get; set; }
}
