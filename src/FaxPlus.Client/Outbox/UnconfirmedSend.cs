using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>A send of which nobody knows whether the service took it.</summary>
internal sealed class UnconfirmedSend(string tag, bool isMarked)
{
    public string Tag => tag;

    /// <summary>What its comment ends with; null where it has no mark.</summary>
    public string? Mark { get; } = isMarked ? SendTag.MarkOf(tag) : null;

    /// <summary>When sending it began by the service's clock, as it was known then; null where the service had said nothing yet.</summary>
    public DateTimeOffset? BegunThere { get; set; }

    /// <summary>Of a send of this run: the timestamp when sending it began.</summary>
    public long? BegunAt { get; set; }

    /// <summary>Of a send of this run: the timestamp when its answer was lost.</summary>
    public long LostAt { get; set; }

    /// <summary>How long it may still be hidden when the search begins.</summary>
    public TimeSpan Hidden { get; set; }

    /// <summary>How the answer was lost; null when that was in an earlier run.</summary>
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
