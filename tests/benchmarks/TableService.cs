using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaxPlus.Benchmarks;

/// <summary>
/// An implementation in memory of the part of Azure Table Storage that a journal uses. The time for a page of a list hardly depends on the
/// number of rows.
/// </summary>
internal sealed partial class TableService(TimeSpan latency)
{
    private const int PageSize = 1000;
    private const string FirstKey = "item-0000000", FirstNumber = "+41000000000";

    private readonly object _lock = new();
    private readonly SortedList<string, Row> _rows = new(StringComparer.Ordinal);
    private Dictionary<string, int> _requests = [];
    private long _writes;
    private DateTimeOffset _lastItem;

    /// <summary>The entry point of the process that runs the table service.</summary>
    /// <param name="latency">The time before each response of the table service.</param>
    public static async Task<int> RunAsync(TimeSpan latency)
    {
        var service = new TableService(latency);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
            server.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http1));
        WebApplication app = builder.Build();
        app.Run(service.AnswerAsync);
        await app.StartAsync();
        Console.WriteLine($"{ServiceProcess.Ready}{app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        string path = context.Request.Path.Value!, method = context.Request.Method;
        if (latency > TimeSpan.Zero && !path.StartsWith("/_", StringComparison.Ordinal)) await Task.Delay(latency);
        if (path == "/_requests")
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(new TableRequests(_requests, _lastItem)));
            _requests = [];
        }
        else if (path == "/_fill")
        {
            Fill(int.Parse(context.Request.Query["count"]!, CultureInfo.InvariantCulture));
        }
        else if (path.EndsWith("/$batch", StringComparison.Ordinal))
        {
            Count("group");
            await BatchAsync(context, body);
        }
        else if (method == "GET" && context.Request.Query.ContainsKey("$filter"))
        {
            await ListAsync(context);
        }
        else if (path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            await RefuseAsync(context, 409, "TableAlreadyExists");
        }
        else if (method == "GET")
        {
            Count("get");
            Row? row;
            lock (_lock) _rows.TryGetValue(KeyOf(path), out row);
            if (row is null) await RefuseAsync(context, 404, "ResourceNotFound");
            else await JsonAsync(context, row.Entity(KeyOf(path)));
        }
        else
        {
            Count("write");
            int status;
            string value;
            lock (_lock) (status, value) = Write(method, path, context.Request.Headers.IfMatch, body, isTrial: false);
            if (status == 204)
            {
                context.Response.StatusCode = status;
                context.Response.Headers.ETag = value;
            }
            else
            {
                await RefuseAsync(context, status, value);
            }
        }
    }

    /// <summary>Adds the finished items of a long run. The items are copies of the first item with other keys and numbers.</summary>
    private void Fill(int count)
    {
        lock (_lock)
        {
            (string key, Row first) = _rows.First(row => RowKeyOf(row.Key)[0] == 'i');
            string partition = PartitionOf(key);
            var entity = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(first.Body)!;
            string data = Encoding.UTF8.GetString(entity["Data"].GetBytesFromBase64());
            var keys = new (string Key, Row Row)[count - 1];
            Parallel.For(1, count, i =>
            {
                string item = $"item-{i:0000000}";
                string rowKey = "i" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item)))[..32];
                string itemData = data.Replace(FirstKey, item).Replace(FirstNumber, $"+41{i:000000000}");
                string body = first.Body
                    .Replace(entity["Data"].GetString()!, Convert.ToBase64String(Encoding.UTF8.GetBytes(itemData)))
                    .Replace(FirstKey, item)
                    .Replace(RowKeyOf(key), rowKey);
                keys[i - 1] = ($"{partition}\n{rowKey}", new Row(body, first.Tag));
            });
            Array.Sort(keys, (one, other) => string.CompareOrdinal(one.Key, other.Key));
            KeyValuePair<string, Row>[] others = [.. _rows];
            _rows.Clear();
            _rows.Capacity = count + others.Length;
            // The rows are added in sorted order, because a sorted list then appends them without moving other rows.
            int next = 0;
            foreach ((string otherKey, Row row) in others)
            {
                for (; next < keys.Length && string.CompareOrdinal(keys[next].Key, otherKey) < 0; next++)
                {
                    _rows.Add(keys[next].Key, keys[next].Row);
                }

                _rows.Add(otherKey, row);
            }

            for (; next < keys.Length; next++) _rows.Add(keys[next].Key, keys[next].Row);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        Match filter = Filter().Match(context.Request.Query["$filter"]!);
        string partition = filter.Groups[1].Value, below = filter.Groups[3].Value;
        string from = context.Request.Query["NextRowKey"].FirstOrDefault() ?? filter.Groups[2].Value;
        Count(filter.Groups[2].Value == "i" ? "items" : "workers");
        var page = new StringBuilder("{\"value\":[");
        lock (_lock)
        {
            int at = IndexOf($"{partition}\n{from}"), end = Math.Min(IndexOf($"{partition}\n{below}"), at + PageSize);
            for (int i = at; i < end; i++) page.Append(i == at ? "" : ",").Append(_rows.Values[i].Entity(_rows.Keys[i]));
            if (end < _rows.Count && end == at + PageSize)
            {
                context.Response.Headers["x-ms-continuation-NextPartitionKey"] = partition;
                context.Response.Headers["x-ms-continuation-NextRowKey"] = RowKeyOf(_rows.Keys[end]);
            }
        }

        await JsonAsync(context, page.Append("]}").ToString());
    }

    private async Task BatchAsync(HttpContext context, string body)
    {
        var answer = new StringBuilder("--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n");
        lock (_lock)
        {
            Match[] parts = [.. Part().Matches(body).Cast<Match>()];
            (int Status, string Value) Do(Match part, bool isTrial) => Write(
                part.Groups[1].Value,
                Uri.UnescapeDataString(part.Groups[2].Value),
                IfMatch().Match(part.Groups[3].Value).Groups[1].Value,
                part.Groups[4].Value,
                isTrial);
            (int Status, string Value)[] trials = [.. parts.Select(part => Do(part, isTrial: true))];
            int bad = Array.FindIndex(trials, trial => trial.Status != 204);
            foreach ((int status, string value) in bad < 0 ? parts.Select(part => Do(part, isTrial: false)) : [trials[bad]])
            {
                string error = bad < 0
                    ? ""
                    : $"{{\"odata.error\":{{\"code\":\"{value}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{bad}:{value}\"}}}}}}";
                answer.Append("--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
                    .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {(bad < 0 ? "No Content" : "Conflict")}\r\n")
                    .Append(bad < 0 ? $"ETag: {value}\r\n\r\n\r\n" : $"Content-Type: application/json\r\n\r\n{error}\r\n");
            }
        }

        context.Response.StatusCode = 202;
        context.Response.ContentType = "multipart/mixed; boundary=batchresponse_1";
        await context.Response.WriteAsync(answer.Append("--changesetresponse_1--\r\n--batchresponse_1--\r\n").ToString());
    }

    private (int Status, string Value) Write(string method, string path, string? ifMatch, string body, bool isTrial)
    {
        bool isInsert = method == "POST";
        string key = isInsert ? KeyOfBody(body) : KeyOf(path);
        bool exists = _rows.TryGetValue(key, out Row? there);
        if (isInsert && exists) return (409, "EntityAlreadyExists");
        if (!isInsert && !exists) return (404, "ResourceNotFound");
        if (!isInsert && there!.Tag != ifMatch) return (412, "UpdateConditionNotSatisfied");
        if (isTrial) return (204, "");
        var row = new Row(body, $"W/\"datetime'{++_writes}'\"");
        _rows[key] = row;
        if (RowKeyOf(key)[0] == 'i') _lastItem = DateTimeOffset.UtcNow;
        return (204, row.Tag);
    }

    private int IndexOf(string key)
    {
        int low = 0, high = _rows.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(_rows.Keys[middle], key) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Count(string kind)
    {
        lock (_lock) _requests[kind] = _requests.GetValueOrDefault(kind) + 1;
    }

    private static string KeyOf(string path)
    {
        Match match = EntityPath().Match(path);
        return $"{match.Groups[1].Value}\n{match.Groups[2].Value}";
    }

    private static string KeyOfBody(string body)
    {
        using var entity = JsonDocument.Parse(body);
        return $"{entity.RootElement.GetProperty("PartitionKey").GetString()}\n{entity.RootElement.GetProperty("RowKey").GetString()}";
    }

    private static string PartitionOf(string key) => key[..key.IndexOf('\n')];

    private static string RowKeyOf(string key) => key[(key.IndexOf('\n') + 1)..];

    private static Task JsonAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        return JsonAsync(context, $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{code}\"}}}}}}");
    }

    [GeneratedRegex("PartitionKey eq '([^']*)' and RowKey ge '([^']*)' and RowKey lt '([^']*)'")]
    private static partial Regex Filter();

    [GeneratedRegex("PartitionKey='([^']*)',RowKey='([^']*)'")]
    private static partial Regex EntityPath();

    [GeneratedRegex("(?m)^(POST|PUT|PATCH|MERGE) (\\S+) HTTP/1\\.1\\r?\\n((?:[^\\r\\n]+\\r?\\n)*)\\r?\\n(\\{.*\\})")]
    private static partial Regex Part();

    [GeneratedRegex("(?mi)^If-Match: ([^\\r\\n]+)")]
    private static partial Regex IfMatch();

    /// <summary>A row in the form in which the client has written it.</summary>
    private sealed class Row(string body, string tag)
    {
        private readonly DateTime _written = DateTime.UtcNow;

        public string Body => body;

        public string Tag => tag;

        /// <summary>
        /// Returns the row in the form of a response. A request that replaces a row need not contain the key, so the key is added if it is
        /// missing.
        /// </summary>
        public string Entity(string key)
        {
            string keys = body.Contains("\"RowKey\"", StringComparison.Ordinal)
                ? ""
                : $"\"PartitionKey\":\"{PartitionOf(key)}\",\"RowKey\":\"{RowKeyOf(key)}\",";
            string escapedTag = tag.Replace("\"", "\\\"", StringComparison.Ordinal);
            return $"{{\"odata.etag\":\"{escapedTag}\",{keys}\"Timestamp\":\"{_written:O}\",{body.AsSpan(1)}";
        }
    }
}

/// <summary>The requests that a table service has received.</summary>
/// <param name="Counts">The number of requests of each kind.</param>
/// <param name="LastItem">The time of the last write of an item.</param>
internal sealed record TableRequests(Dictionary<string, int> Counts, DateTimeOffset LastItem);
