using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Sending;

/// <summary>
/// The items of a journal whose end is not known. They are looked for as soon as it is open, and their records are not taken for
/// those of other faxes of the run.
/// </summary>
internal sealed class Doubts(Transport transport, Delivery delivery, Journal journal) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, Doubt> _doubts = new(StringComparer.Ordinal);

    /// <summary>Takes over what earlier runs have left.</summary>
    /// <param name="looks">Whether they are looked for.</param>
    public void Begin(bool looks)
    {
        List<JournalEntry> doubts = [.. journal.InState(JournalState.InDoubt)];
        if (doubts.Count == 0) return;
        // An earlier command of this session may have left some items in its memory: counted twice, they would leave a doubt.
        transport.Sent.Forget(new HashSet<string>(new[] { JournalState.InDoubt, JournalState.Sent, JournalState.Failed }.SelectMany(journal.InState).Select(entry => entry.Mark)));
        foreach (JournalEntry entry in doubts) Note(entry);

        DateTimeOffset since = transport.Sent.NeededSince();
        foreach (JournalEntry entry in journal.InState(JournalState.Sent).Where(entry => entry.Ended >= since).OrderBy(entry => entry.Ended))
        {
            SentMemory.Trace trace = TraceOf(entry);
            trace.IsSure = true;
            transport.Sent.End(trace, mayBeThere: true, entry.Ended!.Value);
        }

        // At once, and not when their turn comes: the sooner, the more of them are still in the outbox, where each is known by its tag.
        if (!looks) return;
        foreach (JournalEntry entry in doubts) Note(entry).Look = LookFor(entry);
    }

    /// <summary>What was found of an item.</summary>
    /// <exception cref="FaxPlusException">InDoubt: nobody can tell.</exception>
    public async Task<Delivered?> FindAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        Doubt doubt = Note(entry);
        Task<Delivered?> look = doubt.Look ?? LookFor(entry);
        doubt.Look = null;
        return await look.OrCancelled(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The item is in doubt no more.</summary>
    public void Settle(JournalEntry entry, bool mayBeThere)
    {
        if (_doubts.TryRemove(entry.Key, out Doubt? doubt)) transport.Sent.End(doubt.Trace, mayBeThere, transport.Time.GetUtcNow());
    }

    public void Dispose()
    {
        _ending.Cancel();
        foreach (Doubt doubt in _doubts.Values)
        {
            // Cancelled looks end at once; no request outlives the run.
            if (doubt.Look is Task look) Task.WhenAny(look).Wait();
            transport.Sent.End(doubt.Trace, mayBeThere: true, transport.Time.GetUtcNow());
        }
    }

    private Doubt Note(JournalEntry entry) => _doubts.GetOrAdd(entry.Key, _ => new Doubt(TraceOf(entry)));

    private SentMemory.Trace TraceOf(JournalEntry entry) => transport.Sent.Begin(entry.To, entry.Comment, entry.Mark, entry.Begun);

    private Task<Delivered?> LookFor(JournalEntry entry)
    {
        // What a crash has cut off was so by the time the journal was opened.
        var lost = new LostSend(Note(entry).Trace, entry.Begun, entry.Cut ?? journal.OpenedAt, null) { UserId = entry.UserId, To = entry.To, From = entry.From, Comment = entry.Comment, BegunThere = entry.BegunThere };
        Task<Delivered?> look = transport.Platform.RunAsync(() => delivery.FindAsync(lost, _ending.Token));
        // It may fail before anybody asks, and nobody may ask.
        look.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return look;
    }

    private sealed class Doubt(SentMemory.Trace trace)
    {
        /// <summary>Keeps the records that it may leave from being taken for those of another one.</summary>
        public SentMemory.Trace Trace => trace;

        /// <summary>The look for it that nobody has asked for yet.</summary>
        public Task<Delivered?>? Look { get; set; }
    }
}
