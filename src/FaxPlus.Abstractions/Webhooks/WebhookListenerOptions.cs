using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options of a listener.</summary>
public sealed class WebhookListenerOptions
{
    /// <summary>The port on which the listener accepts connections from this machine, 1 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>The accepted path, with its query if there is one; null for any path.</summary>
    public string? Path { get; set; }

    /// <summary>
    /// The secrets. Each message must be signed with one of these secrets. Specify an empty list to accept unsigned messages.
    /// </summary>
    public IReadOnlyList<Secret> Secrets { get; set; } = [];
}
