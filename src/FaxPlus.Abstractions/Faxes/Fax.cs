using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A fax that was sent or received (API reference 3.3). Fields that the service omits are null.</summary>
public sealed class Fax
{
    /// <summary>The fax id, 24 hexadecimal characters in the service's examples.</summary>
    public string? Id { get; set; }

    /// <summary>
    /// The account from which the fax was read, as a member's uid or <c>self</c>. The client, not the service, sets this property.
    /// </summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The uid of the member that owns the fax.</summary>
    public string? OwnerId { get; set; }

    /// <summary>The direction of the fax: <c>incoming</c> or <c>outgoing</c>.</summary>
    public string? Direction { get; set; }

    /// <summary>The status; <see cref="FaxStatus"/> describes the documented statuses.</summary>
    public string? Status { get; set; }

    /// <summary>The sender's number. The service names this field <c>from</c> or <c>from_number</c>.</summary>
    public string? From { get; set; }

    /// <summary>The receiver's number. The service names this field <c>to</c> or <c>to_number</c>.</summary>
    public string? To { get; set; }

    /// <summary>The number of pages.</summary>
    public int? Pages { get; set; }

    /// <summary>The submit time, UTC.</summary>
    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>The start time of the transmission, UTC.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The scheduled send time, UTC.</summary>
    public DateTimeOffset? ScheduledTime { get; set; }

    /// <summary>The time of the last change to the record, UTC.</summary>
    public DateTimeOffset? LastUpdate { get; set; }

    /// <summary>The duration of the transmission. The service's number is assumed to be in seconds.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>The comment of the fax, without the mark that the client adds.</summary>
    public string? Comment
    {
        get;
        set => (field, CommentMark) = SendTag.Split(value);
    }

    /// <summary>The mark that the client adds to the end of a comment to identify its own faxes; null if the comment has no mark.</summary>
    internal string? CommentMark { get; private set; }

    /// <summary>Whether the fax is marked as read.</summary>
    public bool? IsRead { get; set; }

    /// <summary>Whether the service classified the fax as spam.</summary>
    public bool? IsSpam { get; set; }

    /// <summary>The cost of the fax. The vendor does not document the unit (API reference 3.3).</summary>
    public decimal? Cost { get; set; }

    /// <summary>The components of the cost.</summary>
    public FaxCostDetails? CostDetails { get; set; }

    /// <summary>The service's description of the outcome.</summary>
    public string? Description { get; set; }

    /// <summary>The service's name for the stored file.</summary>
    public string? File { get; set; }

    /// <summary>The display name of the file.</summary>
    public string? FileName { get; set; }

    /// <summary>The header line printed on the pages.</summary>
    public string? Header { get; set; }

    /// <summary>The maximum number of attempts to send the fax again after a failure.</summary>
    public int? MaxRetry { get; set; }

    /// <summary>The delay between retries, documented as seconds.</summary>
    public int? RetryDelay { get; set; }

    /// <summary>The cover page.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>
    /// The time of the fax in lists and time filters, which is the submit time of an outgoing fax and the start time of any other fax. If
    /// this time is missing, another time of the fax is used.
    /// </summary>
    public DateTimeOffset? Time => IsOutgoing ? SubmitTime ?? StartTime ?? LastUpdate : StartTime ?? SubmitTime ?? LastUpdate;

    /// <summary>Whether the fax was sent from the account rather than received.</summary>
    public bool IsOutgoing => string.Equals(Direction, "outgoing", StringComparison.OrdinalIgnoreCase);

    /// <summary>For messages: the id and the status.</summary>
    public override string ToString() => PrintableText.Of($"{Id} ({Status})");
}

/// <summary>The components of the cost of a fax.</summary>
public sealed class FaxCostDetails
{
    /// <summary>The rate factor of the destination.</summary>
    public decimal? Multiplier { get; set; }

    /// <summary>The cost of notifications.</summary>
    public decimal? NotificationCost { get; set; }
}
