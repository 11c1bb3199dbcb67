using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Sending;

/// <summary>The sends of a run with a journal: what is done is not sent again, and what is in doubt is settled first.</summary>
internal sealed class JournaledSends : IDisposable
{
    private readonly Transport _transport;
    private readonly SendingOptions _options;
    private readonly Preparation _preparation;
    private readonly Delivery _delivery;
    private readonly Journal _journal;
    private readonly Doubts _doubts;

    private JournaledSends(Journal journal, SendingOptions options, Transport transport, Preparation preparation, Delivery delivery)
    {
        (_journal, _options, _transport, _preparation, _delivery) = (journal, options, transport, preparation, delivery);
        _doubts = new Doubts(transport, delivery, journal);
    }

    public static JournaledSends Open(string path, SendingOptions options, Transport transport, FaxPlusConnection connection, Preparation preparation, Delivery delivery)
    {
        var sends = new JournaledSends(Journal.Open(path, connection.ApiUri, options.JournalIsReadOnly, transport.Platform), options, transport, preparation, delivery);
        try
        {
            if (sends._journal.TakenOverFrom is string other) transport.Observer.Verbose($"The journal was begun by a run against {other}, which has no fax of it; this run goes on with it.");
            sends._doubts.Begin(looks: !options.JournalIsReadOnly);
            return sends;
        }
        catch
        {
            sends.Dispose();
            throw;
        }
    }

