using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Contacts;

/// <summary>
/// Reads a list by offset until the total count is reached, or until a page contains no new record. The service may return no total count
/// (API reference 3.10).
/// </summary>
internal sealed class OffsetReader<T>(
    ApiClient api,
    FaxPlusOperation operation,
    string path,
    KeyValuePair<string, string>[] filter,
    Func<JsonObject, T> read,
    Func<CancellationToken, Task>? prepare = null) : IPageReader<T>
{
    private const int PageSize = 50;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _offset;
    private bool _isAtEnd;

    public async Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isAtEnd)
        {
            JsonObject answer = await RequestAsync(cancellationToken).ConfigureAwait(false);
            JsonObject list = answer["data"] as JsonObject ?? answer;
            if (list["records"] is not JsonArray records) throw Invalid("the response has no list of records.");
            // Null elements are ignored. Any other element that is not an object is a record that cannot be read.
            if (records.Any(record => record is JsonArray or JsonValue)) throw Invalid("a record of the response is not an object.");

            _offset += records.Count;
            JsonObject[] news = [.. records
                .OfType<JsonObject>()
                .Where(record => _seen.Add(record["id"]?.ToString() ?? record.ToJsonString()))];
            _isAtEnd = news.Length == 0 || (list["total_count"] is JsonValue total && total.TryGetValue(out int count) && _offset >= count);
            if (news.Length == 0) break;
            if (prepare is not null) await prepare(cancellationToken).ConfigureAwait(false);
            return [.. news.Select(read)];
        }

        return [];
    }

    private FaxPlusException Invalid(string cause) =>
        new(FaxPlusErrorKind.InvalidResponse, $"{operation.Description} failed: {cause}")
        {
            Operation = operation.ToString(),
            StatusCode = 200,
            RecommendedAction = "Check the address of the API.",
        };

    private async Task<JsonObject> RequestAsync(CancellationToken cancellationToken)
    {
        string target = QueryString.Add(
            path,
            [
                .. filter,
                ApiClient.Parameter("offset", _offset.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ApiClient.Parameter("limit", PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ]);
        try
        {
            return await api.GetAsync<JsonObject>(operation, target, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 404 or 405)
        {
            throw Unavailable(operation, error);
        }
    }

    /// <summary>Creates the error for a path that the service does not support. The vendor does not document the paths.</summary>
    public static FaxPlusException Unavailable(FaxPlusOperation operation, FaxPlusException error) =>
        new(
            FaxPlusErrorKind.NotFound,
            $"{operation.Description} failed: the API of this account does not support {operation} ({error.StatusCode}). "
            + "The vendor does not document this path, so the client assumes it.",
            error)
        {
            StatusCode = error.StatusCode,
            ResponseBody = error.ResponseBody,
            Operation = operation.ToString(),
            RecommendedAction = "Check the account whose contacts are requested. If the account is correct, use the dashboard, "
                + "or ask the vendor for the path and send the request to this path.",
            Advice = FaxPlusAdvice.Member,
        };
}
