using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Tables.Retries;

/// <summary>
/// Reads and writes rows that several processes write. A request without a response is retried. Each write stores a unique id in the row,
/// so that the row shows whether an earlier attempt of the write took effect.
/// </summary>
internal sealed class SharedTable(ITable table, ClientPlatform platform, ICallObserver observer, TimeSpan timeout)
{
    private const string WriteId = "Write";

    /// <summary>
    /// The maximum time for retries before the first response of the storage. It is short, because a wrong address is then more likely than
    /// a network failure.
    /// </summary>
    private static readonly TimeSpan s_firstTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);

    private volatile bool _wasReached;
    private volatile FaxPlusException? _writeFailure;

    /// <summary>Returns this table with writes that share requests.</summary>
    public SharedTable Grouped(int maxRequests) =>
        new(new GroupedTable(table, platform, maxRequests), platform, observer, timeout) { _wasReached = _wasReached };

    /// <summary>Throws the error of an earlier write, which may have taken effect although it failed.</summary>
    public void ThrowIfWriteFailed()
    {
        if (_writeFailure is { } error) throw new FaxPlusException(error);
    }

    public Task CreateAsync(CancellationToken cancellationToken) => RetryAsync(
        async stop =>
        {
            await table.CreateAsync(stop).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) =>
        RetryAsync(stop => table.GetAsync(key, stop), cancellationToken);

    public Task<TablePage> ReadAsync(string from, string below, string? continuation, CancellationToken cancellationToken) =>
        ReadAsync(from, below, null, continuation, cancellationToken);

    /// <summary>Reads all rows whose keys are in a range and, if a time is specified, that were written at this time or later.</summary>
    public async Task<(List<TableRow> Rows, DateTimeOffset? ServedAt)> ReadAllAsync(
        string from, string below, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var rows = new List<TableRow>();
        DateTimeOffset? servedAt = null;
        string? continuation = null;
        do
        {
            TablePage page = await ReadAsync(from, below, since, continuation, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Rows);
            servedAt ??= page.ServedAt;
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return (rows, servedAt);
    }

    // A write in progress is not cancelled, because it would then be unknown whether the write took effect.

    /// <summary>Adds a row. If several processes add a row with the same key, exactly one of them succeeds.</summary>
    /// <returns>Null if this call added the row and set the ETag of <paramref name="row"/>; otherwise the existing row.</returns>
    public Task<TableRow?> InsertAsync(TableRow row, CancellationToken cancellationToken) =>
        WriteAsync(row, table.InsertAsync, cancellationToken);

    /// <summary>Replaces a row if no other process has changed it.</summary>
    /// <returns>
    /// Null if this call replaced the row and set the new ETag of <paramref name="row"/>; otherwise the existing row, or an empty row if
    /// the row was deleted.
    /// </returns>
    public Task<TableRow?> ReplaceAsync(TableRow row, CancellationToken cancellationToken) =>
        WriteAsync(row, table.ReplaceAsync, cancellationToken);

    private Task<TablePage> ReadAsync(
        string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
        RetryAsync(stop => table.ReadAsync(from, below, since, continuation, stop), cancellationToken);

    private async Task<TableRow?> WriteAsync(
        TableRow row, Func<TableRow, CancellationToken, Task<string?>> write, CancellationToken cancellationToken)
    {
        string id = Guid.NewGuid().ToString("N");
        row.Columns[WriteId] = id;
        try
        {
            if (await RetryAsync(_ => write(row, CancellationToken.None), cancellationToken).ConfigureAwait(false) is string tag)
            {
                row.ETag = tag;
                return null;
            }

            // An earlier attempt of this call, whose response was lost, may have changed the row.
            TableRow? found = await GetAsync(row.Key, cancellationToken).ConfigureAwait(false);
            if (found?.Text(WriteId) != id) return found ?? new TableRow(row.Key);
            row.ETag = found.ETag;
            return null;
        }
        catch (FaxPlusException error)
        {
            _writeFailure = error;
            throw;
        }
    }

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        long begun = platform.Time.GetTimestamp();
        TimeSpan delay = s_firstDelay;
        while (true)
        {
            try
            {
                T answer = await request(cancellationToken).ConfigureAwait(false);
                _wasReached = true;
                return answer;
            }
            catch (TableUnavailableException failure)
            {
                string reason = failure.InnerException is { } cause ? HttpFailureClassifier.Reason(cause) : failure.Message;
                // After the first response, a failure of TLS or of the proxy may be temporary, because the certificate and the proxy have
                // worked before.
                bool isLasting = !_wasReached && failure.InnerException is { } lasting && HttpFailureClassifier.IsLasting(lasting);
                TimeSpan most = _wasReached || timeout < s_firstTimeout ? timeout : s_firstTimeout;
                if (isLasting || platform.Time.GetElapsedTime(begun) + delay > most)
                {
                    throw new FaxPlusException(
                        FaxPlusErrorKind.ServiceUnavailable, $"The table in the storage account cannot be reached: {reason}.")
                    {
                        RecommendedAction = (isLasting ? ErrorFactory.LastingAdvice(failure.InnerException!, reason) : null)
                            ?? "Check the network, the proxy and the storage account, and run the same command again.",
                        IsFatal = true,
                    };
                }

                observer.Verbose($"The request to the table in the storage account failed: {reason}; trying again.");
                await platform.Time.Delay(failure.RetryAfter is TimeSpan asked && asked > delay ? asked : delay, cancellationToken)
                    .ConfigureAwait(false);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, s_longestDelay.Ticks));
            }
        }
    }
}
