using System;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The state of a tracked fax.</summary>
/// <param name="source">The object that was added to the follower.</param>
/// <param name="userId">The account that the fax belongs to.</param>
/// <param name="addedAt">The timestamp when the fax was added.</param>
internal sealed class TrackedFax(object source, string userId, long addedAt)
{
    private readonly string _own = Guid.NewGuid().ToString("N");

    public object Source { get; } = source;

    public string UserId { get; } = userId;

    public string? OutboxId { get; set; }

    /// <summary>The tag that identifies the fax.</summary>
    public string? Tag { get; set; }

    /// <summary>Whether the comment of the fax ends with the mark.</summary>
    public bool IsMarked { get; set; }

    /// <summary>The mark that belongs to the tag; null if the fax has no tag.</summary>
    public string? Mark => Tag is null ? null : SendTag.MarkOf(Tag);

    public string? FaxId { get; set; }

    /// <summary>Whether the caller specified only an id, which may be an outbox id or a fax id.</summary>
    public bool MayBeFaxId { get; set; }

    public string? To { get; set; }

    public string? From { get; set; }

    /// <summary>The digest of the comment.</summary>
    public string Comment { get; set; } = Digest.Short(null);

    public string? Status { get; set; }

    /// <summary>Whether the last poll did not find the fax.</summary>
    public bool IsMissing { get; set; }

    /// <summary>
    /// The timestamp of the first poll that did not find the fax although the outbox would have shown it; null before such a poll.
    /// </summary>
    public long? MissingSince { get; private set; }

    private bool WasFound { get; set; }

    public DateTimeOffset? SubmitTime { get; set; }

    /// <summary>
    /// A key that is equal for all objects that track the same fax. The key contains the destination, because an outbox item may have a fax
    /// for each of several destinations.
    /// </summary>
    public string Identity => $"{OutboxId ?? Tag ?? _own} {PhoneNumber.Canonical(To)}";

    public string Name => To is null ? $"{FaxId ?? OutboxId}" : $"to {To} ({FaxId ?? OutboxId ?? "no id"})";

    /// <summary>
    /// Copies the values of the outbox item, because the record will have the same numbers, comment and submit time.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="there">The service's time, if it is known.</param>
    public void Update(OutboxFax item, DateTimeOffset? there = null)
    {
        OutboxId = item.Id;
        To ??= item.To.FirstOrDefault();
        From = item.From ?? From;
        Comment = Digest.Short(item.Comment);
        Status = item.Status;
        WasFound = true;
        MarkFound();
        SubmitTime = item.SubmitTime ?? SubmitTime ?? there;
    }

    /// <summary>Sets the state after a poll that has found the fax.</summary>
    public void MarkFound() => (IsMissing, MissingSince) = (false, null);

    /// <summary>Sets the state after a poll that has found the fax neither in the outbox nor among the sent faxes.</summary>
    /// <param name="requestedAt">The timestamp when the outbox was requested.</param>
    /// <param name="respondedAt">The timestamp of the response.</param>
    /// <param name="hidden">
    /// The maximum time for which neither the outbox nor the list of sent faxes shows a fax that was just accepted, or that is moving from
    /// the outbox to the sent faxes.
    /// </param>
    /// <param name="time">Measures the time between timestamps.</param>
    /// <returns>
    /// Whether the fax has been missing for at least the time <paramref name="hidden"/>, which means that the service does not have the
    /// fax.
    /// </returns>
    public bool MarkMissing(long requestedAt, long respondedAt, TimeSpan hidden, TimeProvider time)
    {
        IsMissing = true;
        // A fax that was never found does not count as missing until the outbox would have shown it.
        if (!WasFound && time.GetElapsedTime(addedAt, requestedAt) < hidden) return false;
        // The time is measured from the response of the first poll that did not find the fax, because the previous poll may have been long
        // ago.
        MissingSince ??= respondedAt;
        return time.GetElapsedTime(MissingSince.Value, requestedAt) >= hidden;
    }
}
