using System;

namespace FaxPlus;

/// <summary>An item of a run's journal. An item is a fax to one or more destinations.</summary>
public sealed class JournalItem
{
    /// <summary>
    /// The key of the item: the specified key, or a digest of the contents, the destinations and other properties of the fax.
    /// </summary>
    public string Key { get; set; } = "";

    /// <summary>The state of the item.</summary>
    public JournalState State { get; set; }

    /// <summary>The destinations.</summary>
    public string[] To { get; set; } = [];

    /// <summary>The sender's number.</summary>
    public string From { get; set; } = "";

    /// <summary>The file names, in page order.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>The start time of the last attempt, UTC.</summary>
    public DateTimeOffset Begun { get; set; }

    /// <summary>The end time of the last attempt, UTC; null if unknown.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; set; }

    /// <summary>The tag by which the fax can be found in the outbox.</summary>
    public string Tag { get; set; } = "";

    /// <summary>The reason why the item was not sent or is in doubt, or null.</summary>
    public string? Error { get; set; }

    /// <summary>The reason why it is not proved whether the service has the fax; null if the item is not in doubt.</summary>
    public DoubtReason? Doubt { get; set; }

    /// <summary>The error id, such as <c>FaxPlus.BadRequest</c>; null without an error.</summary>
    public string? ErrorId { get; set; }

    /// <summary>The receipts of an item that was sent, one for each destination. A receipt can be used to follow the fax.</summary>
    public SentFax[] Sent { get; set; } = [];

    /// <summary>For messages: the key and the state.</summary>
    public override string ToString() => PrintableText.Of($"{Key} ({State})");
}

/// <summary>The states of an item of a run.</summary>
public enum JournalState
{
    /// <summary>A run is sending the item now.</summary>
    Sending,

    /// <summary>The service has the fax.</summary>
    Sent,

    /// <summary>The service does not have the fax. The next run sends it.</summary>
    Failed,

    /// <summary>
    /// A run began to send the item, but the result is unknown. The next run searches for the fax. The item stays in doubt until the result
    /// is determined.
    /// </summary>
    InDoubt,
}

/// <summary>The reasons why it is not proved whether the service has a fax.</summary>
public enum DoubtReason
{
    /// <summary>The run ended before the response arrived, and no later run has searched for the fax.</summary>
    NotLookedFor,

    /// <summary>
    /// The fax is in neither the outbox nor the list of sent faxes, but may have been sent and deleted since the end of the run that began
    /// to send the item.
    /// </summary>
    EarlierRun,

    /// <summary>The search for the fax failed.</summary>
    LookFailed,

    /// <summary>The polls had a gap, during which the fax may have been visible.</summary>
    LookInterrupted,

    /// <summary>The service does not list all faxes that were sent at that time.</summary>
    ListIncomplete,

    /// <summary>A record may belong to this fax, but there is no proof that it does.</summary>
    SimilarFax,

    /// <summary>The account may not keep sent faxes, so a missing record does not prove that the fax was not sent.</summary>
    HistoryNotKept,

    /// <summary>The item was in doubt, and the service refused the resend. The result of the first attempt is still unknown.</summary>
    ResendRefused,
}
