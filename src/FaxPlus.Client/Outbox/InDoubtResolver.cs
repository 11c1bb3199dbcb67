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
    private readonly ConcurrentDictionary<string, (Task<AcceptedSend?> Search, string? EndedWorker)> _searches =
        new(StringComparer.Ordinal);

    public void Begin()
    {
        foreach (JournalEntry entry in journal.InDoubt().ToArray()) _searches[entry.Key] = (Search(entry), entry.EndedWorker);
    }

    /// <summary>Returns the result of the search for an item.</summary>
    /// <exception cref="FaxPlusException">The fax was not found, and its absence is not proved. The kind is InDoubt.</exception>
    public async Task<AcceptedSend> FindAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (!_searches.TryRemove(entry.Key, out (Task<AcceptedSend?> Search, string? EndedWorker) begun))
        {
            begun = (Search(entry), entry.EndedWorker);
        }

        while (true)
        {
            try
            {
                return (await begun.Search.OrCancelled(cancellationToken).ConfigureAwait(false))!;
            }
            catch (OperationCanceledException)
            {
                // The search continues in the background until it ends or Dispose cancels it.
                _searches.TryAdd(entry.Key, begun);
                throw;
            }
            catch (FaxPlusException) when (entry.OverAt is not null && begun.EndedWorker != entry.EndedWorker)
            {
                // Since the search began, another worker has taken over the item, and may have sent the fax before that worker ended.
                begun = (Search(entry), entry.EndedWorker);
            }
        }
    }

    /// <summary>Discards the result of a search that began before the last attempt.</summary>
    public void Forget(string key) => _searches.TryRemove(key, out _);

    public void Dispose()
    {
        _ending.Cancel();
        // This wait, which is short because the searches are cancelled, ensures that no request continues after the end of the run.
        foreach ((Task<AcceptedSend?> search, _) in _searches.Values) Task.WhenAny(search).Wait();
    }

    private Task<AcceptedSend?> Search(JournalEntry entry)
    {
        // After a crash, the end of the attempt is not recorded. In this case, the latest possible end is the time when the item was taken
        // over or, for other items, when the journal was opened.
        TimeSpan elapsed = api.Time.GetUtcNow() - (entry.AttemptEndedAt ?? entry.OverAt ?? journal.OpenedAt);
        TimeSpan hidden = options.VisibilityDelay - elapsed;
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
        Task<AcceptedSend?> search = api.Platform.RunAsync(() => resolver.FindAsync(lost, _ending.Token));
        // The exception is observed here, because the task may never be awaited.
        search.Forget();
        return search;
    }
}
