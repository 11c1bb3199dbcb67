using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options for receiving faxes. Between two runs, the checkpoint is stored in a file or a table, or by the caller.</summary>
public sealed class ReceiveOptions
{
    /// <summary>The account, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The categories of the faxes: <c>inbox</c>, <c>spam</c>, or both.</summary>
    public IReadOnlyList<string> Category { get; set; } = ["inbox"];

    /// <summary>The checkpoint file, which is locked until the receiver is disposed.</summary>
    public string? CheckpointFile { get; set; }

    /// <summary>
    /// The address of a checkpoint in Azure Table Storage, <c>https://account.table.core.windows.net/table#name</c>. Until the receiver is
    /// disposed, it has a lease on the checkpoint. If the receiver's process is killed, another receiver can start after about one minute.
    /// </summary>
    public string? CheckpointTable { get; set; }

    /// <summary>
    /// The secret of the storage account for a checkpoint in a table: a connection string, an account key or a SAS. If null, the identity
    /// of the machine or user is used.
    /// </summary>
    public Secret? CheckpointCredential { get; set; }

    /// <summary>The checkpoint of an earlier run, from <see cref="IFaxReceiver.State"/>; null or empty for a first run.</summary>
    public string? State { get; set; }

    /// <summary>The start time of a first run; null for now. Ignored if a checkpoint exists.</summary>
    public DateTimeOffset? After { get; set; }

    /// <summary>
    /// The length of the period before the newest fax. Each poll reads this period again, because a fax may appear late in the list.
    /// Default: 2 hours.
    /// </summary>
    public TimeSpan LookBack { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether to poll for new faxes until cancelled.</summary>
    public bool Follow { get; set; }

    /// <summary>
    /// The interval before the next poll if the last poll returned new faxes. Each poll without new faxes increases the interval by half.
    /// Default: 5 seconds.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum interval between two polls. Default: 1 minute.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether acknowledged faxes are marked as read.</summary>
    public bool MarkRead { get; set; }

    /// <summary>
    /// Whether faxes are only read. The receiver then does not save, lock or lease the checkpoint, and does not mark faxes as read.
    /// </summary>
    public bool Peek { get; set; }

    /// <summary>The maximum number of faxes in memory, unless a single second has more faxes.</summary>
    internal int MostAtATime { get; set; } = 1000;
}
