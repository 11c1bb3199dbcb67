using System.Collections.Generic;

namespace FaxPlus;

/// <summary>
/// A webhook, which is an address that the service calls after an event (API reference 3.6). The service does not return the numbers to
/// which a webhook applies.
/// </summary>
public sealed class Webhook
{
    /// <summary>The webhook's id.</summary>
    public string? Id { get; set; }

    /// <summary>The event; <see cref="WebhookEventName"/> describes the documented events.</summary>
    public string? Event { get; set; }

    /// <summary>The address that the service calls.</summary>
    public string? Target { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>For messages: the event, and the address with its secrets masked.</summary>
    public override string ToString() => PrintableText.Of($"{Event} to {AddressSecrets.HideAll(Target)}");
}
