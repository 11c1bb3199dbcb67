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

    /// <summary>The notes on the group.</summary>
    public string? Notes { get; set; }

    /// <summary>Whether the group is visible to all members; otherwise, the group is personal.</summary>
    public bool? IsShared { get; set; }

    /// <summary>The creation time, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>The time of the last change, UTC.</summary>
    public DateTimeOffset? ModificationDate { get; set; }

    /// <summary>The account that the group belongs to, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The name, or the id if the name is missing.</summary>
    public override string ToString() => PrintableText.Of(Name ?? Id ?? "");
}
