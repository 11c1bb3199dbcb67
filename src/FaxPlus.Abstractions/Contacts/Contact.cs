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

    /// <summary>Notes.</summary>
    public string? Notes { get; set; }

    /// <summary>The names of its groups. A group whose name the account may not read is shown by its id.</summary>
    public string[] Groups { get; set; } = [];

    /// <summary>Whether all members see it; otherwise it is personal.</summary>
    public bool? IsShared { get; set; }

    /// <summary>Whether a person answers at the number before a fax can be sent.</summary>
    public bool? IsTelefax { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTimeOffset? ModificationDate { get; set; }

    /// <summary>The account that the contact belongs to: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Name and number.</summary>
    public override string ToString() => PrintableText.Of($"{Name} {FaxNumber}".Trim());
}
