using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A number of the account (API reference 3.2).</summary>
public sealed class FaxNumber
{
    /// <summary>The number's id.</summary>
    public string? Id { get; set; }

    /// <summary>The number.</summary>
    public string? Number { get; set; }

    /// <summary>The uid of its owner.</summary>
    public string? OwnerId { get; set; }

    /// <summary><c>waiting_verification</c> or <c>active</c>; the set is open.</summary>
    public string? Status { get; set; }

    /// <summary>When it was acquired, UTC.</summary>
    public DateTimeOffset? AcquiredDate { get; set; }

    /// <summary>When it ends, UTC.</summary>
    public DateTimeOffset? ExpirationDate { get; set; }

    /// <summary>The uids of the members that may use it.</summary>
    public string[] AssignedTo { get; set; } = [];

    /// <summary>Whether it was cancelled.</summary>
    public bool? IsCanceled { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The number.</summary>
    public override string ToString() => Number ?? "";
}
