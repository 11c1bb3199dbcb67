using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>
/// Stores whether accounts keep records of sent faxes, and whether the records keep the mark and the id. The documentation does not specify
/// these facts (API reference 3.5), so the client derives them from the records of its own sends.
/// </summary>
internal sealed class RecordKeeping
{
    private readonly ConcurrentDictionary<string, bool> _users = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether records keep the comment, which contains the mark; null as long as no record of a send of this session is known.
    /// </summary>
    public bool? KeepsMarks { get; set; }

    /// <summary>Whether records have the id that the send returned; null as long as no record of a send of this session is known.</summary>
    public bool? KeepsIds { get; set; }

    /// <summary>Whether the account is known to keep records of sent faxes.</summary>
    public bool HasRecords(string userId) => _users.ContainsKey(userId);

    /// <summary>Updates the properties of this object from the records of the sends of this session.</summary>
    public void Learn(string userId, IEnumerable<Fax> records, RecentSends sends)
    {
        foreach (Fax record in records)
        {
            if (sends.Find(record) is not RecentSends.Entry send) continue;
            _users[userId] = true;
            if (record.CommentMark is not null) KeepsMarks = true;
            // A record without its mark is weaker evidence than a record with its mark, because a comment may have been edited.
            else if (send.IsMarked) KeepsMarks ??= false;
            if (send.Ids.Length > 0 && record.Id is not null) KeepsIds = Array.IndexOf(send.Ids, record.Id) >= 0 || (KeepsIds ?? false);
        }
    }
}
