using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// Sends the items of a run with a journal and deduplicates them. An item that was sent is not sent again. An item that an earlier run left
/// in doubt is sent again only if a search does not find it and <see cref="SendingOptions.ResendInDoubt"/> is set.
/// </summary>
internal sealed class JournaledSends : IDisposable
{
    private readonly ApiClient _api;
    private readonly SendingOptions _options;
    private readonly SendPreparer _preparer;
    private readonly FaxSubmitter _submitter;
    private readonly ISendJournal _journal;
    private readonly JournalLookup _lookup;
    private readonly JournalWriter _writer;
    private readonly InDoubtResolver _doubts;
    private readonly ItemComparison _comparison;

    private JournaledSends(
        ISendJournal journal,
        SendingOptions options,
        ApiClient api,
        FaxPlusClientOptions clientOptions,
        SendHistory history,
        SendPreparer preparer,
        FaxSubmitter submitter,
        LostResponseResolver resolver)
    {
        (_journal, _options, _api, _preparer, _submitter) = (journal, options, api, preparer, submitter);
        _lookup = new JournalLookup(journal);
        _writer = new JournalWriter(journal, options, api, history, preparer);
        _doubts = new InDoubtResolver(api, clientOptions, resolver, journal);
        _comparison = new ItemComparison(api, preparer);
    }

