using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tables;

/// <summary>
/// One partition of a table in a storage service. Each call is one request. If it is unknown whether a call took effect, the call throws
/// <see cref="TableUnavailableException"/>.
/// </summary>
internal interface ITable
{
    /// <summary>Creates the table if it does not exist.</summary>
    Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>Returns the row with this key; null if no row has this key.</summary>
    Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Adds a row.</summary>
    /// <returns>The ETag of the row; null if a row with this key already exists.</returns>
    Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken);

    /// <summary>Replaces the stored row if its ETag is still that of <paramref name="row"/>.</summary>
    /// <returns>The new ETag; null if the stored row was changed or deleted.</returns>
    Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken);

    /// <summary>Adds or replaces several rows with different keys in one transaction.</summary>
    /// <returns>The ETags of the rows; null if the storage refused the transaction, so that no row was written.</returns>
    Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken);

    /// <summary>Returns one page of the rows whose keys are in a range, in key order.</summary>
    /// <param name="from">The first key of the range.</param>
    /// <param name="below">The first key after the range.</param>
    /// <param name="since">The earliest time of the last write of the rows, by the storage clock; null for all rows.</param>
    /// <param name="continuation">The continuation token of the previous page; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<TablePage> ReadAsync(
        string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken);
}

/// <summary>A table row.</summary>
internal sealed class TableRow(string key)
{
    public string Key => key;

    public string? ETag { get; set; }

    /// <summary>The time of the last write of the row, by the storage clock.</summary>
    public DateTimeOffset? Written { get; set; }

    /// <summary>The values by column name. A value is a string, int, long, bool, DateTimeOffset or byte array.</summary>
    public Dictionary<string, object> Columns { get; } = new(StringComparer.Ordinal);

    public string? Text(string column) => Columns.TryGetValue(column, out object? value) ? value as string : null;

    public long Number(string column) =>
        Columns.TryGetValue(column, out object? value) ? value switch { long number => number, int number => number, _ => 0 } : 0;

    /// <summary>Whether the value of a column is a whole number from 0 to a maximum.</summary>
    public bool HasNumber(string column, long most) =>
        Columns.TryGetValue(column, out object? value) && value is long or int && Number(column) >= 0 && Number(column) <= most;

    public bool Flag(string column) => Columns.TryGetValue(column, out object? value) && value is true;

    public byte[]? Bytes(string column) => Columns.TryGetValue(column, out object? value) ? value as byte[] : null;

    public TableRow Copy()
    {
        var copy = new TableRow(key) { ETag = ETag, Written = Written };
        foreach (KeyValuePair<string, object> column in Columns) copy.Columns[column.Key] = column.Value;
        return copy;
    }
}

/// <summary>A row to be added, or to be replaced if its ETag is unchanged.</summary>
internal readonly struct TableWrite(TableRow row, bool isInsert)
{
    public TableRow Row => row;

    public bool IsInsert => isInsert;
}

/// <summary>One page of the rows in a key range.</summary>
/// <param name="rows">The rows.</param>
/// <param name="continuation">The continuation token of the next page; null if this is the last page.</param>
/// <param name="servedAt">The time of the response, by the storage clock.</param>
internal sealed class TablePage(IReadOnlyList<TableRow> rows, string? continuation, DateTimeOffset? servedAt)
{
    public IReadOnlyList<TableRow> Rows => rows;

    public string? Continuation => continuation;

    public DateTimeOffset? ServedAt => servedAt;
}

/// <summary>
/// The exception that is thrown if the storage did not respond, or refused the request temporarily. The request may have taken effect.
/// </summary>
internal sealed class TableUnavailableException(string reason, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(reason, cause)
{
    public TimeSpan? RetryAfter => retryAfter;
}
