using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A group of contacts, which the dashboard calls a tag (API reference 3.10).</summary>
public sealed class ContactGroup
{
    /// <summary>The id.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>Notes.</summary>
    public string? Notes { get; set; }

    /// <summary>Whether all members see it; otherwise it is personal.</summary>
    public bool? IsShared { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset? ModificationDate { get; set; }

    /// <summary>The account that the group belongs to: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => PrintableText.Of(Name ?? Id ?? "");
}
