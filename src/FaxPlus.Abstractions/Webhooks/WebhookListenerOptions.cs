using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options of a listener.</summary>
public sealed class WebhookListenerOptions
{
    /// <summary>The port of the loopback addresses, 1 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>The accepted path, with its query if it has one; null for any.</summary>
    public string? Path { get; set; }

    /// <summary>The secrets; a message must be signed with one of them. Empty to accept unsigned messages.</summary>
    public IReadOnlyList<Secret> Secrets { get; set; } = [];
}
