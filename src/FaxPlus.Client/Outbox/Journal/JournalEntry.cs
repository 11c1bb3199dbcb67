using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>The state of one item of a journal.</summary>
internal class JournalEntry(string key)
{
    private JournalLine _intent = new();
    private JournalLine? _end;

    /// <summary>The digest of the contents that this run sends; null if this run has not sent the item.</summary>
    public string? Contents { get; set; }

    public string Key => key;

    public JournalState State => _end?.State ?? JournalState.InDoubt;

    public string Tag => _intent.Mark ?? "";

    /// <summary>Whether the comment ends with the mark.</summary>
    public bool IsMarked => _intent.Marked == true;

    /// <summary>The digest of the documents; null if the digest is not known.</summary>
    public string? Documents => _intent.Documents;

    /// <summary>Whether an earlier attempt is in doubt, regardless of the result of the last attempt.</summary>
    public bool IsDoubted => _intent.DoubtSince is not null;

    public string[] To => _intent.To ?? [];

    public string From => _intent.From ?? "";

    /// <summary>Whether the sender was specified; false if this is not known.</summary>
    public bool IsSenderNamed => _intent.Named == true;

    public string UserId => _intent.User ?? FaxPlusDefaults.Self;

    /// <summary>The digest of the comment.</summary>
    public string Comment => _intent.Comment ?? "";

    public DateTimeOffset Begun => _intent.Time;

    /// <summary>The beginning of the first attempt that is in doubt, or of the last attempt if no earlier attempt is in doubt.</summary>
    public DateTimeOffset FirstBegun => _intent.DoubtSince ?? Begun;

    /// <summary>The service's time at <see cref="FirstBegun"/>; null if it was not known.</summary>
    public DateTimeOffset? BegunThere => _intent.ServerTime;

    public DateTimeOffset? Ended => _end?.Time;

    /// <summary>
    /// The time at which the first result of the last attempt was recorded; null if no result was recorded, for example after a crash.
    /// </summary>
    public DateTimeOffset? AttemptEndedAt { get; private set; }

    /// <summary>
    /// The time when this worker took over the item, which is the latest time at which the last attempt can have ended; null if the item
    /// was not taken over.
    /// </summary>
    public DateTimeOffset? OverAt { get; set; }

    /// <summary>
    /// The worker that began or took over the last attempt, if that worker has ended or lost its lease, and therefore sends no more faxes;
    /// otherwise null.
    /// </summary>
    public string? EndedWorker { get; set; }

    public virtual void Apply(JournalLine line)
    {
        if (line.State == JournalState.Sending)
        {
            _intent = line;
            _end = null;
            AttemptEndedAt = null;
        }
        else
        {
            // An item that was refused before its first attempt has no intent. In this case, the line of the refusal contains the fields of
            // an intent.
            if (line.To is not null) _intent = line;
            _end = line;
            AttemptEndedAt ??= line.Time;
        }
    }

    /// <param name="comment">The comment of the request. The receipts contain the comment if its digest equals that in the journal.</param>
    /// <param name="tags">All tags of the fax; null if only the unique tag is known.</param>
    public SentFax[] Receipts(string? comment = null, IReadOnlyList<string>? tags = null) =>
    [
        .. To.Select((to, i) => new SentFax
        {
            OutboxId = _end?.Ids?.ElementAtOrDefault(i),
            Key = key,
            UserId = UserId,
            To = to,
            From = From,
            SubmitTime = _end?.Submitted ?? Begun,
            SendTime = _intent.SendTime,
            Comment = Digest.Short(comment) == Comment ? comment : null,
            CommentDigest = Comment,
            IsMarked = IsMarked,
            Status = _end?.LeftOut?.Contains(to) == true ? SentFax.Unconfirmed : "submitted",
            Tags = tags is null ? [Tag] : [.. tags],
            Files = _intent.Files ?? [],
        }),
    ];

    public JournalItem ToItem(bool isUnderWay, int attempts) => new()
    {
        Key = key,
        State = _end is null && isUnderWay ? JournalState.Sending : State,
        To = To,
        From = From,
        Files = _intent.Files ?? [],
        Begun = Begun,
        Ended = Ended,
        Attempts = attempts,
        Tag = Tag,
        Error = _end is null && !isUnderWay
            ? "The run ended before the response arrived. Run the same command again to search for the fax. "
                + "If the fax is not found, the item stays in doubt."
            : _end?.Message,
        Doubt = State != JournalState.InDoubt || (_end is null && isUnderWay) ? null : _end?.Doubt ?? DoubtReason.NotLookedFor,
        ErrorId = _end?.Error is string kind ? $"FaxPlus.{kind}" : null,
        Sent = State == JournalState.Sent ? Receipts() : [],
    };
}
