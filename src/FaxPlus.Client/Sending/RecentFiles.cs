using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Sending;

/// <summary>
/// What was found out about files, once for each as long as it does not change. Callers who want the same at a time wait for
/// the first. Only so many are remembered, so that a run over ever new files does not grow.
/// </summary>
internal sealed class RecentFiles<T>
    where T : class
{
    private const int Capacity = 1024;

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="path">The file.</param>
    /// <param name="purpose">What else the answer depends on.</param>
    /// <param name="findOut">Finds it out.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> GetAsync(string path, string purpose, Func<Task<T>> findOut, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        Entry entry = EntryOf($"{purpose}|{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");
        await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return entry.Value ??= await findOut().ConfigureAwait(false);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private Entry EntryOf(string key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out Entry? known)) return known;
            if (_order.Count >= Capacity) _entries.Remove(_order.Dequeue());
            _order.Enqueue(key);
            return _entries[key] = new Entry();
        }
    }

    private sealed class Entry
    {
        // Never disposed: without its wait handle it holds nothing that needs it.
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public T? Value { get; set; }
    }
}
