using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The events of webhooks (API reference 3.6). The set is open: other values are accepted too.</summary>
public static class WebhookEventName
{
    private static readonly (string Name, string Meaning)[] s_meanings =
    [
        ("fax_sent", "A fax was sent, or sending it has failed"),
        ("fax_received", "A fax was received"),
        ("fax_page_received", "A page of a fax was received; the service offers it on request"),
    ];

    /// <summary>The documented events.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. s_meanings.Select(item => item.Name)];

    /// <summary>The event in words; for an undocumented one its name, with spaces.</summary>
    public static string Describe(string? name) =>
        Array.Find(s_meanings, item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase)).Meaning
        ?? (name ?? "").Replace('_', ' ');
}
