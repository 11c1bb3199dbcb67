using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>How to receive faxes. The state that goes from one run to the next lives in a file or with the caller.</summary>
public sealed class ReceiveOptions
{
    /// <summary>Whose faxes: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary><c>inbox</c>, <c>spam</c>, or both.</summary>
    public IReadOnlyList<string> Category { get; set; } = ["inbox"];

    /// <summary>The file that keeps the checkpoint; it is locked while the receiver lives.</summary>
    public string? CheckpointFile { get; set; }

    /// <summary>The checkpoint of an earlier run, as <see cref="IFaxReceiver.State"/> gave it; null or empty for a first run.</summary>
    public string? State { get; set; }

    /// <summary>Where a first run begins; null for now. With a checkpoint it is of no account.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>How late, behind the newest fax, a fax may appear and still be found. 2 hours.</summary>
    public TimeSpan LookBack { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether to go on looking for ever.</summary>
    public bool Follow { get; set; }

    /// <summary>The pause between two looks after news; it grows by half with each look that brings none. 5 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two looks. 1 minute.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether faxes are marked as read once they were taken.</summary>
    public bool MarkRead { get; set; }

    /// <summary>Looks only: nothing is kept, locked or marked.</summary>
    public bool Peek { get; set; }

    /// <summary>How many faxes are held at a time, at the most, unless one second has more.</summary>
    internal int MostAtATime { get; set; } = 1000;
}
