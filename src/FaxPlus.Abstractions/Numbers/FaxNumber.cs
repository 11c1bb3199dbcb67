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

    /// <summary>The uid of the number's owner.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The state of the number: <c>waiting_verification</c> or <c>active</c>; other values are possible.</summary>
    public string? Status { get; set; }

    /// <summary>The time of the acquisition, UTC.</summary>
    public DateTimeOffset? AcquiredDate { get; set; }

    /// <summary>The expiration time, UTC.</summary>
    public DateTimeOffset? ExpirationDate { get; set; }

    /// <summary>The uids of the members that may use the number.</summary>
    public string[] AssignedTo { get; set; } = [];

    /// <summary>Whether the number was cancelled.</summary>
    public bool? IsCanceled { get; set; }

    /// <summary>The notifications about faxes to the number.</summary>
    public NumberNotification[] Notifications { get; set; } = [];

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The number.</summary>
    public override string ToString() => PrintableText.Of(Number ?? "");
}

/// <summary>A notification about faxes to a number.</summary>
public sealed class NumberNotification
{
    /// <summary>The service's name for the event.</summary>
    public string? Type { get; set; }

    /// <summary>The e-mail address that receives the notification.</summary>
    public string? Email { get; set; }

    /// <summary>Whether the service also sends a push notification.</summary>
    public bool? PushNotification { get; set; }

    /// <summary>The type and the address.</summary>
    public override string ToString() => PrintableText.Of($"{Type} {Email}".Trim());
}
