using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Sending;

/// <summary>A run of sends, with a journal or without.</summary>
internal sealed class FaxSender : IFaxSender
{
    private readonly object _lock = new();
    private readonly Transport _transport;
    private readonly FaxPlusConnection _connection;
    private readonly SendingOptions _options;
    private readonly Preparation _preparation;
    private readonly Delivery _delivery;
    private JournaledSends? _journaled;
    private bool _isDisposed;

    public FaxSender(Transport transport, FaxPlusConnection connection, SendingOptions options)
    {
        (_transport, _connection, _options) = (transport, connection, options);
        _preparation = new Preparation(transport, options.DefaultFrom);
        _delivery = new Delivery(transport, connection, _preparation);
    }

    public Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken) => _preparation.CheckAsync(request, cancellationToken);

    public async Task<IReadOnlyList<SentFax>?> RecallAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is null) return null;
        JournaledSends journaled = await JournaledAsync(_options.Journal).ConfigureAwait(false);
        return journaled.Recall(request, cancellationToken);
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (_options.Journal is not null)
        {
            JournaledSends journaled = await JournaledAsync(_options.Journal).ConfigureAwait(false);
            return await journaled.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        Prepared prepared = await _preparation.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        string mark = Mark.New();
        string[] tags = Mark.TagsOf(request, request.Key, mark);
        Delivered sent = await _delivery.SendAsync(request, prepared, mark, tags, cancellationToken).ConfigureAwait(false);
        return sent.Receipts(request, prepared, tags);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _journaled?.Dispose();
        }

        _preparation.Dispose();
    }

    private async Task<JournaledSends> JournaledAsync(string path) => _journaled ?? await _transport.Platform.RunAsync(() => Task.FromResult(Open(path))).ConfigureAwait(false);

    /// <summary>Reading a long journal takes a moment, which the caller's thread has better uses for.</summary>
    private JournaledSends Open(string path)
    {
        lock (_lock)
        {
            if (_isDisposed) throw new ObjectDisposedException(nameof(FaxSender));
            return _journaled ??= JournaledSends.Open(path, _options, _transport, _connection, _preparation, _delivery);
        }
    }
}
