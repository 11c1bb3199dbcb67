using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>A send that the service may or may not have accepted.</summary>
internal sealed class UnconfirmedSend(string tag, bool isMarked)
{
    public string Tag => tag;

    /// <summary>The mark at the end of the comment; null if the comment has no mark.</summary>
    public string? Mark { get; } = isMarked ? SendTag.MarkOf(tag) : null;

    /// <summary>The service's time when the send began, as known at that time; null if it was not known yet.</summary>
    public DateTimeOffset? BegunThere { get; set; }

    /// <summary>For a send of this run: the timestamp when the send began.</summary>
    public long? BegunAt { get; set; }

    /// <summary>For a send of this run: the timestamp when its response was lost.</summary>
    public long LostAt { get; set; }

    /// <summary>The maximum time from the beginning of the search until the outbox shows the fax.</summary>
    public TimeSpan Hidden { get; set; }

    /// <summary>The error because of which there is no response; null for a send of an earlier run.</summary>
    public FaxPlusException? Cause { get; set; }

    /// <summary>The account that sends.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The number that the fax was sent from.</summary>
    public string From { get; set; } = "";

    /// <summary>The digest of its comment.</summary>
    public string Comment { get; set; } = "";
}
