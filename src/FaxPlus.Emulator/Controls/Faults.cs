using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Applies the configured faults to requests.</summary>
internal sealed class Faults
{
    // The body that Envoy sends if the connection to the service behind it breaks.
    private const string GatewayError = "upstream connect error or disconnect/reset before headers. reset reason: connection termination";
    private const string Garbage = "<html><body>Bad gateway";

    // The delay between writing data and resetting the connection. Without this delay, the client might receive less data than configured.
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    // A random number generator with a constant seed, so that a failed test can be repeated.
    private Random _random = NewRandom();

    public void Add(Fault fault)
    {
        lock (_gate) _faults.Add(fault);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
            _random = NewRandom();
        }
    }

    public JsonArray ToWire()
    {
        lock (_gate) return new JsonArray([.. _faults.Select(f => f.ToWire())]);
    }

    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var met = new HashSet<Fault>();
        while (NextHit(context.Request, met) is { } fault)
        {
            if (fault.Kind != FaultKind.Delay)
            {
                await StrikeAsync(fault, context, next);
                return;
            }

            await Task.Delay(fault.DelayMs, context.RequestAborted);
        }

        await next(context);
    }

    private static Random NewRandom() => new(20260101);

    // Finds the next fault that applies. Faults are tried in order, each once. After a fault that ends the request, later faults are not
    // tried, so their numbers of remaining uses do not change.
    private Fault? NextHit(HttpRequest request, HashSet<Fault> met)
    {
        lock (_gate) return _faults.Find(f => met.Add(f) && f.TryHit(request, _random));
    }

    private static Task StrikeAsync(Fault fault, HttpContext context, RequestDelegate next) => fault.Kind switch
    {
        FaultKind.Status => AnswerStatusAsync(fault, context.Response),
        FaultKind.StatusAfter => AnswerStatusAfterAsync(fault, context, next),
        FaultKind.DropBefore => DropBeforeAsync(context),
        FaultKind.DropAfter => DropAfterAsync(context, next),
        FaultKind.Truncate => TruncateAsync(fault, context, next),
        FaultKind.Garbage => AnswerGarbageAsync(fault, context, next),
        _ => throw new InvalidOperationException($"{fault.Kind} does not end a request."),
    };

    private static async Task AnswerStatusAsync(Fault fault, HttpResponse response)
    {
        var status = fault.Status ?? StatusCodes.Status503ServiceUnavailable;
        if (fault.RetryAfter is not null) response.Headers.RetryAfter = fault.RetryAfter;
        await WriteAsync(response, status, fault.Body ?? Answer.ToText(new JsonObject
        {
            ["error"] = $"status_{status}",
            ["description"] = "The emulator was configured to send this response.",
        }));
    }

    private static Task DropBeforeAsync(HttpContext context)
    {
        RequestLog.Drop(context);
        return Task.CompletedTask;
    }

    private static async Task DropAfterAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Body = Stream.Null;
        await next(context);
        RequestLog.Drop(context);
    }

    private static async Task TruncateAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        var whole = context.Response.Body;
        var cut = new CutStream(context.Response, fault.Bytes);
        context.Response.Body = cut;
        await next(context);
        context.Response.Body = whole;
        if (!cut.HasCut) return;

        await whole.FlushAsync(context.RequestAborted);
        await Task.Delay(TimeToLeave, context.RequestAborted);
        context.Abort();
    }

    private static async Task AnswerStatusAfterAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        await ActAsync(context, next);
        if (fault.RetryAfter is not null) context.Response.Headers.RetryAfter = fault.RetryAfter;
        await WriteAsync(
            context.Response,
            fault.Status ?? StatusCodes.Status503ServiceUnavailable,
            fault.Body ?? GatewayError,
            fault.Body is null ? "text/plain" : "application/json");
    }

    private static async Task AnswerGarbageAsync(Fault fault, HttpContext context, RequestDelegate next)
    {
        var answered = await ActAsync(context, next);
        var status = fault.Status ?? answered;

        // The content type is JSON, although the body is not. The status 204 is replaced by 200, because a 204 response has no body.
        await WriteAsync(
            context.Response, status == StatusCodes.Status204NoContent ? StatusCodes.Status200OK : status, fault.Body ?? Garbage);
    }

    /// <summary>Executes the request and discards the response.</summary>
    /// <returns>The status of the discarded response.</returns>
    private static async Task<int> ActAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Response.Body = body;
        var status = context.Response.StatusCode;
        context.Response.Clear();
        return status;
    }

    private static async Task WriteAsync(HttpResponse response, int status, string text, string contentType = "application/json")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        response.StatusCode = status;
        if (status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }
}
