using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Sending;

/// <summary>A run of sends, with a journal or without.</summary>
internal sealed class FaxSender(Transport transport, FaxPlusConnection connection, SendingOptions options) : IFaxSender
{
    private readonly object _lock = new();
    private readonly Preparation _preparation = new(transport, options.DefaultFrom);
    private readonly Delivery _delivery = new(transport, connection);
    private JournaledSends? _journaled;
    private bool _isDisposed;

    public Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken) => _preparation.CheckAsync(request, cancellationToken);

    public async Task<IReadOnlyList<SentFax>?> RecallAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (options.Journal is null) return null;
        JournaledSends journaled = await JournaledAsync(options.Journal).ConfigureAwait(false);
        return await journaled.RecallAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (options.Journal is not null)
        {
            JournaledSends journaled = await JournaledAsync(options.Journal).ConfigureAwait(false);
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

    private async Task<JournaledSends> JournaledAsync(string path) => _journaled ?? await Task.Run(() => Open(path)).ConfigureAwait(false);

    /// <summary>Reading a long journal takes a moment, which the caller's thread has better uses for.</summary>
    private JournaledSends Open(string path)
    {
        lock (_lock)
        {
            if (_isDisposed) throw new ObjectDisposedException(nameof(FaxSender));
            return _journaled ??= JournaledSends.Open(path, options, transport, connection, _preparation, _delivery);
        }
    }
}
