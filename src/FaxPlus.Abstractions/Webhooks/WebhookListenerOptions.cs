using System.Collections.Generic;

namespace FaxPlus;

/// <summary>Where a listener listens, and what it takes.</summary>
public sealed class WebhookListenerOptions
{
    /// <summary>The port of the loopback addresses, 1 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>The path that is listened for, with its query where it has one; null for any.</summary>
    public string? Path { get; set; }

    /// <summary>The secrets of which any one must have signed; empty to take unsigned messages.</summary>
    public IReadOnlyList<Secret> Secrets { get; set; } = [];
}
