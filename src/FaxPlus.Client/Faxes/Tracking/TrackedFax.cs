using System;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>One fax on its way, and what is known of it so far.</summary>
internal sealed class TrackedFax(object source, string userId)
{
    private readonly string _own = Guid.NewGuid().ToString("N");

    public object Source { get; } = source;

    public string UserId { get; } = userId;

    public string? OutboxId { get; set; }

    /// <summary>The tag to find it by.</summary>
    public string? Tag { get; set; }

    /// <summary>Whether its comment ends with the mark.</summary>
    public bool IsMarked { get; set; }

    /// <summary>What the comment of its record may end with.</summary>
    public string? Mark => Tag is null ? null : SendTag.MarkOf(Tag);

    public string? FaxId { get; set; }

    /// <summary>Whether a person gave an id without saying of what.</summary>
    public bool MayBeFaxId { get; set; }

    public string? To { get; set; }

    public string? From { get; set; }

    /// <summary>The digest of its comment.</summary>
    public string Comment { get; set; } = Digest.Short(null);

    public string? Status { get; set; }

    /// <summary>Whether the last look has found it nowhere.</summary>
    public bool IsOutOfSight { get; set; }

    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>The timestamp when it was last known to exist.</summary>
    public long LastSeen { get; set; }

    /// <summary>The same for all that were made of one fax, and of no other: an item of the outbox has a fax for each destination.</summary>
    public string Identity => $"{OutboxId ?? Tag ?? _own} {PhoneNumber.Canonical(To)}";

    public string Name => To is null ? $"{FaxId ?? OutboxId}" : $"to {To} ({FaxId ?? OutboxId ?? "no id"})";

    /// <summary>Learns from the item in the outbox, whose comment and times are the ones the later record will carry.</summary>
    /// <param name="item">The item.</param>
    /// <param name="now">The timestamp of this moment.</param>
    /// <param name="there">The time of the service, if it is known.</param>
    public void See(OutboxFax item, long now, DateTimeOffset? there = null)
    {
        OutboxId = item.Id;
        To ??= item.To.FirstOrDefault();
        From = item.From ?? From;
        Comment = Digest.Short(item.Comment);
        Status = item.Status;
        IsOutOfSight = false;
        SubmitTime = item.SubmitTime ?? SubmitTime ?? there;
        LastSeen = now;
    }
}
