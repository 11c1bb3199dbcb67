using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options for receiving faxes. The state between two runs is kept in a file, in a table or by the caller.</summary>
public sealed class ReceiveOptions
{
    /// <summary>The account: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary><c>inbox</c>, <c>spam</c>, or both.</summary>
    public IReadOnlyList<string> Category { get; set; } = ["inbox"];

    /// <summary>The file of the checkpoint; it is locked until the receiver is disposed.</summary>
    public string? CheckpointFile { get; set; }

    /// <summary>
    /// The address of a checkpoint in Azure Table Storage, <c>https://account.table.core.windows.net/table#name</c>. The receiver holds a
    /// lease on the checkpoint until it is disposed. If its process is killed, another receiver can begin after one minute.
    /// </summary>
    public string? CheckpointTable { get; set; }

    /// <summary>
    /// For a checkpoint in a table: a connection string, an account key or a SAS; null for the identity of the machine or user.
    /// </summary>
    public Secret? CheckpointCredential { get; set; }

    /// <summary>The checkpoint of an earlier run, from <see cref="IFaxReceiver.State"/>; null or empty for a first run.</summary>
    public string? State { get; set; }

    /// <summary>The start time of a first run; null for now. Ignored if a checkpoint exists.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>
    /// A fax may appear late in the list. This is the maximum time by which it may then be older than the newest fax. Default: 2 hours.
    /// </summary>
    public TimeSpan LookBack { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether to poll without end.</summary>
    public bool Follow { get; set; }

    /// <summary>
    /// The interval between two polls after new faxes; it grows by half with each poll without new faxes. Default: 5 seconds.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum interval between two polls. Default: 1 minute.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether acknowledged faxes are marked as read.</summary>
    public bool MarkRead { get; set; }

    /// <summary>Whether faxes are only read: then nothing is saved, locked, leased or marked.</summary>
    public bool Peek { get; set; }

    /// <summary>The maximum number of faxes in memory, unless one second has more.</summary>
    internal int MostAtATime { get; set; } = 1000;
}
