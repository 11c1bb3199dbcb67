using System;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The state of a fax that is being followed.</summary>
/// <param name="source">What was added to the follower.</param>
/// <param name="userId">The user whose fax it is.</param>
/// <param name="addedAt">The timestamp when it was added.</param>
internal sealed class TrackedFax(object source, string userId, long addedAt)
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

    /// <summary>Whether the last poll did not find it.</summary>
    public bool IsOutOfSight { get; set; }

    /// <summary>The timestamp of the first poll that did not find it although it cannot have been hidden in the outbox; null before that.</summary>
    public long? MissingSince { get; private set; }

    private bool WasSeen { get; set; }

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
        WasSeen = true;
        Find();
        SubmitTime = item.SubmitTime ?? SubmitTime ?? there;
    }

    /// <summary>A poll has found it.</summary>
    public void Find() => (IsOutOfSight, MissingSince) = (false, null);

    /// <summary>A poll has found it neither in the outbox nor among the sent faxes.</summary>
    /// <param name="asked">The timestamp when the outbox was requested.</param>
    /// <param name="answered">The timestamp of the response.</param>
    /// <param name="hidden">How long the service may hide a fax that it has accepted, and one that moves from the outbox to the sent faxes.</param>
    /// <param name="time">Measures the time between timestamps.</param>
    /// <returns>Whether the service has the fax in neither list any more.</returns>
    public bool Miss(long asked, long answered, TimeSpan hidden, TimeProvider time)
    {
        IsOutOfSight = true;
        // The service may still hide it in the outbox.
        if (!WasSeen && time.GetElapsedTime(addedAt, asked) < hidden) return false;
        // It left the outbox before the response of the first poll without it, however long the poll before that was ago.
        MissingSince ??= answered;
        return time.GetElapsedTime(MissingSince.Value, asked) >= hidden;
    }
}
