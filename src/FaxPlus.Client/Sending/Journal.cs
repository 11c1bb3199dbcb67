using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>
/// What a run knows of its items, on disk before it acts on it: an intent before each send, its answer after it. An
/// intent without an answer is an item in doubt.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<string, JournalEntry> _entries;
    private readonly Dictionary<string, TaskCompletionSource<bool>> _busy = new(StringComparer.Ordinal);
    private readonly JournalFile? _file;

    private Journal(Dictionary<string, JournalEntry> entries, JournalFile? file)
    {
        _entries = entries;
        _file = file;
    }

    /// <summary>When it was opened, by this machine's clock: whoever held it before has made no request since.</summary>
    public DateTimeOffset OpenedAt { get; } = DateTimeOffset.UtcNow;

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries.Values];
        }
    }

    public static Journal Open(string path, Uri service, bool isReadOnly)
    {
        var entries = new Dictionary<string, JournalEntry>(StringComparer.Ordinal);
        if (!isReadOnly) return new Journal(entries, JournalFile.Open(path, service, line => Apply(entries, line)));
        JournalFile.TryRead(path, service, line => Apply(entries, line));
        return new Journal(entries, null);
    }

    /// <summary>The items, in the order in which they were begun.</summary>
    public static IReadOnlyList<JournalItem> Read(string path)
    {
        var entries = new Dictionary<string, JournalEntry>(StringComparer.Ordinal);
        var order = new List<JournalEntry>();
        bool isUnderWay = FileLock.IsTaken(Path.GetFullPath(path));
        bool isThere = JournalFile.TryRead(path, null, line =>
        {
            if (!entries.ContainsKey(line.Key!)) order.Add(entries[line.Key!] = new JournalEntry(line.Key!));
            entries[line.Key!].Apply(line);
        });
        return isThere
            ? [.. order.Select(entry => entry.ToItem(isUnderWay))]
            : throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The journal '{path}' does not exist.") { RecommendedAction = "Check the path; a relative one counts from the current location." };
    }

    public JournalEntry? Find(string key)
    {
        lock (_lock) return _entries.TryGetValue(key, out JournalEntry? entry) ? entry : null;
    }

    /// <summary>Keeps an item to one caller; others who want the same one wait.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> busy;
            lock (_lock)
            {
                if (!_busy.TryGetValue(key, out TaskCompletionSource<bool>? other))
                {
                    _busy[key] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new Turn(this, key);
                }

                busy = other.Task;
            }

            await busy.OrCancelled(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes down what has happened to an item.</summary>
    /// <returns>The item as it stands when the disk has it.</returns>
    public async Task<JournalEntry> WriteAsync(JournalLine line)
    {
        await (_file ?? throw new InvalidOperationException("The journal was opened to be read.")).AppendAsync(line).ConfigureAwait(false);
        lock (_lock) return Apply(_entries, line);
    }

    public void Dispose() => _file?.Dispose();

    private static JournalEntry Apply(Dictionary<string, JournalEntry> entries, JournalLine line)
    {
        if (!entries.TryGetValue(line.Key!, out JournalEntry? entry)) entry = entries[line.Key!] = new JournalEntry(line.Key!);
        entry.Apply(line);
        return entry;
    }

    private sealed class Turn(Journal journal, string key) : IDisposable
    {
        public void Dispose()
        {
            TaskCompletionSource<bool> busy;
            lock (journal._lock)
            {
                busy = journal._busy[key];
                journal._busy.Remove(key);
            }

            busy.SetResult(true);
        }
    }
}
