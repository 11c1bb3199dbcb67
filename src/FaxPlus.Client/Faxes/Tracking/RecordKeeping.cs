using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>What an account was seen to keep of the faxes that were sent. The documentation leaves it open (API reference 3.5).</summary>
internal sealed class RecordKeeping
{
    private readonly ConcurrentDictionary<string, bool> _users = new(StringComparer.Ordinal);

    /// <summary>Whether a record keeps the comment, and so the mark; null while no record is known to be ours.</summary>
    public bool? KeepsMarks { get; set; }

    /// <summary>Whether a record has the id that the send returned; null while no record is known to be ours.</summary>
    public bool? KeepsIds { get; set; }

    /// <summary>Whether the account of a user was seen to keep a record of a sent fax.</summary>
    public bool HasRecords(string userId) => _users.ContainsKey(userId);

    /// <summary>Learns from the records that are known to be those of sends of this session.</summary>
    public void Learn(string userId, IEnumerable<Fax> records, RecentSends sends)
    {
        foreach (Fax record in records)
        {
            if (sends.Find(record) is not RecentSends.Entry send) continue;
            _users[userId] = true;
            if (record.CommentMark is not null) KeepsMarks = true;
            // It may have been edited: one that kept its mark outweighs it.
            else if (send.IsMarked) KeepsMarks ??= false;
            if (send.Ids.Length > 0 && record.Id is not null) KeepsIds = Array.IndexOf(send.Ids, record.Id) >= 0 || (KeepsIds ?? false);
        }
    }
}