    public IReadOnlyList<SentFax>? Recall(SendRequest request, CancellationToken cancellationToken)
    {
        string key = GivenKey(request) ?? _preparation.Contents(request, cancellationToken);
        // What this run itself has sent is looked at more closely when it is to be sent again.
        return _journal.Find(key) is { State: JournalState.Sent, Contents: null } done ? Done(done, request) : null;
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        string contents = _preparation.Contents(request, cancellationToken);
        string key = GivenKey(request) ?? contents;
        using IDisposable turn = await _journal.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return await SendOnceAsync(key, contents, request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _doubts.Dispose();
        _journal.Dispose();
    }

    private async Task<IReadOnlyList<SentFax>> SendOnceAsync(string key, string contents, SendRequest request, CancellationToken cancellationToken)
    {
        JournalEntry? known = _journal.Find(key);
        if (known?.State == JournalState.Sent)
        {
            IReadOnlyList<SentFax> done = Done(known, request);
            if (known.Contents is null) return done;
            if (known.Contents != contents) throw Conflict(key, "two different faxes of this run have it", request);
            _transport.Observer.Warning($"The run has the fax to {string.Join(", ", request.To.Take(5))} twice (key {key}); it was sent once. To send both, give each a -Key of its own.");
            return done;
        }

        if (known?.State == JournalState.InDoubt && await SettleAsync(known, request, cancellationToken).ConfigureAwait(false) is { } settled) return settled;

        JournalEntry entry = known ?? new JournalEntry(key);
        Prepared prepared;
        try
        {
            prepared = await _preparation.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (known is null or { State: JournalState.Failed })
        {
            JournalLine line = Intent(key, entry.Mark, request, new Prepared(_preparation.NamedSender(request) ?? "", []));
            line.Files = [.. request.Files.Select(Path.GetFileName).OfType<string>()];
            await WriteEndAsync(entry, line, error, JournalState.Failed).ConfigureAwait(false);
            throw;
        }

        // The same mark as before: whichever of the two should turn up, a later look finds it.
        string mark = entry.Mark.Length > 0 ? entry.Mark : Mark.New();
        entry.Contents = contents;
        await _journal.WriteAsync(entry, Intent(key, mark, request, prepared)).ConfigureAwait(false);
        string[] tags = Mark.TagsOf(request, key, mark);
        Delivered sent;
        try
        {
            sent = await _delivery.SendAsync(request, prepared, mark, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            JournalState end = error.Kind == FaxPlusErrorKind.InDoubt ? JournalState.InDoubt : JournalState.Failed;
            if (end == JournalState.Failed) _doubts.Settle(entry, mayBeThere: false);
            await WriteEndAsync(entry, new JournalLine { Key = key }, error, end).ConfigureAwait(false);
            throw;
        }

        await WriteSentAsync(entry, sent).ConfigureAwait(false);
        _doubts.Settle(entry, mayBeThere: true);
        return sent.Receipts(request, prepared, tags);
    }

    /// <summary>Looks for an item whose end is not known.</summary>
    /// <returns>Its receipts; null when it is to be sent.</returns>
    private async Task<IReadOnlyList<SentFax>?> SettleAsync(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        SameDestinations(entry, request);
        Delivered? found;
        try
        {
            found = await _doubts.FindAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException doubt) when (_options.ResendInDoubt)
        {
            _transport.Observer.Verbose($"{doubt.Message} It is sent again, as you asked.");
            return null;
        }
        catch (FaxPlusException doubt)
        {
            await WriteEndAsync(entry, new JournalLine { Key = entry.Key }, doubt, JournalState.InDoubt).ConfigureAwait(false);
            doubt.RecommendedAction += " When you know that it was not sent, or would rather have it twice than not at all, run the same command with -ResendInDoubt.";
            throw;
        }

        if (found is null)
        {
            _transport.Observer.Verbose($"The service does not have the fax {entry.Key} of the earlier run; sending it.");
            _doubts.Settle(entry, mayBeThere: false);
            return null;
        }

        _transport.Observer.Verbose($"The service has the fax {entry.Key} of the earlier run.");
        await WriteSentAsync(entry, found).ConfigureAwait(false);
        _doubts.Settle(entry, mayBeThere: true);
        return entry.Receipts(request.Comment, Mark.TagsOf(request, entry.Key, entry.Mark));
    }

    /// <summary>The key by which the item is found again: one that does not come back from the disk as it went would be sent by each run.</summary>
    private static string? GivenKey(SendRequest request) =>
        request.Key is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(request.Key)) == request.Key ? request.Key
        : throw Preparation.Rejected($"The key '{request.Key}' holds half a character: a text was cut in the middle of one.", "Make keys of what is short and stays, such as a number of yours, or cut the text elsewhere.");

    private IReadOnlyList<SentFax> Done(JournalEntry entry, SendRequest request)
    {
        SameDestinations(entry, request);
        return entry.Receipts(request.Comment, Mark.TagsOf(request, entry.Key, entry.Mark));
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

    private JournalLine Intent(string key, string mark, SendRequest request, Prepared prepared) => new()
    {
        Time = _transport.Time.GetUtcNow(),
        There = _transport.Clock.Known,
        Key = key,
        State = JournalState.Sending,
        Mark = mark,
        To = [.. request.To.Distinct()],
        From = prepared.From,
        User = request.UserId == FaxPlusDefaults.Self ? null : request.UserId,
        Files = [.. prepared.Files.Select(file => file.Name)],
        Comment = Digest.Short(request.Comment),
        SendTime = request.SendTime?.ToUniversalTime(),
    };

    private async Task WriteSentAsync(JournalEntry entry, Delivered sent)
    {
        try
        {
            await _journal.WriteAsync(entry, new JournalLine { Time = _transport.Time.GetUtcNow(), Submitted = sent.Submitted, Key = entry.Key, State = JournalState.Sent, Ids = [.. entry.To.Select(to => sent.Ids[to])] }).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            // It was sent all the same. The intent is on disk, so that the next run finds it by looking.
            _transport.Observer.Warning($"The fax {entry.Key} was sent, but the journal does not say so yet: {error.Message}");
        }
    }

    /// <summary>Writes how an item has failed. Where that cannot be written, the failure itself is still the one to tell; the next intent ends the run.</summary>
    private async Task WriteEndAsync(JournalEntry entry, JournalLine line, FaxPlusException error, JournalState state)
    {
        line.Time = _transport.Time.GetUtcNow();
        line.State = state;
        line.Error = error.Kind.ToString();
        line.Message = error.Message;
        try
        {
            await _journal.WriteAsync(entry, line).ConfigureAwait(false);
        }
        catch (FaxPlusException unwritten)
        {
            _transport.Observer.Warning($"The end of the fax {line.Key} is not in the journal: {unwritten.Message}");
        }
    }
}
