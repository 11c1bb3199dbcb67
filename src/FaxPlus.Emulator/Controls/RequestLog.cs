using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FaxPlus.Emulator;

/// <summary>Records the requests without their secrets, in the order of their arrival.</summary>
internal sealed class RequestLog
{
    private static readonly string[] CredentialHeaders = ["Authorization", "Proxy-Authorization", "Cookie"];
    private static readonly string[] SecretParameters =
    [
        "code", "refresh_token", "access_token", "token", "client_secret", "code_verifier", "password",
    ];

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var body = new CountingStream(context.Request.Body);
        context.Request.Body = body;
        var entry = new Entry(context, body);
        context.Features.Set(entry);
        lock (_gate) _entries.Add(entry);

        // The status is recorded before the first byte of the response is sent. The log therefore contains the status when a test has
        // received the response.
        context.Response.OnStarting(() =>
        {
            if (!entry.IsDropped) entry.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Closes the connection. The status of the request remains 0, which means that no response was sent.</summary>
    public static void Drop(HttpContext context)
    {
        context.Features.GetRequiredFeature<Entry>().IsDropped = true;
        context.Abort();
    }

    public JsonArray ToWire()
    {
        lock (_gate) return new JsonArray([.. _entries.Select(e => e.ToWire())]);
    }

    public void Clear()
    {
        lock (_gate) _entries.Clear();
    }

    private static string WithoutSecrets(string query) =>
        query.Length == 0 ? query : "?" + string.Join('&', query[1..].Split('&').Select(parameter =>
        {
            var name = parameter.Split('=')[0];
            return SecretParameters.Contains(Uri.UnescapeDataString(name), StringComparer.OrdinalIgnoreCase) ? $"{name}=***" : parameter;
        }));

    private sealed class Entry(HttpContext context, CountingStream body)
    {
        private readonly DateTime _time = DateTime.UtcNow;
        private readonly string _method = context.Request.Method;
        private readonly string _path = context.Request.RawPath();
        private readonly string _query = WithoutSecrets(context.Request.QueryString.Value ?? "");
        private readonly long? _declaredLength = context.Request.ContentLength;

        private readonly KeyValuePair<string, string>[] _headers =
        [
            .. context.Request.Headers
                .Where(h => !CredentialHeaders.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
                .Select(h => KeyValuePair.Create(h.Key, h.Value.ToString())),
        ];

        public int Status { get; set; }

        public bool IsDropped { get; set; }

        public JsonObject ToWire() => new()
        {
            ["method"] = _method,
            ["path"] = _path,
            ["query"] = _query,
            ["headers"] = new JsonObject(_headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
            ["bodyLength"] = _declaredLength ?? body.Count,
            ["status"] = Status,
            ["time"] = _time.ToString("O", CultureInfo.InvariantCulture),
        };
    }
}
