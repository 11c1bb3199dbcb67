using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Sending;

/// <summary>A send of which nobody knows whether the service took it.</summary>
/// <param name="trace">Its place among the session's sends.</param>
/// <param name="begun">When sending it began, by this machine's clock.</param>
/// <param name="cut">Since when no request of it can be under way any more, by this machine's clock.</param>
/// <param name="cause">How the answer was lost; null when that was in an earlier run.</param>
internal sealed class LostSend(SentMemory.Trace trace, DateTimeOffset begun, DateTimeOffset cut, FaxPlusException? cause)
{
    public SentMemory.Trace Trace => trace;

    public DateTimeOffset Begun => begun;

    /// <summary>When sending it began by the service's clock, if that was known then.</summary>
    public DateTimeOffset? BegunThere { get; set; }

    public DateTimeOffset Cut => cut;

    public FaxPlusException? Cause => cause;

    /// <summary>Items of others that were seen in the outbox and will leave a record that looks like this one's.</summary>
    public HashSet<string> Strangers { get; } = new(StringComparer.Ordinal);

    /// <summary>The account that sends.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The number it was sent from.</summary>
    public string From { get; set; } = "";

    /// <summary>The digest of its comment.</summary>
    public string Comment { get; set; } = "";
}
