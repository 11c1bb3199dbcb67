using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A contact (API reference 3.10).</summary>
public sealed class Contact
{
    /// <summary>The id.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The fax number.</summary>
    public string? FaxNumber { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The telephone number.</summary>
    public string? Phone { get; set; }

    /// <summary>The mobile number.</summary>
    public string? Cellphone { get; set; }

    /// <summary>The notes on the contact.</summary>
    public string? Notes { get; set; }

    /// <summary>
    /// The names of the contact's groups. If the name of a group cannot be read, the list contains the id of the group instead.
    /// </summary>
    public string[] Groups { get; set; } = [];

    /// <summary>Whether the contact is visible to all members; otherwise, the contact is personal.</summary>
    public bool? IsShared { get; set; }

    /// <summary>Whether a person answers at the number before a fax can be sent.</summary>
    public bool? IsTelefax { get; set; }

    /// <summary>The creation time, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>The time of the last change, UTC.</summary>
    public DateTimeOffset? ModificationDate { get; set; }

    /// <summary>The account that the contact belongs to, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The name and the fax number.</summary>
    public override string ToString() => PrintableText.Of($"{Name} {FaxNumber}".Trim());
}
