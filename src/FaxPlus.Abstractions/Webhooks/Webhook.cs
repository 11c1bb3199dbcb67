using System.Collections.Generic;

namespace FaxPlus;

/// <summary>
/// An address that the service tells of an event (API reference 3.6). The numbers that it was made for are not
/// among what the service gives out.
/// </summary>
public sealed class Webhook
{
    /// <summary>The webhook's id.</summary>
    public string? Id { get; set; }

    /// <summary>The event, an open set; <see cref="WebhookEventName"/> knows what the documented ones mean.</summary>
    public string? Event { get; set; }

    /// <summary>The address that is told.</summary>
    public string? Target { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The event and the address, for messages.</summary>
    public override string ToString() => $"{Event} to {Target}";
}
