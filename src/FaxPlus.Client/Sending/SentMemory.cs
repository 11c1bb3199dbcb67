using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Sending;

/// <summary>
/// The session's sends of the last minutes that are certain: records of theirs are no trace of one whose answer was lost.
/// </summary>
internal sealed class SentMemory
{
    // Longer than any look for a lost fax takes.
    private static readonly TimeSpan s_span = TimeSpan.FromMinutes(15);

    private readonly object _lock = new();
    private readonly Queue<SentFax> _sent = new();

    public void Remember(IEnumerable<SentFax> sent)
    {
        lock (_lock)
        {
            foreach (SentFax fax in sent)
            {
                while (_sent.Count > 0 && fax.SubmitTime - _sent.Peek().SubmitTime > s_span) _sent.Dequeue();
                _sent.Enqueue(fax);
            }
        }
    }

    public IReadOnlyList<SentFax> Since(DateTimeOffset time)
    {
        lock (_lock) return [.. _sent.Where(fax => fax.SubmitTime >= time)];
    }
}
