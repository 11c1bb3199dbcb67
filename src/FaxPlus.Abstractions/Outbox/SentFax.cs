using System;

namespace FaxPlus;

/// <summary>The receipt of a send for one destination, with everything that is needed to follow the fax.</summary>
public sealed class SentFax
{
    internal const string Unconfirmed = "unconfirmed";

    /// <summary>The outbox id. Null if the service accepted the fax but returned no id for this destination.</summary>
    public string? OutboxId { get; set; }

    /// <summary>The account that sends: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destination.</summary>
    public string To { get; set; } = "";

    /// <summary>The sender's number.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// <c>submitted</c>; <c>unconfirmed</c> if the service accepted the fax, but its response lists other destinations and not this one.
    /// </summary>
    public string Status { get; set; } = "submitted";

    /// <summary>The service's time when sending began, UTC. The service accepted the fax then or a little later.</summary>
    public DateTimeOffset SubmitTime { get; set; }

    /// <summary>The scheduled send time, UTC; null for an immediate send.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The text of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>The digest of the comment, for a receipt from a journal, which does not keep the comment itself.</summary>
    internal string? CommentDigest { get; set; }

    /// <summary>Whether the comment on the wire ends with the mark.</summary>
    internal bool IsMarked { get; set; }

    /// <summary>The tags, including the unique tag that the client adds.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The file names, in page order.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The key of the item in the request; null if it has none.</summary>
    public string? Key { get; set; }

    /// <summary>The position of its input row, counted from 1; null if it has none.</summary>
    public int? Row { get; set; }

    /// <summary>The destination and the outbox id, for messages.</summary>
    public override string ToString() => PrintableText.Of($"{To} ({OutboxId})");
}
