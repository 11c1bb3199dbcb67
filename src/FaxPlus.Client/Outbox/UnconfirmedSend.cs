using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>A send for which it is unknown whether the service has accepted the fax.</summary>
internal sealed class UnconfirmedSend(string tag, bool isMarked)
{
    /// <summary>
    /// The explanation, for messages, of a response that indicates that the plan of the account does not include the API.
    /// </summary>
    public const string PlanRefusal = "The service returns this response if the plan of the account does not include the API.";

    public const string PlanAdvice = "Check the plan of the account: the API is part of the Enterprise plan.";

    public string Tag => tag;

    /// <summary>The mark at the end of the comment; null if the comment has no mark.</summary>
    public string? Mark { get; } = isMarked ? SendTag.MarkOf(tag) : null;

    /// <summary>The service's time when the send began; null if it was not known then.</summary>
    public DateTimeOffset? BegunThere { get; set; }

    /// <summary>The timestamp when the send began; null for a send of an earlier run.</summary>
    public long? BegunAt { get; set; }

    /// <summary>The timestamp when the response was lost, for a send of this run.</summary>
    public long LostAt { get; set; }

    /// <summary>
    /// The time from the request until its response was lost, including the time for which the machine or the process was suspended; zero for
    /// a send of an earlier run.
    /// </summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The maximum time from the beginning of the search until the outbox shows the fax.</summary>
    public TimeSpan Hidden { get; set; }

    /// <summary>The error of the request whose response was lost; null for a send of an earlier run.</summary>
    public FaxPlusException? Cause { get; set; }

    /// <summary>
    /// Whether the response, a 500 with the body null, indicates that the plan of the account does not include the API. If the service
    /// provably does not have the fax after this response, the fax is not sent again.
    /// </summary>
    public bool IsPlanRefusal => Cause is { StatusCode: 500 } && Cause.ResponseBody?.Trim() == "null";

    /// <summary>The sending account.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The sender number.</summary>
    public string From { get; set; } = "";

    /// <summary>The digest of the comment.</summary>
    public string Comment { get; set; } = "";
}
