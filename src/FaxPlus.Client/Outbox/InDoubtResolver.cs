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
/// Searches for the items that earlier runs left in doubt. The search begins when the journal is opened, because the outbox shows a fax
/// only for a limited time.
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

    /// <summary>Returns the result of the search for an item.</summary>
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
            // The search continues in the background until Dispose cancels the search and waits for its end.
            _looks.TryAdd(entry.Key, look);
            throw;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        // The wait ensures that no request continues after the end of the run. The wait is short, because the searches are cancelled.
        foreach (Task<AcceptedSend?> look in _looks.Values) Task.WhenAny(look).Wait();
    }

    private Task<AcceptedSend?> LookFor(JournalEntry entry)
    {
        // If a crash ended the attempt, the end of the attempt is not recorded. In this case, the attempt ended at the latest when the
        // journal was opened or the item was taken over.
        TimeSpan gone = api.Time.GetUtcNow() - (entry.AttemptEndedAt ?? entry.OverAt ?? journal.OpenedAt);
        TimeSpan hidden = options.VisibilityDelay - gone;
        var lost = new UnconfirmedSend(entry.Tag, entry.IsMarked)
        {
            BegunThere = entry.BegunThere ?? api.Clock.At(entry.FirstBegun),
            // The value is limited, because a clock adjustment must neither skip nor extend the wait.
            Hidden = hidden < TimeSpan.Zero ? TimeSpan.Zero : hidden > options.VisibilityDelay ? options.VisibilityDelay : hidden,
            UserId = entry.UserId,
            To = entry.To,
            From = entry.From,
            Comment = entry.Comment,
        };
        Task<AcceptedSend?> look = api.Platform.RunAsync(() => resolver.FindAsync(lost, _ending.Token));
        // The exception is observed here, because the task may never be awaited.
        look.Forget();
        return look;
    }
}
