using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>
/// Caches the results of asynchronous operations by key. Concurrent callers with the same key wait for the result of the first caller. If
/// the cache is full, an old entry that was not used again is removed (second-chance replacement).
/// </summary>
internal sealed class AsyncCache<T>
    where T : class
{
    private const int Capacity = 1024;

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="key">The key of the result.</param>
    /// <param name="compute">Computes the result.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<T> GetAsync(string key, Func<Task<T>> compute, CancellationToken cancellationToken)
    {
        Entry entry = EntryOf(key);
        await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return entry.Value ??= await compute().ConfigureAwait(false);
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    /// <summary>
    /// Removes an outdated result, so that the next caller computes a new result. A newer result for the same key is kept.
    /// </summary>
    public void Forget(T value)
    {
        lock (_lock)
        {
            foreach (Entry entry in _entries.Values) entry.Forget(value);
        }
    }

    private Entry EntryOf(string key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out Entry? known))
            {
                known.IsUsedAgain = true;
                return known;
            }

            if (_order.Count >= Capacity) ForgetOne();
            _order.Enqueue(key);
            return _entries[key] = new Entry();
        }
    }

    private void ForgetOne()
    {
        string key = _order.Dequeue();
        for (; _entries[key].IsUsedAgain; key = _order.Dequeue())
        {
            _entries[key].IsUsedAgain = false;
            _order.Enqueue(key);
        }

        _entries.Remove(key);
    }

    private sealed class Entry
    {
        private T? _value;

        // The semaphore is not disposed, because a semaphore whose wait handle is not used has no unmanaged resource.
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public T? Value
        {
            get => _value;
            set => _value = value;
        }

        public bool IsUsedAgain { get; set; }

        public void Forget(T value) => Interlocked.CompareExchange(ref _value, null, value);
    }
}