    public static JournaledSends Open(
        ISendJournal journal,
        SendingOptions options,
        ApiClient api,
        FaxPlusClientOptions clientOptions,
        SendHistory history,
        SendPreparer preparer,
        FaxSubmitter submitter,
        LostResponseResolver resolver)
    {
        var sends = new JournaledSends(journal, options, api, clientOptions, history, preparer, submitter, resolver);
        try
        {
            if (journal.TakenOverFrom is string other)
            {
                api.Observer.Verbose(
                    $"A run with the service {other} began the journal, but that service has none of its faxes; "
                    + "this run continues the journal.");
            }

            history.Records.KeepsMarks ??= journal.Header.KeepsMarks;
            history.Records.KeepsIds ??= journal.Header.KeepsIds;
            if (!options.JournalIsReadOnly) sends._doubts.Begin();
            return sends;
        }
        catch
        {
            sends.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<SentFax>?> RecallAsync(SendRequest request, CancellationToken cancellationToken)
    {
        // With a specified key, a sent item is found even if the files of the request no longer exist.
        if (ItemKeys.GivenBy(request) is string given)
            return _lookup.Recall(given) is { } known ? Done(known, request, cancellationToken) : null;
        _preparer.Examine(request, cancellationToken);
        ItemKeys keys = _preparer.Keys(request, _journal.Header.Account, cancellationToken);
        if (_lookup.Recall(keys) is { } done) return Done(done, request, cancellationToken);
        // An earlier run may have specified the sender number that this run uses by default.
        if (keys.IsSenderNamed || await _preparer.TryFindSenderAsync(request, cancellationToken).ConfigureAwait(false) is not string sender)
        {
            return null;
        }

        keys.SetSender(sender);
        return _lookup.Recall(keys) is { } other ? Done(other, request, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        _ = ItemKeys.GivenBy(request);
        ItemKeys keys = _preparer.Keys(request, _journal.Header.Account, cancellationToken);
        FaxPlusException? noSender = null;
        if (request.Key is null && !keys.IsSenderNamed)
        {
            try
            {
                keys.SetSender(await _preparer.FindSenderAsync(request, cancellationToken).ConfigureAwait(false));
            }
            catch (FaxPlusException error)
            {
                // The error is not thrown yet, because the journal may record the item as sent.
                noSender = error;
            }
        }

        var shared = _journal as TableJournal;
        bool isAgain = shared?.IsAgain(request) == true;
        if (!isAgain && _journal.IsForOthers(keys.Main))
        {
            shared!.PassOver(request, keys.Main, keys.Contents, null);
            return [];
        }

        using IDisposable turn = await _journal.EnterAsync(keys.Main, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            try
            {
                return await SendOnceAsync(keys, noSender, isAgain, request, cancellationToken).ConfigureAwait(false);
            }
            catch (OtherWorkerException other) when (other.Holder is not null)
            {
                shared!.PassOver(request, other.Key, keys.Contents, other.Holder);
                return [];
            }
            catch (OtherWorkerException other)
            {
                if (await shared!.FindOtherAsync(other.Key, keys.Contents, cancellationToken).ConfigureAwait(false) is not { } ended)
                {
                    return [];
                }

                // The key belongs to a fax from another number. The index now contains that fax, so the loop searches again.
                if (!keys.Includes(ended)) continue;
                _comparison.Compare(ended, request, cancellationToken);
                return [];
            }
        }
    }

    public JournalSummary? Run => (_journal as TableJournal)?.Summarize();

    public Task<IReadOnlyList<SendRequest>> TakePassedOverAsync(bool waits, CancellationToken cancellationToken) =>
        _journal is TableJournal shared
            ? shared.TakePassedOverAsync(waits, cancellationToken)
            : Task.FromResult<IReadOnlyList<SendRequest>>([]);

    public void Dispose()
    {
        _doubts.Dispose();
        _journal.Dispose();
    }

    private async Task<IReadOnlyList<SentFax>> SendOnceAsync(
        ItemKeys keys, FaxPlusException? noSender, bool isAgain, SendRequest request, CancellationToken cancellationToken)
    {
        (JournalEntry? known, string newKey) = await _lookup.FindAsync(keys, isAgain, cancellationToken).ConfigureAwait(false);
        DateTimeOffset? begun = known?.Begun;
        try
        {
            return await SendOnceAsync(known, newKey, keys, noSender, request, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (
            !error.IsFatal && known is { OverAt: not null, AttemptEndedAt: null } && known.Begun == begun)
        {
            // The item that this worker took over is recorded as in doubt; otherwise, the other workers would wait for its result.
            _doubts.Forget(known.Key);
            await _writer.EndAsync(known, new JournalLine { Key = known.Key }, error, JournalState.InDoubt, cancellationToken)
                .ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<SentFax>> SendOnceAsync(
        JournalEntry? known,
        string newKey,
        ItemKeys keys,
        FaxPlusException? noSender,
        SendRequest request,
        CancellationToken cancellationToken)
    {
        if (known?.State == JournalState.Sent)
        {
            if (known.Contents is null) return Done(known, request, cancellationToken);
            ItemComparison.RequireSameDestinations(known, request);
            if (request.Key is not null && !await IsSameAsync(known, keys, request, cancellationToken).ConfigureAwait(false))
            {
                throw ItemComparison.Conflict(known.Key, "two different faxes of this run have this key", request);
            }

            _api.Observer.Warning(
                $"The fax to {string.Join(", ", request.To.Take(5))} is in this run twice (key {known.Key}); it was sent once. "
                + "To send both, specify a different key for each.");
            return known.Receipts(request.Comment, SendTag.TagsOf(request, known.Key, known.Tag));
        }

        if (known?.State == JournalState.InDoubt
            && await SettleAsync(known, request, cancellationToken).ConfigureAwait(false) is { } settled)
        {
            return settled;
        }

        JournalEntry entry = known ?? _journal.NewEntry(newKey);
        PreparedSend prepared;
        try
        {
            prepared = noSender is null ? await _preparer.PrepareAsync(request, cancellationToken).ConfigureAwait(false) : throw noSender;
        }
        catch (FaxPlusException error) when (known is null or { State: JournalState.Failed })
        {
            JournalLine line = _writer.Intent(entry, request, new PreparedSend(_preparer.NamedSender(request) ?? "", [], []), null);
            line.Files = [.. request.Files.Select(Path.GetFileName).OfType<string>()];
            await _writer.EndAsync(entry, line, error, JournalState.Failed, cancellationToken).ConfigureAwait(false);
            throw;
        }

        entry.Contents = keys.Contents;
        await _journal.WriteAsync(
            entry,
            _writer.Intent(entry, request, prepared, _preparer.Documents(request, cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        string[] tags = SendTag.TagsOf(request, entry.Key, entry.Tag);
        AcceptedSend sent;
        try
        {
            sent = await _submitter.SendAsync(
                request, prepared, entry.Tag, tags, entry.IsMarked, cancellationToken, _journal.BeforeRequestAsync).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            throw await _writer.FailureAsync(entry, error, cancellationToken).ConfigureAwait(false);
        }

        request.SetPhase?.Invoke(SendPhase.Recording);
        await _writer.SentAsync(entry, sent, cancellationToken).ConfigureAwait(false);
        return sent.Receipts(request, prepared, tags, entry.IsMarked);
    }

    /// <summary>Whether an item that this run has sent is the same fax as a request with the same key.</summary>
    private async Task<bool> IsSameAsync(JournalEntry sent, ItemKeys keys, SendRequest request, CancellationToken cancellationToken)
    {
        if (keys.HasContentsOf(sent)) return true;
        if (keys.IsSenderNamed || await _preparer.TryFindSenderAsync(request, cancellationToken).ConfigureAwait(false) is not string sender)
        {
            return false;
        }

        keys.SetSender(sender);
        return keys.HasContentsOf(sent);
    }

    /// <summary>Searches for an item in doubt.</summary>
    /// <returns>The receipts of the item; null if the item was not found and a resend is requested.</returns>
    private async Task<IReadOnlyList<SentFax>?> SettleAsync(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        ItemComparison.RequireSameDestinations(entry, request);
        AcceptedSend found;
        request.SetPhase?.Invoke(SendPhase.Searching);
        try
        {
            found = await _doubts.FindAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException doubt) when (_options.ResendInDoubt)
        {
            _api.Observer.Verbose($"{doubt.Message} The fax is sent again, as requested.");
            request.SetPhase?.Invoke(SendPhase.Requesting);
            return null;
        }
        catch (FaxPlusException doubt)
        {
            await _writer.EndAsync(entry, new JournalLine { Key = entry.Key }, doubt, JournalState.InDoubt, cancellationToken)
                .ConfigureAwait(false);
            throw doubt.WithAdvice(
                ($"{doubt.RecommendedAction} If you know that the fax was not sent, or if a duplicate is better than a missing fax, "
                    + "send the fax again although it is in doubt.").TrimStart(),
                FaxPlusAdvice.ResendInDoubt);
        }

        _api.Observer.Verbose($"The service has the fax {entry.Key} of the earlier run.");
        _comparison.CompareDocuments(entry, request, cancellationToken);
        await _writer.SentAsync(entry, found, cancellationToken).ConfigureAwait(false);
        return entry.Receipts(request.Comment, SendTag.TagsOf(request, entry.Key, entry.Tag));
    }

    private IReadOnlyList<SentFax> Done(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        _comparison.Compare(entry, request, cancellationToken);
        return entry.Receipts(request.Comment, SendTag.TagsOf(request, entry.Key, entry.Tag));
    }
}
