using System;

namespace FaxPlus;

/// <summary>The receipt of a send for one destination, with all data that is required to follow the fax.</summary>
public sealed class SentFax
{
    internal const string Unconfirmed = "unconfirmed";

    /// <summary>The outbox id; null if the service accepted the fax but returned no id for this destination.</summary>
    public string? OutboxId { get; set; }

    /// <summary>The account that sends the fax, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destination.</summary>
    public string To { get; set; } = "";

    /// <summary>The sender's number.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// The status: <c>submitted</c>, or <c>unconfirmed</c> if the service accepted the fax but its response lists only other destinations.
    /// </summary>
    public string Status { get; set; } = "submitted";

    /// <summary>
    /// The time at which the send began, UTC, according to the service's clock. The service accepted the fax at this time or shortly after.
    /// </summary>
    public DateTimeOffset SubmitTime { get; set; }

    /// <summary>The scheduled send time, UTC; null for an immediate send.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The text of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>The digest of the comment if the receipt was read from a journal, because a journal does not contain comments.</summary>
    internal string? CommentDigest { get; set; }

    /// <summary>Whether the comment that was submitted ends with the mark.</summary>
    internal bool IsMarked { get; set; }

    /// <summary>The tags, including the unique tag that the client adds.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The file names, in page order.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The item key of the request, or null.</summary>
    public string? Key { get; set; }

    /// <summary>The number of the input row, counted from 1, or null.</summary>
    public int? Row { get; set; }

    /// <summary>For messages: the destination and the outbox id.</summary>
    public override string ToString() => PrintableText.Of($"{To} ({OutboxId})");
}
