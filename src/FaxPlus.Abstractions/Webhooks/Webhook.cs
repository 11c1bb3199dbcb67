using System.Collections.Generic;

namespace FaxPlus;

/// <summary>
/// A webhook: an address that the service calls after an event (API reference 3.6). The service does not return the numbers that it applies
/// to.
/// </summary>
public sealed class Webhook
{
    /// <summary>The webhook's id.</summary>
    public string? Id { get; set; }

    /// <summary>The event, an open set; <see cref="WebhookEventName"/> describes the documented ones.</summary>
    public string? Event { get; set; }

    /// <summary>The address that the service calls.</summary>
    public string? Target { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The event and the address with its secrets masked, for messages.</summary>
    public override string ToString() => PrintableText.Of($"{Event} to {AddressSecrets.HideAll(Target)}");
}
