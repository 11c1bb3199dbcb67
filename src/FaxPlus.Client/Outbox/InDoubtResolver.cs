using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// Searches for the items that earlier runs left in doubt as soon as their journal is open, because the outbox shows a fax for a limited
/// time only.
/// </summary>
internal sealed class InDoubtResolver(
    ApiClient api, FaxPlusClientOptions options, LostResponseResolver resolver, ISendJournal journal) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, Task<AcceptedSend?>> _looks = new(StringComparer.Ordinal);

    public void Begin()
    {
        foreach (JournalEntry entry in journal.InDoubt().ToArray()) _looks[entry.Key] = LookFor(entry);
    }

    /// <summary>The result of the search for an item.</summary>
    /// <exception cref="FaxPlusException">InDoubt: the item was not found, and its absence is not proved.</exception>
    public async Task<AcceptedSend> FindAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        Task<AcceptedSend?> look = _looks.TryRemove(entry.Key, out Task<AcceptedSend?>? begun) ? begun : LookFor(entry);
        try
        {
            return (await look.OrCancelled(cancellationToken).ConfigureAwait(false))!;
        }
        catch (OperationCanceledException)
        {
            // The search continues in the background; Dispose cancels it and waits for it.
            _looks.TryAdd(entry.Key, look);
            throw;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        // Cancelled searches end at once. The wait ensures that no request continues after the end of the run.
        foreach (Task<AcceptedSend?> look in _looks.Values) Task.WhenAny(look).Wait();
    }

    private Task<AcceptedSend?> LookFor(JournalEntry entry)
    {
        // If a crash ended the attempt, its end is not recorded. The attempt ended at the latest when the journal was opened or the item
        // was taken over.
        TimeSpan gone = api.Time.GetUtcNow() - (entry.AttemptEndedAt ?? entry.OverAt ?? journal.OpenedAt);
        TimeSpan hidden = options.VisibilityDelay - gone;
        var lost = new UnconfirmedSend(entry.Tag, entry.IsMarked)
        {
            BegunThere = entry.BegunThere ?? api.Clock.At(entry.FirstBegun),
            // The value is limited, since an adjustment of the clock must neither skip nor prolong the wait.
            Hidden = hidden < TimeSpan.Zero ? TimeSpan.Zero : hidden > options.VisibilityDelay ? options.VisibilityDelay : hidden,
            UserId = entry.UserId,
            To = entry.To,
            From = entry.From,
            Comment = entry.Comment,
        };
        Task<AcceptedSend?> look = api.Platform.RunAsync(() => resolver.FindAsync(lost, _ending.Token));
        // The task may fail before it is awaited, and may never be awaited.
        look.Forget();
        return look;
    }
}
