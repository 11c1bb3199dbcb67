using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A webhook message about a sent or received fax (API reference 3.6). Fields that the service omits are null.</summary>
public sealed class WebhookEvent
{
    /// <summary>The message's <c>hook.id</c>, which, despite its name, is the id of a fax.</summary>
    public string? HookId { get; set; }

    /// <summary>The event; <see cref="WebhookEventName"/> describes the documented events.</summary>
    public string? Event { get; set; }

    /// <summary>The time of the event, UTC.</summary>
    public DateTimeOffset? EventTime { get; set; }

    /// <summary>The address to which the service sent the message.</summary>
    public string? Target { get; set; }

    /// <summary>
    /// The message's <c>data.id</c>, which is the id of the complete sending session. Files can be downloaded by this id, but the list of
    /// faxes may not contain it. After a comparison with the account, the property contains the id of the fax in the account.
    /// </summary>
    public string? FaxId { get; set; }

    /// <summary>The uid of the member that owns the fax.</summary>
    public string? Uid { get; set; }

    /// <summary>
    /// The account for requests about the fax, which is <c>self</c>, or the user that the caller specified. The value is not the uid in the
    /// message, because a member's token can read the member's faxes only as <c>self</c>.
    /// </summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The sender's number, without spaces and dashes. The service names this field <c>from</c> or <c>from_number</c>.</summary>
    public string? From { get; set; }

    /// <summary>The receiver's number, without spaces and dashes. The service names this field <c>to</c> or <c>to_number</c>.</summary>
    public string? To { get; set; }

    /// <summary>The number of pages; for <c>fax_page_received</c>, the number of pages received so far.</summary>
    public int? Pages { get; set; }

    /// <summary>The start time of the transmission, UTC.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The service's name for the stored file.</summary>
    public string? File { get; set; }

    /// <summary>The display name of the file.</summary>
    public string? FileName { get; set; }

    /// <summary>The status; <see cref="FaxStatus"/> describes the documented statuses.</summary>
    public string? Status { get; set; }

    /// <summary>The cost of the fax. The vendor does not document the unit (API reference 3.6).</summary>
    public decimal? Cost { get; set; }

    /// <summary>
    /// Whether the fax is a retry of an earlier fax, which is the case if <c>hook.id</c> and <c>data.id</c> of the message differ.
    /// </summary>
    public bool IsRetry { get; internal set; }

    /// <summary>The fields of the message's <c>data</c> that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The fax id, so that an event can be used where a fax id is expected.</summary>
    public override string ToString() => PrintableText.Of(FaxId ?? "");
}
