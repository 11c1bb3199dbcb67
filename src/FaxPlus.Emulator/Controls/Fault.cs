using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>The kinds of fault.</summary>
internal enum FaultKind
{
    /// <summary>The request is not executed; the response has the configured status.</summary>
    Status,

    /// <summary>The request is executed, and its response is replaced by another status and body, as a gateway may do.</summary>
    StatusAfter,

    /// <summary>The request is executed after a delay.</summary>
    Delay,

    /// <summary>The connection is closed before the request is executed.</summary>
    DropBefore,

    /// <summary>The request is executed, and its response is lost.</summary>
    DropAfter,

    /// <summary>The request is executed, and the body of its response is truncated.</summary>
    Truncate,

    /// <summary>The request is executed, and its response is replaced by text that is not JSON.</summary>
    Garbage,
}

/// <summary>A fault that is configured for later requests.</summary>
internal sealed class Fault
{
    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        ["status"] = FaultKind.Status,
        ["status-after"] = FaultKind.StatusAfter,
        ["delay"] = FaultKind.Delay,
        ["drop-before"] = FaultKind.DropBefore,
        ["drop-after"] = FaultKind.DropAfter,
        ["truncate"] = FaultKind.Truncate,
        ["garbage"] = FaultKind.Garbage,
    };

    private readonly JsonBody _order;
    private readonly Regex? _path;
    private readonly string? _method;
    private readonly double _probability;
    private int? _timesLeft;
    private int _skipsLeft;
    private int _hits;

    private Fault(JsonBody order)
    {
        order.AllowOnly("path", "method", "times", "skip", "probability", "kind", "status", "retryAfter", "delayMs", "bytes", "body");
        var kind = order.RequiredText("kind");
        Kind = Kinds.TryGetValue(kind, out var known) ? known : throw order.Wrong("kind", $"one of {string.Join(", ", Kinds.Keys)}");
        _order = order;
        _path = Pattern(order);
        _method = order.Text("method");
        _timesLeft = order.Whole("times", 1, int.MaxValue);
        _skipsLeft = order.Whole("skip", 0, int.MaxValue) ?? 0;
        _probability = order.Number("probability", 0, 1) ?? 1;
        Status = order.Whole("status", 200, 599);
        DelayMs = order.Whole("delayMs", 0, int.MaxValue) ?? 1000;
        Bytes = order.Whole("bytes", 0, int.MaxValue);
        RetryAfter = order.Copy("retryAfter") switch
        {
            null => null,
            JsonValue value => value.ToString(),
            _ => throw order.Wrong("retryAfter", "a number of seconds, or a string such as an HTTP date"),
        };
        Body = order.Copy("body") switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var json => Answer.ToText(json),
        };
    }

    public FaultKind Kind { get; }

    public int? Status { get; }

    public string? RetryAfter { get; }

    public int DelayMs { get; }

    public int? Bytes { get; }

    /// <summary>
    /// The body of the response. If the configured value is a JSON string, the body is the text of this string; otherwise, the body is the
    /// JSON value.
    /// </summary>
    public string? Body { get; }

    public static Fault Read(JsonBody order) => new(order);

    /// <summary>
    /// Returns whether the fault applies to this request. If the fault applies, its number of remaining uses decreases by one.
    /// </summary>
    public bool TryHit(HttpRequest request, Random random)
    {
        if (_timesLeft == 0) return false;
        if (_method is not null && !_method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)) return false;
        if (_path?.IsMatch(request.RawTarget()) == false) return false;
        if (_skipsLeft > 0)
        {
            _skipsLeft--;
            return false;
        }

        if (random.NextDouble() >= _probability) return false;
        _timesLeft--;
        _hits++;
        return true;
    }

    /// <summary>The fault as it was configured, with the numbers of remaining and previous uses.</summary>
    public JsonObject ToWire()
    {
        var wire = new JsonObject(_order.Names.Select(n => KeyValuePair.Create(n, _order.Copy(n))));
        if (_timesLeft is not null) wire["times"] = _timesLeft;
        wire["hits"] = _hits;
        return wire;
    }

    private static Regex? Pattern(JsonBody order)
    {
        if (order.Text("path") is not { } pattern) return null;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException error)
        {
            throw order.Wrong("path", $"a regular expression: {error.Message}");
        }
    }
}
