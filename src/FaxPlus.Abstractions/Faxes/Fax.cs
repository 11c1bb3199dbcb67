using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A fax that was sent or received (API reference 3.3). Fields that the service leaves out are null.</summary>
public sealed class Fax
{
    /// <summary>The fax id, 24 hexadecimal characters in the service's examples.</summary>
    public string? Id { get; set; }

    /// <summary>The account of the request: a member's uid, or <c>self</c>. Set by the client, not by the service.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The uid of the member that owns the fax.</summary>
    public string? OwnerId { get; set; }

    /// <summary><c>incoming</c> or <c>outgoing</c>.</summary>
    public string? Direction { get; set; }

    /// <summary>The service's status, an open set; <see cref="FaxStatus"/> describes the documented ones.</summary>
    public string? Status { get; set; }

    /// <summary>The sender's number. The service spells the field <c>from</c> or <c>from_number</c>.</summary>
    public string? From { get; set; }

    /// <summary>The receiver's number. The service spells the field <c>to</c> or <c>to_number</c>.</summary>
    public string? To { get; set; }

    /// <summary>The number of pages.</summary>
    public int? Pages { get; set; }

    /// <summary>When the fax was submitted, UTC.</summary>
    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>When the transmission began, UTC.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The scheduled send time, UTC.</summary>
    public DateTimeOffset? ScheduledTime { get; set; }

    /// <summary>When the record last changed, UTC.</summary>
    public DateTimeOffset? LastUpdate { get; set; }

    /// <summary>The duration of the transmission. The service's number is assumed to be in seconds.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>The comment of the fax, without the mark that the client adds.</summary>
    public string? Comment
    {
        get;
        set => (field, CommentMark) = SendTag.Split(value);
    }

    /// <summary>The mark by which the client identifies its own fax; the comment on the wire ends with it.</summary>
    internal string? CommentMark { get; private set; }

    /// <summary>Whether the fax is marked as read.</summary>
    public bool? IsRead { get; set; }

    /// <summary>Whether the service classified the fax as spam.</summary>
    public bool? IsSpam { get; set; }

    /// <summary>The cost of the fax. The service does not document the unit (API reference 3.3).</summary>
    public decimal? Cost { get; set; }

    /// <summary>The components of the cost.</summary>
    public FaxCostDetails? CostDetails { get; set; }

    /// <summary>The service's description of the outcome.</summary>
    public string? Description { get; set; }

    /// <summary>The service's name of the stored file.</summary>
    public string? File { get; set; }

    /// <summary>The display name of the file.</summary>
    public string? FileName { get; set; }

    /// <summary>The header line printed on the pages.</summary>
    public string? Header { get; set; }

    /// <summary>The maximum number of retries.</summary>
    public int? MaxRetry { get; set; }

    /// <summary>The time between retries, in the service's unit (documented as seconds).</summary>
    public int? RetryDelay { get; set; }

    /// <summary>The cover page.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>
    /// The time of the fax in lists and time filters: the submit time of an outgoing fax, the start time of any other; another known time
    /// if that one is missing.
    /// </summary>
    public DateTimeOffset? Time => IsOutgoing ? SubmitTime ?? StartTime ?? LastUpdate : StartTime ?? SubmitTime ?? LastUpdate;

    /// <summary>Whether the fax was sent from the account rather than received.</summary>
    public bool IsOutgoing => string.Equals(Direction, "outgoing", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id and the status, for messages.</summary>
    public override string ToString() => PrintableText.Of($"{Id} ({Status})");
}

/// <summary>The components of the cost of a fax.</summary>
public sealed class FaxCostDetails
{
    /// <summary>The factor of the destination's rate.</summary>
    public decimal? Multiplier { get; set; }

    /// <summary>The cost of notifications.</summary>
    public decimal? NotificationCost { get; set; }
}
