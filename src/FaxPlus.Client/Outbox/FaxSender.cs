using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Files;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox;

/// <summary>A run of sends, with or without a journal.</summary>
internal sealed class FaxSender : IFaxSender
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ApiClient _api;
    private readonly FaxPlusClientOptions _clientOptions;
    private readonly AccountReader _account;
    private readonly SendHistory _history;
    private readonly SendingOptions _options;
    private readonly SendPreparer _preparer;
    private readonly LostResponseResolver _resolver;
    private readonly FaxSubmitter _submitter;
    private Task<JournaledSends>? _journaled;

    public FaxSender(
        ApiClient api,
        FaxPlusClientOptions clientOptions,
        SendingOptions options,
        IOutboxOperations outbox,
        AccountReader account,
        INumberOperations numbers,
        FileOperations files,
        SendHistory history)
    {
        StorageSecret.Check(options.JournalCredential, options.Journal);
        (_api, _clientOptions, _options, _account, _history) = (api, clientOptions, options, account, history);
        _preparer = new SendPreparer(files, numbers, options.DefaultFrom);
        _resolver = new LostResponseResolver(api, clientOptions, outbox, account, history);
        _submitter = new FaxSubmitter(api, clientOptions, outbox, _preparer, _resolver, history);
    }

    public JournalSummary? Run
    {
        get
        {
            lock (_lock) return _journaled?.Status == TaskStatus.RanToCompletion ? _journaled.Result.Run : null;
        }
    }

    public Task<string> ResolveSenderAsync(SendRequest request, CancellationToken cancellationToken) =>
        _preparer.ResolveSenderAsync(request, isSent: !_options.JournalIsReadOnly, cancellationToken);

    public async Task<IReadOnlyList<SentFax>?> FindSentAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is null) return null;
        JournaledSends journaled = await JournaledAsync(_options.Journal, cancellationToken).ConfigureAwait(false);
        return await journaled.RecallAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is not null)
        {
            JournaledSends journaled = await JournaledAsync(_options.Journal, cancellationToken).ConfigureAwait(false);
            return await journaled.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        PreparedSend prepared = await _preparer.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        string tag = SendTag.New();
        string[] tags = SendTag.TagsOf(request, request.Key, tag);
        AcceptedSend sent = await _submitter.SendAsync(request, prepared, tag, tags, isMarked: false, cancellationToken)
            .ConfigureAwait(false);
        return sent.Receipts(request, prepared, tags, isMarked: false);
    }

    public async Task<IReadOnlyList<SendRequest>> TakePassedOverAsync(bool waits, CancellationToken cancellationToken)
    {
        Task<JournaledSends>? journaled;
        lock (_lock) journaled = _journaled;
        return journaled?.Status == TaskStatus.RanToCompletion
            ? await journaled.Result.TakePassedOverAsync(waits, cancellationToken).ConfigureAwait(false)
            : [];
    }

    public void Dispose()
    {
        Task<JournaledSends>? journaled;
        lock (_lock)
        {
            _ending.Cancel();
            journaled = _journaled;
        }

        if (journaled is not null)
        {
            Task.WhenAny(journaled).Wait();
            if (journaled.Status == TaskStatus.RanToCompletion) journaled.Result.Dispose();
        }

        _preparer.Dispose();
    }

    private Task<JournaledSends> JournaledAsync(string path, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested) throw new ObjectDisposedException(nameof(FaxSender));
            if (_journaled is { IsFaulted: true }) _journaled = null;
            if (_journaled is { Status: TaskStatus.RanToCompletion }) return _journaled;
            // The journal is opened on another thread, because reading a long journal takes time.
            return (_journaled ??= _api.Platform.RunAsync(() => OpenAsync(path))).OrCancelled(cancellationToken);
        }
    }

    private Task<TableJournal> OpenTableAsync(TableAddress address, string? account)
    {
        ITable table = _api.Platform.Table?.Invoke(address.ToString()) ?? AzureTables.Open(address, _options.JournalCredential);
        return TableJournal.OpenAsync(
            table, address.ToString(), _clientOptions, account, _options, _api.Backoff, _api.Platform, _api.Observer, _ending.Token);
    }

    private async Task<JournaledSends> OpenAsync(string path)
    {
        // The path or address is checked first, so that an invalid value causes an error before any request is made.
        TableAddress? address = JournalAddress.Is(path) ? TableAddress.Parse(path) : null;
        if (address is null) path = _api.Platform.Storage.Target(path);

        // The uid is read, because a journal belongs to one account: the sends of another account do not prove that this account has sent a
        // fax.
        string? account;
        try
        {
            account = await _account.ReadUidAsync(_ending.Token).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            // The error is fatal, because without the journal, the client cannot determine which items an earlier run has sent.
            throw new FaxPlusException(error) { IsFatal = true };
        }

        ISendJournal journal = address is not null
            ? await OpenTableAsync(address, account).ConfigureAwait(false)
            : SendJournal.Open(path, _clientOptions.ApiUri, account, _options.JournalIsReadOnly, _api.Platform);
        return JournaledSends.Open(journal, _options, _api, _clientOptions, _history, _preparer, _submitter, _resolver);
    }
}
