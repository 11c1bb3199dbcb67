using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An outgoing fax that has not been sent yet (API reference 3.5).</summary>
public sealed class OutboxFax
{
    /// <summary>The outbox id, 32 hexadecimal characters in the service's examples. After the send, the fax has a different id.</summary>
    public string? Id { get; set; }

    /// <summary>The same value as <see cref="Id"/>, under the name that receipts use.</summary>
    public string? OutboxId => Id;

    /// <summary>
    /// The account from which the item was read, as a member's uid or <c>self</c>. The client, not the service, sets this property.
    /// </summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The uid of the member that sends the fax.</summary>
    public string? Uid { get; set; }

    /// <summary>
    /// The status: <c>submitted</c>, <c>converting</c>, <c>scheduled_for_sending</c> or <c>sending</c>; other values are possible.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>The sender's number, which the service names <c>src</c>.</summary>
    public string? From { get; set; }

    /// <summary>The destinations.</summary>
    public string[] To { get; set; } = [];

    /// <summary>The text of the comment, without the mark that the client adds.</summary>
    public string? Comment
    {
        get;
        set => (field, CommentMark) = SendTag.Split(value);
    }

    /// <summary>The mark that the client adds to the end of a comment to identify its own faxes; null if the comment has no mark.</summary>
    internal string? CommentMark { get; private set; }

    /// <summary>The tags of the comment.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The submit time, UTC.</summary>
    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>The scheduled send time, UTC.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The time of the last status change, UTC.</summary>
    public DateTimeOffset? LastUpdatedStatusTime { get; set; }

    /// <summary>The number of pages; null if unknown.</summary>
    public int? PageCount { get; set; }

    /// <summary>The service's paths of the uploaded files.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The number of retries and the delay between them.</summary>
    public FaxRetry? Retry { get; set; }

    /// <summary>Whether the pages are optimized for fax machines.</summary>
    public bool? ShouldEnhance { get; set; }

    /// <summary>The cover page.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>The status changes so far.</summary>
    public StatusChange[] StatusChanges { get; set; } = [];

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>For messages: the id and the status.</summary>
    public override string ToString() => PrintableText.Of($"{Id} ({Status})");
}

/// <summary>The number of retries (0 to 3) and the delay between them (0 to 30, documented as seconds).</summary>
public sealed class FaxRetry
{
    /// <summary>The number of retries, 0 to 3.</summary>
    public int? Count { get; set; }

    /// <summary>The delay, 0 to 30, documented as seconds.</summary>
    public int? Delay { get; set; }
}

/// <summary>A status change of an outbox item.</summary>
public sealed class StatusChange
{
    /// <summary>The time, UTC.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>The new status.</summary>
    public string? Status { get; set; }

    /// <summary>For tables: the new status.</summary>
    public override string ToString() => PrintableText.Of(Status ?? "");
}
