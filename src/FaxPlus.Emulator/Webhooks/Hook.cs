using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A registered webhook.</summary>
internal sealed record Hook(string Id, Uri Target, string Event, IReadOnlyList<string>? Numbers)
{
    public const string FaxSent = "fax_sent";
    public const string FaxReceived = "fax_received";
    public const string FaxPageReceived = "fax_page_received";

    public static readonly IReadOnlyList<string> Events = [FaxSent, FaxReceived, FaxPageReceived];

    /// <summary>Whether the webhook applies to an event, and to the number of the account that sent or received the fax.</summary>
    public bool Wants(string @event, string? number) =>
        Event == @event && (Numbers is null || (number is not null && Numbers.Contains(number)));

    public JsonObject ToWire() => new() { ["id"] = Id, ["target"] = Target.OriginalString, ["event"] = Event };
}
