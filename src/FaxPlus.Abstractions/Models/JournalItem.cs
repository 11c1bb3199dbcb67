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

    /// <summary>The id of that error, such as <c>FaxPlus.BadRequest</c>; null where there was none.</summary>
    public string? ErrorId { get; set; }

    /// <summary>The receipts, one a destination, of an item that was sent: for Wait-FaxPlusFax.</summary>
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

    /// <summary>It was begun, and its end is not known. The same command settles it by looking it up.</summary>
    InDoubt,
}
