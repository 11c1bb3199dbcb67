using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>A run of sends: finds the number to send from once, uploads each file once, and keeps the journal.</summary>
internal sealed class FaxSender(Transport transport, FaxPlusConnection connection, SendingOptions options) : IFaxSender
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly RecentFiles<UploadedFile> _uploads = new();
    private readonly ItemKey _itemKey = new();
    private readonly SenderNumber _senderNumber = new(transport, options.DefaultFrom);
    private readonly Delivery _delivery = new(transport, connection);
    private Journal? _journal;

    public async Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (request.To.Count == 0 || request.To.Any(string.IsNullOrWhiteSpace)) throw Rejected("A destination is missing or empty.", "Name the number to send to, such as +14155550123.");
        if (request.To.Count > FaxPlusDefaults.MaxDestinations) throw Rejected($"{request.To.Count} destinations are more than the {FaxPlusDefaults.MaxDestinations} that one request may name.", "Split them.");
        bool hasFiles = request.Files.Count + request.UploadedFiles.Count > 0;
        if (request.FaxId is null && !hasFiles) throw Rejected("There is nothing to send.", "Name a file, an uploaded file, or the id of a fax to send again.");
        if (request.FaxId is not null && hasFiles) throw Rejected("A fax is either made of files or of an earlier fax, not of both.", "Leave out the files, or the fax id.");
        foreach (string file in request.Files) LocalFile.Check(file);
        return await _senderNumber.OfAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SentFax>?> RecallAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (OpenJournal() is not Journal journal) return null;
        string key = request.Key ?? await _itemKey.ContentsAsync(request, _senderNumber.Named(request), cancellationToken).ConfigureAwait(false);
        // What this run itself has sent is looked at more closely when it is to be sent again.
        return journal.Find(key) is { State: JournalState.Sent, Contents: null } done ? Done(done, request) : null;
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (OpenJournal() is not Journal journal)
        {
            string from = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
            List<UploadedFile> files = await UploadAsync(request, cancellationToken).ConfigureAwait(false);
            string mark = NewMark();
            string[] tags = TagsOf(request, request.Key, mark);
            Delivered sent = await _delivery.SendAsync(request, from, files, mark, tags, cancellationToken).ConfigureAwait(false);
            return [.. request.To.Distinct().Select(to => Receipt(request, to, sent, from, files, tags))];
        }

        string contents = await _itemKey.ContentsAsync(request, _senderNumber.Named(request), cancellationToken).ConfigureAwait(false);
        string key = request.Key ?? contents;
        using IDisposable turn = await journal.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return await SendOnceAsync(journal, key, contents, request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ending.Cancel();
            foreach (JournalEntry entry in _journal?.Entries ?? [])
            {
                // Cancelled looks end at once; no request outlives the run.
                if (entry.Look is Task look) Task.WhenAny(look).Wait();
                Settle(entry, mayBeThere: true);
            }

            _journal?.Dispose();
        }

        _senderNumber.Dispose();
    }

    internal static FaxPlusException Rejected(string message, string advice) =>
        new(FaxPlusErrorKind.BadRequest, message) { Operation = FaxPlusOperations.SendFax.ToString(), RecommendedAction = advice };

    private async Task<IReadOnlyList<SentFax>> SendOnceAsync(Journal journal, string key, string contents, SendRequest request, CancellationToken cancellationToken)
    {
        JournalEntry? known = journal.Find(key);
        if (known?.State == JournalState.Sent)
        {
            IReadOnlyList<SentFax> done = Done(known, request);
            if (known.Contents is null) return done;
            if (known.Contents != contents) throw Conflict(key, "two different faxes of this run have it", request);
            transport.Observer.Warning($"The run has the fax to {string.Join(", ", request.To.Take(5))} twice (key {key}); it was sent once. To send both, give each a -Key of its own.");
            return done;
        }

        if (known?.State == JournalState.InDoubt && await SettleAsync(journal, known, request, cancellationToken).ConfigureAwait(false) is { } settled) return settled;

        string from;
        List<UploadedFile> files;
        try
        {
            from = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
            files = await UploadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (known is null or { State: JournalState.Failed })
        {
            JournalLine line = Intent(key, known?.Mark ?? "", request, _senderNumber.Named(request) ?? "", [.. request.Files.Select(Path.GetFileName).OfType<string>()]);
            await WriteEndAsync(journal, line, error, JournalState.Failed).ConfigureAwait(false);
            throw;
        }

        // The same mark as before: whichever of the two should turn up, a later look finds it.
        string mark = string.IsNullOrEmpty(known?.Mark) ? NewMark() : known!.Mark;
        JournalEntry entry = await journal.WriteAsync(Intent(key, mark, request, from, [.. files.Select(file => file.Name)])).ConfigureAwait(false);
        entry.Contents = contents;
        string[] tags = TagsOf(request, key, mark);
        Delivered sent;
        try
        {
            sent = await _delivery.SendAsync(request, from, files, mark, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            JournalState end = error.Kind == FaxPlusErrorKind.InDoubt ? JournalState.InDoubt : JournalState.Failed;
            if (end == JournalState.Failed) Settle(entry, mayBeThere: false);
            await WriteEndAsync(journal, new JournalLine { Key = key }, error, end).ConfigureAwait(false);
            throw;
        }

        await WriteSentAsync(journal, entry, sent).ConfigureAwait(false);
        Settle(entry, mayBeThere: true);
        return [.. entry.To.Select(to => Receipt(request, to, sent, from, files, tags))];
    }

    /// <summary>Looks for an item whose end is not known.</summary>
    /// <returns>Its receipts; null when it is to be sent.</returns>
    private async Task<IReadOnlyList<SentFax>?> SettleAsync(Journal journal, JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        SameDestinations(entry, request);
        Task<Delivered?> look = entry.Look ?? LookForAsync(journal, entry);
        entry.Look = null;
        Delivered? found;
        try
        {
            found = await look.OrCancelled(cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException doubt) when (options.ResendInDoubt)
        {
            transport.Observer.Verbose($"{doubt.Message} It is sent again, as you asked.");
            return null;
        }
        catch (FaxPlusException doubt)
        {
            await WriteEndAsync(journal, new JournalLine { Key = entry.Key }, doubt, JournalState.InDoubt).ConfigureAwait(false);
            doubt.RecommendedAction += " When you know that it was not sent, or would rather have it twice than not at all, run the same command with -ResendInDoubt.";
            throw;
        }

        if (found is null)
        {
            transport.Observer.Verbose($"The service does not have the fax {entry.Key} of the earlier run; sending it.");
            Settle(entry, mayBeThere: false);
            return null;
        }

        transport.Observer.Verbose($"The service has the fax {entry.Key} of the earlier run.");
        await WriteSentAsync(journal, entry, found).ConfigureAwait(false);
        Settle(entry, mayBeThere: true);
        return entry.Receipts(request.Comment, TagsOf(request, entry.Key, entry.Mark));
    }

    private async Task WriteSentAsync(Journal journal, JournalEntry entry, Delivered sent)
    {
        try
        {
            await journal.WriteAsync(new JournalLine { Time = DateTimeOffset.UtcNow, Submitted = sent.Submitted, Key = entry.Key, State = JournalState.Sent, Ids = [.. entry.To.Select(to => sent.Ids[to])] }).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            // It was sent all the same. The intent is on disk, so that the next run finds it by looking.
            transport.Observer.Warning($"The fax {entry.Key} was sent, but the journal does not say so yet: {error.Message}");
        }
    }

    private Journal? OpenJournal()
    {
        if (options.Journal is null) return null;
        lock (_lock)
        {
            if (_journal is not null) return _journal;
            _journal = Journal.Open(options.Journal, connection.ApiUri, options.JournalIsReadOnly);
            // Their records must not be taken for those of other faxes of this run.
            NoteDoubts(_journal);
            return _journal;
        }
    }

    private void NoteDoubts(Journal journal)
    {
        IReadOnlyList<JournalEntry> entries = journal.Entries;
        JournalEntry[] doubts = [.. entries.Where(entry => entry.State == JournalState.InDoubt)];
        if (doubts.Length == 0) return;
        // An earlier command of this session may have left some of them in its memory: counted twice, they would leave a doubt.
        transport.Sent.Forget(new HashSet<string>(entries.Select(entry => entry.Mark)));
        foreach (JournalEntry entry in doubts) entry.Trace = transport.Sent.Begin(entry.To, entry.Comment, entry.Mark, entry.Begun);

        DateTimeOffset since = transport.Sent.NeededSince();
        foreach (JournalEntry entry in entries.Where(entry => entry.State == JournalState.Sent && entry.Ended >= since).OrderBy(entry => entry.Ended))
        {
            SentMemory.Trace trace = transport.Sent.Begin(entry.To, entry.Comment, entry.Mark, entry.Begun);
            trace.IsSure = true;
            transport.Sent.End(trace, mayBeThere: true, entry.Ended!.Value);
        }

        // At once, and not when their turn comes: the sooner, the more of them are still in the outbox, where each is known by its tag.
        if (options.JournalIsReadOnly) return;
        foreach (JournalEntry entry in doubts) entry.Look = LookForAsync(journal, entry);
    }

    private Task<Delivered?> LookForAsync(Journal journal, JournalEntry entry)
    {
        SentMemory.Trace trace = entry.Trace ??= transport.Sent.Begin(entry.To, entry.Comment, entry.Mark, entry.Begun);
        // What a crash has cut off was so by the time the journal was opened.
        var lost = new LostSend(trace, entry.Begun, entry.Cut ?? journal.OpenedAt, null) { UserId = entry.UserId, To = entry.To, From = entry.From, Comment = entry.Comment, BegunThere = entry.BegunThere };
        Task<Delivered?> look = Task.Run(() => _delivery.FindAsync(lost, _ending.Token));
        // It may fail before anybody asks, and nobody may ask.
        look.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return look;
    }

    private void Settle(JournalEntry entry, bool mayBeThere)
    {
        if (entry.Trace is null) return;
        transport.Sent.End(entry.Trace, mayBeThere, DateTimeOffset.UtcNow);
        entry.Trace = null;
    }

    private async Task<List<UploadedFile>> UploadAsync(SendRequest request, CancellationToken cancellationToken)
    {
        var files = new List<UploadedFile>();
        foreach (string path in request.Files)
        {
            files.Add(await _uploads.GetAsync(LocalFile.Check(path), request.UserId, () => new FileOperations(transport).UploadAsync(path, request.UserId, null, cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        files.AddRange(request.UploadedFiles);
        return files;
    }

    private IReadOnlyList<SentFax> Done(JournalEntry entry, SendRequest request)
    {
        SameDestinations(entry, request);
        return entry.Receipts(request.Comment, TagsOf(request, entry.Key, entry.Mark));
    }

    private static void SameDestinations(JournalEntry entry, SendRequest request)
    {
        var asked = new HashSet<string>(request.To.Select(PhoneNumber.Normalize));
        if (!asked.SetEquals(entry.To.Select(PhoneNumber.Normalize))) throw Conflict(entry.Key, $"the journal has it for {string.Join(", ", entry.To.Take(5))}", request);
    }

    private static FaxPlusException Conflict(string key, string why, SendRequest request) =>
        new(FaxPlusErrorKind.Conflict, $"The fax to {string.Join(", ", request.To.Take(5))} was not sent: its key is {key}, and {why}.")
        {
            Operation = FaxPlusOperations.SendFax.ToString(),
            RecommendedAction = "Give each fax a key of its own.",
        };

    private JournalLine Intent(string key, string mark, SendRequest request, string from, string[] files) => new()
    {
        Time = DateTimeOffset.UtcNow,
        There = transport.Clock.Known,
        Key = key,
        State = JournalState.Sending,
        Mark = mark,
        To = [.. request.To.Distinct()],
        From = from,
        User = request.UserId == FaxPlusDefaults.Self ? null : request.UserId,
        Files = files,
        Comment = Digest.Short(request.Comment),
        SendTime = request.SendTime?.ToUniversalTime(),
    };

    /// <summary>Writes how an item has failed. Where that cannot be written, the failure itself is still the one to tell; the next intent ends the run.</summary>
    private async Task WriteEndAsync(Journal journal, JournalLine line, FaxPlusException error, JournalState state)
    {
        line.Time = DateTimeOffset.UtcNow;
        line.State = state;
        line.Error = error.Kind.ToString();
        line.Message = error.Message;
        try
        {
            await journal.WriteAsync(line).ConfigureAwait(false);
        }
        catch (FaxPlusException unwritten)
        {
            transport.Observer.Warning($"The end of the fax {line.Key} is not in the journal: {unwritten.Message}");
        }
    }

    /// <summary>The service has no idempotency key. This tag is what tells this send from any other.</summary>
    private static string NewMark() => "faxplus-" + Guid.NewGuid().ToString("N");

    private static string[] TagsOf(SendRequest request, string? key, string mark) => key is null ? [.. request.Tags, mark] : [.. request.Tags, key, mark];

    private SentFax Receipt(SendRequest request, string to, Delivered sent, string from, List<UploadedFile> files, string[] tags) => new()
    {
        OutboxId = sent.Ids[to],
        UserId = request.UserId,
        To = to,
        From = from,
        SubmitTime = sent.Submitted,
        SendTime = request.SendTime?.ToUniversalTime(),
        Comment = request.Comment,
        Tags = tags,
        Files = [.. files.Select(file => file.Name)],
    };
}
