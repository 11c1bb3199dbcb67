using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// The state of the items of a run, written to the disk before it is acted on: an intent before each send, the result after it. An item
/// with an intent and without a result is in doubt.
/// </summary>
internal sealed class SendJournal : IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<bool>> _busy = new(StringComparer.Ordinal);
    private readonly JournalIndex _index;
    private readonly JournalReader? _reader;
    private readonly JournalFile? _file;
    private readonly TaskCreationOptions _completions;

    private SendJournal(JournalIndex index, JournalReader? reader, JournalFile? file, Uri service, string? account, ClientPlatform platform)
    {
        _completions = platform.Completions;
        OpenedAt = platform.Time.GetUtcNow();
        _index = index;
        _reader = reader;
        _file = file;
        JournalHeader? found = index.Header;
        if (found is not null && found.Service != JournalFile.NameOf(service)) TakenOverFrom = found.Service;
        bool isSame = found is not null && TakenOverFrom is null && found.Account == account;
        Header = new JournalHeader { Format = JournalHeader.FormatName, Version = JournalHeader.NewestVersion, Service = JournalFile.NameOf(service), Account = account, KeepsMarks = isSame ? found!.KeepsMarks : null, KeepsIds = isSame ? found!.KeepsIds : null };
    }

    /// <summary>When the journal was opened, by this machine's clock: the run that held it before has made no request since.</summary>
    public DateTimeOffset OpenedAt { get; }

    /// <summary>The known facts about the service and the account.</summary>
    public JournalHeader Header { get; }

    /// <summary>The service of the run that had the journal before, if it is another service, which has no fax of the journal.</summary>
    public string? TakenOverFrom { get; }

    public static SendJournal Open(string path, Uri service, string? account, bool isReadOnly, ClientPlatform platform)
    {
        var index = new JournalIndex();
        if (!isReadOnly)
        {
            JournalFile file = JournalFile.Open(path, service, account, index, platform);
            return new SendJournal(index, file.Reader, file, service, account, platform);
        }

        JournalReader? reader = JournalReader.TryOpen(path, platform.Storage, index, isOfRun: true);
        try
        {
            JournalFile.Check(index, path, service, account);
        }
        catch
        {
            reader?.Dispose();
            throw;
        }

        return new SendJournal(index, reader, null, service, account, platform);
    }

    /// <summary>The items, in the order in which they were begun. Each is read from the file when it is enumerated.</summary>
    public static IEnumerable<JournalItem> Read(string path, IStorage? storage = null)
    {
        storage ??= DiskStorage.Instance;
        bool isUnderWay = storage.IsLocked(Path.GetFullPath(path));
        var index = new JournalIndex();
        JournalReader reader = JournalReader.TryOpen(path, storage, index, isOfRun: false)
            ?? throw FileError.OfMissingRoot(path) ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The journal '{path}' does not exist.") { RecommendedAction = "Check the path; a relative one counts from the current location." };
        return Items();

        IEnumerable<JournalItem> Items()
        {
            using (reader)
            {
                foreach (JournalIndex.Place place in index.Places) yield return Load(reader, place).ToItem(isUnderWay, place.Attempts);
            }
        }
    }

    /// <summary>The items in a state when the journal was opened; valid only before the run writes.</summary>
    public IEnumerable<JournalEntry> InState(JournalState state) => _index.Places.Where(place => place.State == state).Select(place => Load(_reader!, place));

    public JournalEntry? Find(string key)
    {
        JournalIndex.Place? place;
        lock (_lock) place = _index.Find(key);
        return place is null ? null : Load(_reader!, place.Value);
    }

    /// <summary>Locks an item for one caller; other callers for the same item wait.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> busy;
            lock (_lock)
            {
                if (!_busy.TryGetValue(key, out TaskCompletionSource<bool>? other))
                {
                    _busy[key] = new TaskCompletionSource<bool>(_completions);
                    return new Turn(this, key);
                }

                busy = other.Task;
            }

            await busy.OrCancelled(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes an event of an item. When the task has completed, the event is on the disk and in the entry.</summary>
    public async Task WriteAsync(JournalEntry entry, JournalLine line)
    {
        long at = await (_file ?? throw new InvalidOperationException("The journal was opened to be read.")).AppendAsync(JournalText.Write(line), isIntent: line.State == JournalState.Sending).ConfigureAwait(false);
        lock (_lock) _index.Add(line, at, entry.Contents);
        entry.Apply(line);
    }

    /// <summary>Writes what was learnt about the records that the account keeps, if it is new.</summary>
    public async Task LearnAsync(bool? keepsMarks, bool? keepsIds)
    {
        byte[] line;
        lock (_lock)
        {
            if (Header.KeepsMarks == keepsMarks && Header.KeepsIds == keepsIds) return;
            (Header.KeepsMarks, Header.KeepsIds) = (keepsMarks, keepsIds);
            line = JournalText.Write(Header);
        }

        await _file!.AppendAsync(line).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_file is null) _reader?.Dispose();
        else _file.Dispose();
    }

    private static JournalEntry Load(JournalReader reader, JournalIndex.Place place)
    {
        var entry = new JournalEntry(place.Key) { Contents = place.Contents };
        foreach (long at in place.Lines) entry.Apply(reader.LineAt(at, place.Key));
        return entry;
    }

    private sealed class Turn(SendJournal journal, string key) : IDisposable
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
