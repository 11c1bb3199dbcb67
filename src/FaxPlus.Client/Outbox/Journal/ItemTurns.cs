using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>Locks each item for one caller of a run at a time. Other callers for the same item wait.</summary>
internal sealed class ItemTurns(ClientPlatform platform)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<bool>> _busy = new(StringComparer.Ordinal);

    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> busy;
            lock (_lock)
            {
                if (!_busy.TryGetValue(key, out TaskCompletionSource<bool>? other))
                {
                    _busy[key] = new TaskCompletionSource<bool>(platform.Completions);
                    return new Turn(this, key);
                }

                busy = other.Task;
            }

            await busy.OrCancelled(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Turn(ItemTurns turns, string key) : IDisposable
    {
        public void Dispose()
        {
            TaskCompletionSource<bool> busy;
            lock (turns._lock)
            {
                busy = turns._busy[key];
                turns._busy.Remove(key);
            }

            busy.SetResult(true);
        }
    }
}
