#if NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace FaxPlus.Client.Tables;

/// <summary>A partition of a table in Azure Table Storage. Only this class and <see cref="AzureTables"/> use the Azure packages.</summary>
internal sealed class AzureTable : ITable
{
    /// <summary>The timeout of a single request. The caller retries a request that has timed out.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    // All tables of a process share a connection pool. Connections to an emulator do not use the proxy, and therefore need a separate
    // HttpClient.
    private static readonly Lazy<HttpClient> s_http = new(() => NewHttp(useProxy: true));
    private static readonly Lazy<HttpClient> s_local = new(() => NewHttp(useProxy: false));

    private readonly TableAddress _address;
    private readonly TableClient _client;

    public AzureTable(TableAddress address, StorageSecret? secret)
    {
        _address = address;
        var options = new TableClientOptions
        {
            Transport = new HttpClientTransport((address.Endpoint.IsLoopback ? s_local : s_http).Value),
        };
        // The retries of the Azure package are disabled, because the caller retries requests, and determines whether an earlier attempt
        // took effect.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = s_timeout;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        _client = secret switch
        {
            { IsEmulator: true } => new TableClient(StorageSecret.Emulator, address.Table, options),
            { Key: string key } =>
                new TableClient(address.Endpoint, address.Table, new TableSharedKeyCredential(address.Account, key), options),
            { Signature: string signature } => new TableClient(
                new UriBuilder(address.Endpoint) { Path = $"{address.Endpoint.AbsolutePath.TrimEnd('/')}/{address.Table}" }.Uri,
                new AzureSasCredential(signature),
                options),
            _ => new TableClient(address.Endpoint, address.Table, new DefaultAzureCredential(), options),
        };
    }

    public Task CreateAsync(CancellationToken cancellationToken) => RequestAsync(async () =>
    {
        try
        {
            await _client.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException failure) when (failure.Status == 403)
        {
            // A SAS may permit access only to rows. The error is ignored: if the table does not exist, the first request for a row fails.
        }

        return true;
    }, cancellationToken);

