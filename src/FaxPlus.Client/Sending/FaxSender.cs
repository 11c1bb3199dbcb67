using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>A run of sends, with a journal or without.</summary>
internal sealed class FaxSender : IFaxSender
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Transport _transport;
    private readonly FaxPlusConnection _connection;
    private readonly SendingOptions _options;
    private readonly Preparation _preparation;
    private readonly LostResponseResolver _resolver;
    private readonly FaxSubmitter _submitter;
    private Task<JournaledSends>? _journaled;

    public FaxSender(Transport transport, FaxPlusConnection connection, SendingOptions options)
    {
        (_transport, _connection, _options) = (transport, connection, options);
        _preparation = new Preparation(transport, options.DefaultFrom);
        _resolver = new LostResponseResolver(transport, connection);
        _submitter = new FaxSubmitter(transport, connection, _preparation, _resolver);
    }

    public Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken) => _preparation.CheckAsync(request, cancellationToken);

    public async Task<IReadOnlyList<SentFax>?> RecallAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is null) return null;
        JournaledSends journaled = await JournaledAsync(_options.Journal, cancellationToken).ConfigureAwait(false);
        return journaled.Recall(request, cancellationToken);
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is not null)
        {
            JournaledSends journaled = await JournaledAsync(_options.Journal, cancellationToken).ConfigureAwait(false);
            return await journaled.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        Prepared prepared = await _preparation.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        string tag = SendTag.New();
        string[] tags = SendTag.TagsOf(request, request.Key, tag);
        AcceptedSend sent = await _submitter.SendAsync(request, prepared, tag, tags, isMarked: false, cancellationToken).ConfigureAwait(false);
        return sent.Receipts(request, prepared, tags, isMarked: false);
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

        _preparation.Dispose();
    }

    private Task<JournaledSends> JournaledAsync(string path, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested) throw new ObjectDisposedException(nameof(FaxSender));
            if (_journaled is { IsFaulted: true }) _journaled = null;
            if (_journaled is { Status: TaskStatus.RanToCompletion }) return _journaled;
            // On another thread: reading a long journal takes a moment.
            return (_journaled ??= _transport.Platform.RunAsync(() => OpenAsync(path))).OrCancelled(cancellationToken);
        }
    }

    private async Task<JournaledSends> OpenAsync(string path)
    {
        // A journal holds for one account: what another one has sent tells nothing of this one.
        string? account;
        try
        {
            account = await AccountReader.UidAsync(_transport, _ending.Token).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            // It says nothing of an item, which may have been sent before.
            error.EndsRun = true;
            throw;
        }

        return JournaledSends.Open(path, account, _options, _transport, _connection, _preparation, _submitter, _resolver);
    }
}
