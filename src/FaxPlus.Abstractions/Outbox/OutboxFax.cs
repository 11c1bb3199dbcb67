using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An outgoing fax that has not been sent yet (API reference 3.5).</summary>
public sealed class OutboxFax
{
    /// <summary>The outbox id, 32 hexadecimal characters in the service's examples. It is not the id of the later fax.</summary>
    public string? Id { get; set; }

    /// <summary>The same id under the name that receipts use for it.</summary>
    public string? OutboxId => Id;

    /// <summary>The account of the request: a member's uid, or <c>self</c>. Set by the client, not by the service.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The uid of the member that sends.</summary>
    public string? Uid { get; set; }

    /// <summary><c>submitted</c>, <c>converting</c>, <c>scheduled_for_sending</c> or <c>sending</c>; the set is open.</summary>
    public string? Status { get; set; }

    /// <summary>The sender's number, <c>src</c> on the wire.</summary>
    public string? From { get; set; }

    /// <summary>The destinations.</summary>
    public string[] To { get; set; } = [];

    /// <summary>The text of the comment, without the mark that the client adds.</summary>
    public string? Comment
    {
        get;
        set => (field, CommentMark) = SendTag.Split(value);
    }

    /// <summary>The mark by which the client identifies its own fax; the comment on the wire ends with it.</summary>
    internal string? CommentMark { get; private set; }

    /// <summary>The tags of the comment.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>When the fax was submitted, UTC.</summary>
    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>When the fax is to be sent, UTC.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>When the status last changed, UTC.</summary>
    public DateTimeOffset? LastUpdatedStatusTime { get; set; }

    /// <summary>The number of pages, once it is known.</summary>
    public int? PageCount { get; set; }

    /// <summary>The uploaded files, as paths of the service.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The number of retries and the delay between them.</summary>
    public FaxRetry? Retry { get; set; }

    /// <summary>Whether the pages are optimised for fax machines.</summary>
    public bool? ShouldEnhance { get; set; }

    /// <summary>The cover page.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>The changes of the status so far.</summary>
    public StatusChange[] StatusChanges { get; set; } = [];

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The id and the status, for messages.</summary>
    public override string ToString() => PrintableText.Of($"{Id} ({Status})");
}

/// <summary>The number of retries (0 to 3) and the delay between them (0 to 30, documented as seconds).</summary>
public sealed class FaxRetry
{
    /// <summary>The number of retries, 0 to 3.</summary>
    public int? Count { get; set; }

    /// <summary>The delay, 0 to 30.</summary>
    public int? Delay { get; set; }
}

/// <summary>A change of the status of an outbox item.</summary>
public sealed class StatusChange
{
    /// <summary>The time, UTC.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>The new status.</summary>
    public string? Status { get; set; }

    /// <summary>Returns the status, which tables show.</summary>
    public override string ToString() => PrintableText.Of(Status ?? "");
}
