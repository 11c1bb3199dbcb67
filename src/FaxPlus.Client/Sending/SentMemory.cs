using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Sending;

/// <summary>
/// The session's sends of the last moments. The records that they leave are no trace of one whose answer was lost.
/// It goes back to the oldest send that is not settled yet, and so stays small however many faxes a run sends. All times
/// are of this machine's clock: the service's is known only after its first answer.
/// </summary>
internal sealed class SentMemory(TimeProvider time)
{
    /// <summary>How long before a send was begun another may have been taken whose record has a time as late: the slack of the one's time and of the other's.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromTicks(2 * ServiceClock.Slack.Ticks);

    private readonly object _lock = new();
    private readonly HashSet<Trace> _unsettled = [];
    private Queue<Trace> _settled = new();

    /// <summary>Notes a send whose end is not known yet.</summary>
    /// <param name="to">Its destinations.</param>
    /// <param name="comment">The digest of its comment.</param>
    /// <param name="mark">Its own tag.</param>
    /// <param name="begun">When it was begun.</param>
    public Trace Begin(IReadOnlyList<string> to, string comment, string mark, DateTimeOffset begun)
    {
        var trace = new Trace(to, comment, mark, begun);
        lock (_lock) _unsettled.Add(trace);
        return trace;
    }

    /// <summary>A send is over.</summary>
    /// <param name="trace">The send.</param>
    /// <param name="mayBeThere">Whether it left a fax, or may have.</param>
    /// <param name="ended">When.</param>
    public void End(Trace trace, bool mayBeThere, DateTimeOffset ended)
    {
        lock (_lock)
        {
            if (!_unsettled.Remove(trace) || !mayBeThere) return;
            trace.Time = ended;
            _settled.Enqueue(trace);
            DateTimeOffset needed = NeededSince();
            while (_settled.Count > 0 && _settled.Peek().Time < needed) _settled.Dequeue();
        }
    }

    /// <summary>Forgets sends that are over, by their tags: somebody else tells of them anew.</summary>
    public void Forget(ISet<string> marks)
    {
        lock (_lock) _settled = new Queue<Trace>(_settled.Where(trace => !marks.Contains(trace.Mark)));
    }

    /// <summary>Since when sends that are over matter to those that are not.</summary>
    public DateTimeOffset NeededSince()
    {
        lock (_lock) return (_unsettled.Count > 0 ? _unsettled.Min(trace => trace.Time) : time.GetUtcNow()) - Reach;
    }

    /// <summary>How many records other sends have left since a time, or may leave, that go to the number of this one and have a comment of this digest.</summary>
    public int LikeIt(Trace trace, string comment, DateTimeOffset since)
    {
        lock (_lock) return _unsettled.Concat(_settled.Where(other => other.Time >= since)).Where(other => other.Mark != trace.Mark).Sum(other => other.RecordsTo(trace, comment));
    }

    /// <summary>The tags of the sends that the service has taken for certain between two times.</summary>
    public HashSet<string> Taken(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock) return new HashSet<string>(_settled.Where(trace => trace.IsSure && trace.Time >= from && trace.Time <= to).Select(trace => trace.Mark));
    }

    /// <summary>Whether a tag is that of one of these sends.</summary>
    public bool Knows(string[] tags)
    {
        lock (_lock) return _unsettled.Any(trace => tags.Contains(trace.Mark)) || _settled.Any(trace => tags.Contains(trace.Mark));
    }

    /// <summary>One send.</summary>
    internal sealed class Trace(IReadOnlyList<string> to, string comment, string mark, DateTimeOffset time)
    {
        public string Mark { get; } = mark;

        /// <summary>Whether the service has said that it took the fax.</summary>
        public bool IsSure { get; set; }

        /// <summary>When it was begun; when it was over, once it is.</summary>
        public DateTimeOffset Time { get; set; } = time;

        /// <summary>How many of its records go to the first destination of another, by which that one is looked for.</summary>
        public int RecordsTo(Trace other, string digest) => comment == digest ? to.Count(number => PhoneNumber.AreSame(number, other.First)) : 0;

        private string First => to[0];
    }
}
