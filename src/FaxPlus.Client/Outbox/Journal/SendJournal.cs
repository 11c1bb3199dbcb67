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
/// A journal in a file. The run writes an intent before each send and the result after the send. Each event is on the disk before the run
/// continues. An item with an intent but no result is in doubt.
/// </summary>
internal sealed class SendJournal : ISendJournal
{
    /// <summary>The number of recent items from which the rate of a run is computed.</summary>
    private const int RatedItems = 200;

    private readonly object _lock = new();
    private readonly ItemTurns _turns;
    private readonly JournalIndex _index;
    private readonly JournalReader? _reader;
    private readonly JournalFile? _file;

    private SendJournal(JournalIndex index, JournalReader? reader, JournalFile? file, Uri service, string? account, ClientPlatform platform)
    {
        _turns = new ItemTurns(platform);
        OpenedAt = platform.Time.GetUtcNow();
        _index = index;
        _reader = reader;
        _file = file;
        JournalHeader? found = index.Header;
        if (found is not null && found.Service != JournalFile.NameOf(service)) TakenOverFrom = found.Service;
        bool isSame = found is not null && TakenOverFrom is null && found.Account == account;
        Header = new JournalHeader
        {
            Format = JournalHeader.FormatName,
            Version = JournalHeader.NewestVersion,
            Service = JournalFile.NameOf(service),
            Account = account,
            KeepsMarks = isSame ? found!.KeepsMarks : null,
            KeepsIds = isSame ? found!.KeepsIds : null,
        };
    }

    /// <summary>
    /// The time when the journal was opened, by this machine's clock. The previous run has made no request after this time.
    /// </summary>
    public DateTimeOffset OpenedAt { get; }

    /// <summary>The service and the account of the journal, and what is known about the account's records.</summary>
    public JournalHeader Header { get; }

    /// <summary>
    /// The service of the previous run with this journal, if it differs from the service of this run; otherwise null. The previous service
    /// has no fax of the journal.
    /// </summary>
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

    /// <summary>
    /// Returns the items, in the order in which they were begun. Each item is read from the file only when it is enumerated.
    /// </summary>
    public static IEnumerable<JournalItem> Read(string path, IStorage? storage = null)
    {
        var index = new JournalIndex();
        (JournalReader reader, bool isUnderWay) = OpenToRead(path, index, storage ?? DiskStorage.Instance);
        return Items();

        IEnumerable<JournalItem> Items()
        {
            using (reader)
            {
                foreach (JournalIndex.Place place in index.Places) yield return Load(reader, place).ToItem(isUnderWay, place.Attempts);
            }
        }
    }

    /// <summary>Counts the items by state, and computes the rate from the most recent items.</summary>
    public static JournalSummary Summarize(string path)
    {
        var index = new JournalIndex();
        (JournalReader reader, bool isUnderWay) = OpenToRead(path, index, DiskStorage.Instance);
        using (reader)
        {
            long Count(JournalState state) => index.Places.Count(place => place.State == state && !(isUnderWay && place.IsBegun));
            var summary = new JournalSummary
            {
                Journal = path,
                Sent = Count(JournalState.Sent),
                Failed = Count(JournalState.Failed),
                InDoubt = Count(JournalState.InDoubt),
                Sending = isUnderWay ? index.Places.Count(place => place.IsBegun) : 0,
                Workers = isUnderWay ? 1 : 0,
                Time = DateTimeOffset.UtcNow,
            };
            DateTimeOffset[] ends = [.. index.Places
                .Skip(Math.Max(0, index.Places.Count - RatedItems))
                .Select(place => Load(reader, place).Ended)
                .OfType<DateTimeOffset>()
                .OrderBy(time => time)];
            if (isUnderWay && ends.Length > 1 && ends[ends.Length - 1] > ends[0])
            {
                summary.PerMinute = (ends.Length - 1) / (ends[ends.Length - 1] - ends[0]).TotalMinutes;
            }

            return summary.Complete();
        }
    }

    /// <summary>
    /// Returns the items that were in doubt when the journal was opened. The method may be called only before the run writes to the
    /// journal.
    /// </summary>
    public IEnumerable<JournalEntry> InDoubt() =>
        _index.Places.Where(place => place.State == JournalState.InDoubt).Select(place => Load(_reader!, place));

    public JournalEntry? Find(string key)
    {
        JournalIndex.Place? place;
        lock (_lock) place = _index.Find(key);
        return place is null ? null : Load(_reader!, place.Value);
    }

    public JournalEntry? Recall(string key) => Find(key);

    public Task<JournalEntry?> FindAsync(string key, bool isLast, CancellationToken cancellationToken) => Task.FromResult(Find(key));

    public JournalEntry NewEntry(string key) => new(key);

    public Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken) => _turns.EnterAsync(key, cancellationToken);

    // No check is needed: because the file is locked, no other run sends the items.
    public Task BeforeRequestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool IsForOthers(string key) => false;

    /// <summary>
    /// Writes an event of an item. When the task has completed, the event is on the disk, and the entry includes the event.
    /// </summary>
    public async Task WriteAsync(JournalEntry entry, JournalLine line, CancellationToken cancellationToken = default)
    {
        long at = await (_file ?? throw new InvalidOperationException("The journal was opened for reading."))
            .AppendAsync(JournalText.Write(line), isIntent: line.State == JournalState.Sending)
            .ConfigureAwait(false);
        lock (_lock) _index.Add(line, at, entry.Contents);
        entry.Apply(line);
    }

    /// <summary>Stores what is known about the records that the account keeps, if it differs from what is stored.</summary>
    public async Task LearnAsync(bool? keepsMarks, bool? keepsIds, CancellationToken cancellationToken)
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

    private static (JournalReader Reader, bool IsUnderWay) OpenToRead(string path, JournalIndex index, IStorage storage)
    {
        bool isUnderWay = storage.IsLocked(Path.GetFullPath(path));
        JournalReader reader = JournalReader.TryOpen(path, storage, index, isOfRun: false)
            ?? throw FileError.OfMissingRoot(path)
                ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The journal '{path}' does not exist.")
                {
                    RecommendedAction = "Check the path. A relative path is relative to the current location.",
                };
        return (reader, isUnderWay);
    }

    private static JournalEntry Load(JournalReader reader, JournalIndex.Place place)
    {
        var entry = new JournalEntry(place.Key) { Contents = place.Contents };
        foreach (long at in place.Lines) entry.Apply(reader.LineAt(at, place.Key));
        return entry;
    }
}
