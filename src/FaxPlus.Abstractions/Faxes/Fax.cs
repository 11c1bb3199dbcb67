using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A fax that was sent or received (API reference 3.3). Fields that the service leaves out are null.</summary>
public sealed class Fax
{
    /// <summary>The fax id, 24 hexadecimal characters in the service's examples.</summary>
    public string? Id { get; set; }

    /// <summary>The account that was asked for this fax: a member's uid, or <c>self</c>. Set by the client, not by the service.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The uid of the member that owns the fax.</summary>
    public string? OwnerId { get; set; }

    /// <summary><c>incoming</c> or <c>outgoing</c>.</summary>
    public string? Direction { get; set; }

    /// <summary>The service's status word, an open set; <see cref="FaxStatus"/> knows what the documented ones mean.</summary>
    public string? Status { get; set; }

    /// <summary>The sender's number. The service spells the field <c>from</c> or <c>from_number</c>.</summary>
    public string? From { get; set; }

    /// <summary>The receiver's number. The service spells the field <c>to</c> or <c>to_number</c>.</summary>
    public string? To { get; set; }

    /// <summary>The number of pages.</summary>
    public int? Pages { get; set; }

    /// <summary>When the fax was handed in, UTC.</summary>
    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>When the transmission began, UTC.</summary>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>When it was to be sent, UTC.</summary>
    public DateTimeOffset? ScheduledTime { get; set; }

    /// <summary>When the record last changed, UTC.</summary>
    public DateTimeOffset? LastUpdate { get; set; }

    /// <summary>How long the transmission took. The service gives a number that is taken as seconds.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>The comment on the fax, without the mark that the module adds.</summary>
    public string? Comment
    {
        get;
        set => (field, CommentMark) = SendTag.Split(value);
    }

    /// <summary>The mark by which the module knows a fax of its own, which the comment on the wire ends with.</summary>
    internal string? CommentMark { get; private set; }

    /// <summary>Whether the fax is marked as read.</summary>
    public bool? IsRead { get; set; }

    /// <summary>Whether the service took the fax for spam.</summary>
    public bool? IsSpam { get; set; }

    /// <summary>What the fax cost. The service names no unit (API reference 3.3).</summary>
    public decimal? Cost { get; set; }

    /// <summary>How the cost is made up.</summary>
    public FaxCostDetails? CostDetails { get; set; }

    /// <summary>The service's words on the outcome.</summary>
    public string? Description { get; set; }

    /// <summary>The service's name of the stored file.</summary>
    public string? File { get; set; }

    /// <summary>The file name shown to people.</summary>
    public string? FileName { get; set; }

    /// <summary>The header line printed on the pages.</summary>
    public string? Header { get; set; }

    /// <summary>How often sending is tried again at the most.</summary>
    public int? MaxRetry { get; set; }

    /// <summary>The time between tries, in the service's unit (documented as seconds).</summary>
    public int? RetryDelay { get; set; }

    /// <summary>The cover page that was sent along.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>
    /// The time that stands for the fax in lists and in time filters: the submit time of an outgoing
    /// fax, the start time of any other; another known time where that one is missing.
    /// </summary>
    public DateTimeOffset? Time => IsOutgoing ? SubmitTime ?? StartTime ?? LastUpdate : StartTime ?? SubmitTime ?? LastUpdate;

    /// <summary>Whether the fax was sent from the account rather than received.</summary>
    public bool IsOutgoing => string.Equals(Direction, "outgoing", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id and the status, for messages.</summary>
    public override string ToString() => $"{Id} ({Status})";
}

/// <summary>How the cost of a fax is made up.</summary>
public sealed class FaxCostDetails
{
    /// <summary>The factor of the destination's tariff.</summary>
    public decimal? Multiplier { get; set; }

    /// <summary>What notifying cost.</summary>
    public decimal? NotificationCost { get; set; }
}
