using System;

namespace FaxPlus;

/// <summary>What became of one destination of a send: the service's receipt, with all that is needed to follow the fax.</summary>
public sealed class SentFax
{
    internal const string Unconfirmed = "unconfirmed";

    /// <summary>The outbox id. Null where the service took the fax but gave no id for this destination.</summary>
    public string? OutboxId { get; set; }

    /// <summary>The account that sends: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destination.</summary>
    public string To { get; set; } = "";

    /// <summary>The sender's number.</summary>
    public string From { get; set; } = "";

    /// <summary><c>submitted</c>; <c>unconfirmed</c> where the service took the fax and named other destinations of it, but not this one.</summary>
    public string Status { get; set; } = "submitted";

    /// <summary>When sending it began by the service's clock, UTC. The service took it then or a little later.</summary>
    public DateTimeOffset SubmitTime { get; set; }

    /// <summary>When it is to be sent, UTC; null for at once.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The text of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>Of a receipt from a journal, which does not keep the comment: its digest.</summary>
    internal string? CommentDigest { get; set; }

    /// <summary>Whether the comment on the wire ends with the mark.</summary>
    internal bool IsMarked { get; set; }

    /// <summary>The tags, with the one that the module adds to find the fax again.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The file names, in page order.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The key of the item in the request; null where it has none.</summary>
    public string? Key { get; set; }

    /// <summary>The position of its row among those that came, counted from 1; null where it came from no row.</summary>
    public int? Row { get; set; }

    /// <summary>The destination and the outbox id, for messages.</summary>
    public override string ToString() => $"{To} ({OutboxId})";
}
