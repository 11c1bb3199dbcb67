using System;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The state of a fax that is being followed.</summary>
internal sealed class TrackedFax(object source, string userId)
{
    private readonly string _own = Guid.NewGuid().ToString("N");

    public object Source { get; } = source;

    public string UserId { get; } = userId;

    public string? OutboxId { get; set; }

    /// <summary>The tag that identifies it.</summary>
    public string? Tag { get; set; }

    /// <summary>Whether its comment ends with the mark.</summary>
    public bool IsMarked { get; set; }

    /// <summary>The possible marks at the end of the comment of its record.</summary>
    public string? Mark => Tag is null ? null : SendTag.MarkOf(Tag);

    public string? FaxId { get; set; }

    /// <summary>Whether the caller gave an id that may be an outbox id or a fax id.</summary>
    public bool MayBeFaxId { get; set; }

    public string? To { get; set; }

    public string? From { get; set; }

    /// <summary>The digest of its comment.</summary>
    public string Comment { get; set; } = Digest.Short(null);

    public string? Status { get; set; }

    /// <summary>The timestamp of the first of the last polls that all did not find it; null if the last poll found it.</summary>
    public long? MissingSince { get; set; }

    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>
    /// A key that is equal for all objects that track the same fax: an item of the outbox has one fax for each destination.
    /// </summary>
    public string Identity => $"{OutboxId ?? Tag ?? _own} {PhoneNumber.Canonical(To)}";

    public string Name => To is null ? $"{FaxId ?? OutboxId}" : $"to {To} ({FaxId ?? OutboxId ?? "no id"})";

    /// <summary>Takes over the comment and the times of the item in the outbox, which the later record has too.</summary>
    /// <param name="item">The item.</param>
    /// <param name="there">The service's time, if it is known.</param>
    public void See(OutboxFax item, DateTimeOffset? there = null)
    {
        OutboxId = item.Id;
        To ??= item.To.FirstOrDefault();
        From = item.From ?? From;
        Comment = Digest.Short(item.Comment);
        Status = item.Status;
        MissingSince = null;
        SubmitTime = item.SubmitTime ?? SubmitTime ?? there;
    }
}
