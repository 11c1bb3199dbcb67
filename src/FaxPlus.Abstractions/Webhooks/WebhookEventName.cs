using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The webhook events (API reference 3.6). The client also accepts other values.</summary>
public static class WebhookEventName
{
    private static readonly (string Name, string Meaning)[] s_meanings =
    [
        ("fax_sent", "A fax was sent, or could not be sent"),
        ("fax_received", "A fax was received"),
        ("fax_page_received", "A page of a fax was received; the service offers this event on request"),
    ];

    /// <summary>The documented events.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. s_meanings.Select(item => item.Name)];

    /// <summary>Returns a description of the event; for an undocumented event, its name with spaces.</summary>
    public static string Describe(string? name) =>
        Array.Find(s_meanings, item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase)).Meaning
        ?? (name ?? "").Replace('_', ' ');
}
