using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The last sends of a session, to identify their records and outbox items. The number of completed sends is limited.</summary>
internal sealed class RecentSends(TimeProvider time)
{
    private const int Capacity = 4096;

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _byMark = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _over = new();

    /// <summary>Adds a send that the service has accepted.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="isMarked">Whether its comment has the mark.</param>
    /// <param name="ids">Its outbox ids; those of several destinations are not kept.</param>
    public void Add(string tag, bool isMarked, IReadOnlyCollection<string?> ids)
    {
        var entry = new Entry(tag, isMarked, ids.Count == 1 ? [.. ids.OfType<string>()] : [], time.GetTimestamp());
        lock (_lock)
        {
            if (SendTag.MarkOf(tag) is string mark) _byMark[mark] = entry;
            foreach (string id in entry.Ids) _byId[id] = entry;
            _over.Enqueue(entry);
            while (_over.Count > Capacity) Forget(_over.Dequeue());
        }
    }

    /// <summary>The send that left a record, if it is one of these.</summary>
    public Entry? Find(Fax record)
    {
        lock (_lock)
        {
            if (record.CommentMark is string mark && _byMark.TryGetValue(mark, out Entry? byMark)) return byMark;
            return record.Id is string id && _byId.TryGetValue(id, out Entry? byId) ? byId : null;
        }
    }

    /// <summary>The tags of the sends that the service accepted within this time before or after a moment.</summary>
    public HashSet<string> TakenAbout(long moment, TimeSpan distance)
    {
        lock (_lock) return new HashSet<string>(_over.Where(entry => time.GetElapsedTime(moment, entry.TakenAt).Duration() <= distance).Select(entry => entry.Tag), StringComparer.Ordinal);
    }

    private void Forget(Entry entry)
    {
        if (SendTag.MarkOf(entry.Tag) is string mark && _byMark.TryGetValue(mark, out Entry? byMark) && byMark == entry) _byMark.Remove(mark);
        foreach (string id in entry.Ids)
        {
            if (_byId.TryGetValue(id, out Entry? byId) && byId == entry) _byId.Remove(id);
        }
    }

    internal sealed class Entry(string tag, bool isMarked, string[] ids, long takenAt)
    {
        public string Tag => tag;

        /// <summary>Whether its comment has the mark.</summary>
        public bool IsMarked => isMarked;

        public string[] Ids => ids;

        public long TakenAt => takenAt;
    }
}
