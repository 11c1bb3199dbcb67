using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>A send that the service may or may not have accepted.</summary>
internal sealed class UnconfirmedSend(string tag, bool isMarked)
{
    public string Tag => tag;

    /// <summary>The mark at the end of its comment; null if it has no mark.</summary>
    public string? Mark { get; } = isMarked ? SendTag.MarkOf(tag) : null;

    /// <summary>The service's time when the send began, as it was known then; null if it was not known yet.</summary>
    public DateTimeOffset? BegunThere { get; set; }

    /// <summary>For a send of this run: the timestamp when the send began.</summary>
    public long? BegunAt { get; set; }

    /// <summary>For a send of this run: the timestamp when its response was lost.</summary>
    public long LostAt { get; set; }

    /// <summary>How long the service may still hide the fax when the search begins.</summary>
    public TimeSpan Hidden { get; set; }

    /// <summary>The error that lost the response; null if an earlier run lost it.</summary>
    public FaxPlusException? Cause { get; set; }

    /// <summary>The account that sends.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The number it was sent from.</summary>
    public string From { get; set; } = "";

    /// <summary>The digest of its comment.</summary>
    public string Comment { get; set; } = "";
}
