using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>Looks for the items that earlier runs left in doubt, as soon as their journal is open: the sooner, the more of them are still in the outbox.</summary>
internal sealed class InDoubtResolver(ApiClient api, FaxPlusClientOptions options, LostResponseResolver resolver, SendJournal journal) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, Task<AcceptedSend?>> _looks = new(StringComparer.Ordinal);

    public void Begin()
    {
        foreach (JournalEntry entry in journal.InState(JournalState.InDoubt).ToArray()) _looks[entry.Key] = LookFor(entry);
    }

    /// <summary>What was found of an item.</summary>
    /// <exception cref="FaxPlusException">InDoubt: it was not found, and nobody can tell.</exception>
    public async Task<AcceptedSend> FindAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        Task<AcceptedSend?> look = _looks.TryRemove(entry.Key, out Task<AcceptedSend?>? begun) ? begun : LookFor(entry);
        try
        {
            return (await look.OrCancelled(cancellationToken).ConfigureAwait(false))!;
        }
        catch (OperationCanceledException)
        {
            // It goes on, and the end of the run waits for it.
            _looks.TryAdd(entry.Key, look);
            throw;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        // Cancelled looks end at once; no request outlives the run.
        foreach (Task<AcceptedSend?> look in _looks.Values) Task.WhenAny(look).Wait();
    }

    private Task<AcceptedSend?> LookFor(JournalEntry entry)
    {
        // What a crash has cut off was so by the time the journal was opened.
        TimeSpan gone = api.Time.GetUtcNow() - (entry.AttemptEndedAt ?? journal.OpenedAt);
        TimeSpan hidden = options.VisibilityDelay - gone;
        var lost = new UnconfirmedSend(entry.Tag, entry.IsMarked)
        {
            BegunThere = entry.BegunThere ?? api.Clock.At(entry.FirstBegun),
            // A clock that was put right since must neither end the wait nor draw it out.
            Hidden = hidden < TimeSpan.Zero ? TimeSpan.Zero : hidden > options.VisibilityDelay ? options.VisibilityDelay : hidden,
            UserId = entry.UserId,
            To = entry.To,
            From = entry.From,
            Comment = entry.Comment,
        };
        Task<AcceptedSend?> look = api.Platform.RunAsync(() => resolver.FindAsync(lost, _ending.Token));
        // It may fail before anybody asks, and nobody may ask.
        look.Forget();
        return look;
    }
}
