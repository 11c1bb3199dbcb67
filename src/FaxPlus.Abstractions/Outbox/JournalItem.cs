using System;

namespace FaxPlus;

/// <summary>One item of a run's journal: a fax to one destination or several.</summary>
public sealed class JournalItem
{
    /// <summary>What the item is called: the given key, or a hash of what is sent to whom.</summary>
    public string Key { get; set; } = "";

    /// <summary>What became of it.</summary>
    public JournalState State { get; set; }

    /// <summary>The destinations.</summary>
    public string[] To { get; set; } = [];

    /// <summary>The sender's number.</summary>
    public string From { get; set; } = "";

    /// <summary>The file names, in page order.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>When the last attempt was begun, UTC.</summary>
    public DateTimeOffset Begun { get; set; }

    /// <summary>When it came to its end, UTC; null while there is none.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>How often sending it was begun.</summary>
    public int Attempts { get; set; }

    /// <summary>The tag by which the fax can be found in the outbox.</summary>
    public string Tag { get; set; } = "";

    /// <summary>Why it was not sent, or why nobody can tell or has looked yet; null otherwise.</summary>
    public string? Error { get; set; }

    /// <summary>Of an item in doubt: which proof is missing; null otherwise.</summary>
    public DoubtReason? Doubt { get; set; }

    /// <summary>The id of that error, such as <c>FaxPlus.BadRequest</c>; null where there was none.</summary>
    public string? ErrorId { get; set; }

    /// <summary>The receipts, one a destination, of an item that was sent, with which the faxes can be followed.</summary>
    public SentFax[] Sent { get; set; } = [];

    /// <summary>The key and the state, for messages.</summary>
    public override string ToString() => $"{Key} ({State})";
}

/// <summary>What became of an item of a run.</summary>
public enum JournalState
{
    /// <summary>A run is at it at this moment.</summary>
    Sending,

    /// <summary>The service has it.</summary>
    Sent,

    /// <summary>The service does not have it. The same command sends it.</summary>
    Failed,

    /// <summary>It was begun, and its end is not known. The same command looks it up; it stays in doubt until it is found or you decide.</summary>
    InDoubt,
}

/// <summary>Why nobody can tell whether the service has a fax.</summary>
public enum DoubtReason
{
    /// <summary>The run ended before the answer came, and no later run has looked for it.</summary>
    NotLookedFor,

    /// <summary>It is not there now, but it may have been sent and deleted since the run that began it ended.</summary>
    EarlierRun,

    /// <summary>Looking for it failed.</summary>
    LookFailed,

    /// <summary>There was a gap in the look-ups, in which it may have come and gone.</summary>
    LookInterrupted,

    /// <summary>The service does not list all faxes that were sent at that time.</summary>
    ListIncomplete,

    /// <summary>A record may be that of this fax, and nothing proves that it is or is not.</summary>
    SimilarFax,

    /// <summary>The account is not known to keep its sent faxes, so that a missing record proves nothing.</summary>
    HistoryNotKept,

    /// <summary>It was in doubt, and sending it again on your word was refused: the first attempt is still in doubt.</summary>
    ResendRefused,
}