    public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) => RequestAsync(async () =>
    {
        NullableResponse<TableEntity> found = await _client.GetEntityIfExistsAsync<TableEntity>(
            _address.Run, key, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? RowOf(found.Value!) : null;
    }, cancellationToken);

    public Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken) => RequestAsync(async () =>
    {
        try
        {
            return TagOf(await _client.AddEntityAsync(EntityOf(row), cancellationToken).ConfigureAwait(false));
        }
        catch (RequestFailedException failure) when (failure.Status == 409 && failure.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }, cancellationToken);

    public Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken) => RequestAsync(async () =>
    {
        try
        {
            return TagOf(await _client.UpdateEntityAsync(EntityOf(row), new ETag(row.ETag!), TableUpdateMode.Replace, cancellationToken)
                .ConfigureAwait(false));
        }
        catch (RequestFailedException failure)
            when (failure.Status == 412 || (failure.Status == 404 && failure.ErrorCode == TableErrorCode.ResourceNotFound))
        {
            return null;
        }
    }, cancellationToken);

    public Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        RequestAsync<IReadOnlyList<string>?>(async () =>
        {
            try
            {
                Response<IReadOnlyList<Response>> answer = await _client.SubmitTransactionAsync(writes.Select(ActionOf), cancellationToken)
                    .ConfigureAwait(false);
                return [.. answer.Value.Select(TagOf)];
            }
            catch (RequestFailedException failure) when (failure.Status is >= 400 and < 500 and not (401 or 403 or 408 or 429))
            {
                return null;
            }
        }, cancellationToken);

    public Task<TablePage> ReadAsync(
        string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
        RequestAsync(async () =>
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {_address.Run} and RowKey ge {from} and RowKey lt {below}");
            if (since is DateTimeOffset time) filter += TableClient.CreateQueryFilter($" and Timestamp ge {time}");
            await foreach (Page<TableEntity> page in _client.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
                .AsPages(continuation)
                .ConfigureAwait(false))
            {
                return new TablePage([.. page.Values.Select(RowOf)], page.ContinuationToken, page.GetRawResponse().Headers.Date);
            }

            return new TablePage([], null, null);
        }, cancellationToken);

    private static HttpClient NewHttp(bool useProxy) =>
        new(new SocketsHttpHandler
        {
            UseProxy = useProxy,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            Timeout = s_timeout,
        };

    private static string TagOf(Response response) =>
        response.Headers.ETag?.ToString() ?? throw new TableUnavailableException("the response has no ETag");

    private TableTransactionAction ActionOf(TableWrite write) => write.IsInsert
        ? new TableTransactionAction(TableTransactionActionType.Add, EntityOf(write.Row))
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, EntityOf(write.Row), new ETag(write.Row.ETag!));

    private TableEntity EntityOf(TableRow row)
    {
        var entity = new TableEntity(_address.Run, row.Key);
        foreach (KeyValuePair<string, object> column in row.Columns) entity[column.Key] = column.Value;
        return entity;
    }

    private static TableRow RowOf(TableEntity entity)
    {
        var row = new TableRow(entity.RowKey) { ETag = entity.ETag.ToString(), Written = entity.Timestamp };
        foreach (KeyValuePair<string, object> column in entity)
        {
            if (column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag") && column.Value is not null)
            {
                row.Columns[column.Key] = column.Value;
            }
        }

        return row;
    }

    private static TableUnavailableException NoResponse(Exception failure)
    {
        Exception? cause = failure;
        while (cause is not (null or HttpRequestException)) cause = cause.InnerException;
        return new TableUnavailableException("no response", cause: cause);
    }

    /// <summary>Returns the error code of the storage, which is only in a header if the body is not JSON.</summary>
    private static string? CodeOf(RequestFailedException failure) =>
        string.IsNullOrEmpty(failure.ErrorCode)
        && failure.GetRawResponse()?.Headers.TryGetValue("x-ms-error-code", out string? code) == true
            ? code
            : failure.ErrorCode;

    /// <summary>
    /// Executes a request. The reported error does not contain the exception message, which may contain an address with a signature.
    /// </summary>
    private async Task<T> RequestAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (RequestFailedException failure)
            when (failure.Status is 0 or 408 or 429 or >= 500 || failure.ErrorCode == TableErrorCode.TableBeingDeleted)
        {
            throw failure.Status == 0
                ? NoResponse(failure)
                : new TableUnavailableException(string.Format(
                    CultureInfo.InvariantCulture, "the storage returned {0} {1}", failure.Status, failure.ErrorCode).TrimEnd());
        }
        catch (RequestFailedException failure)
        {
            string? code = CodeOf(failure);
            string message = $"Azure Table Storage returned an error for the table {_address.Table}: "
                + string.Format(CultureInfo.InvariantCulture, "{0} {1}", failure.Status, code).TrimEnd() + ".";
            if (failure.Status is 401 or 403) throw StorageDenied.Of(message, code);
            throw new FaxPlusException(failure.Status == 404 ? FaxPlusErrorKind.NotFound : FaxPlusErrorKind.BadRequest, message)
            {
                RecommendedAction = "Check the address; the table is created if the secret or the identity permits it.",
                IsFatal = true,
            };
        }
        catch (AuthenticationFailedException)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.Forbidden, $"No Azure sign-in on this machine returned an access token for the table {_address.Table}.")
            {
                RecommendedAction = "Use a managed identity or a workload identity, or sign in with Connect-AzAccount or az login; "
                    + "or specify the secret of the storage account.",
                Advice = FaxPlusAdvice.StorageSecret,
                IsFatal = true,
            };
        }
        catch (Exception failure)
            when (failure is HttpRequestException or System.IO.IOException or TimeoutException or AggregateException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The Azure package throws an OperationCanceledException if its network timeout elapses.
            throw NoResponse(failure);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            throw new TableUnavailableException("the response cannot be read");
        }
    }
}
#endif
