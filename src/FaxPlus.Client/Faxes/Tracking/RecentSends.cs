using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>
/// The most recent sends of a session. The client uses them to recognize the records and outbox items of these sends. The number of stored
/// sends is limited.
/// </summary>
internal sealed class RecentSends(TimeProvider time)
{
    private const int Capacity = 4096;

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _byMark = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _entries = new();

    /// <summary>Adds a send that the service has accepted.</summary>
    /// <param name="tag">The tag of the send.</param>
    /// <param name="isMarked">Whether the comment of the send ends with the mark.</param>
    /// <param name="ids">The outbox ids of the send. The ids are not stored if the send has several destinations.</param>
    public void Add(string tag, bool isMarked, IReadOnlyCollection<string?> ids)
    {
        var entry = new Entry(tag, isMarked, ids.Count == 1 ? [.. ids.OfType<string>()] : [], time.GetTimestamp());
        lock (_lock)
        {
            if (SendTag.MarkOf(tag) is string mark) _byMark[mark] = entry;
            foreach (string id in entry.Ids) _byId[id] = entry;
            _entries.Enqueue(entry);
            while (_entries.Count > Capacity) Forget(_entries.Dequeue());
        }
    }

    /// <summary>Finds the send of a record. Returns null if no stored send matches.</summary>
    public Entry? Find(Fax record)
    {
        lock (_lock)
        {
            if (record.CommentMark is string mark && _byMark.TryGetValue(mark, out Entry? byMark)) return byMark;
            return record.Id is string id && _byId.TryGetValue(id, out Entry? byId) ? byId : null;
        }
    }

    /// <summary>Returns the tags of the sends that the service accepted within the specified time before or after a timestamp.</summary>
    public HashSet<string> AcceptedAround(long timestamp, TimeSpan distance)
    {
        lock (_lock)
        {
            return new HashSet<string>(
                _entries.Where(entry => time.GetElapsedTime(timestamp, entry.AcceptedAt).Duration() <= distance).Select(entry => entry.Tag),
                StringComparer.Ordinal);
        }
    }

    private void Forget(Entry entry)
    {
        if (SendTag.MarkOf(entry.Tag) is string mark && _byMark.TryGetValue(mark, out Entry? byMark) && byMark == entry)
        {
            _byMark.Remove(mark);
        }

        foreach (string id in entry.Ids)
        {
            if (_byId.TryGetValue(id, out Entry? byId) && byId == entry) _byId.Remove(id);
        }
    }

    internal sealed class Entry(string tag, bool isMarked, string[] ids, long acceptedAt)
    {
        public string Tag => tag;

        /// <summary>Whether the comment of the send ends with the mark.</summary>
        public bool IsMarked => isMarked;

        public string[] Ids => ids;

        public long AcceptedAt => acceptedAt;
    }
}
