using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator.Tests;

/// <summary>A request that a webhook target received, unchanged.</summary>
internal sealed record ReceivedHook(IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTime Time);

/// <summary>A webhook target that records all requests. It can refuse the first requests or close their connections.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedHook> _received = new();
    private readonly bool _hangsUp;
    private int _refusalsLeft;

    private HookReceiver(int refusals, bool hangsUp)
    {
        _refusalsLeft = refusals;
        _hangsUp = hangsUp;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public string Target => $"{_app.Urls.First()}/hook?secret=1";

    public ReceivedHook[] Received => [.. _received];

    public JsonNode[] Messages => [.. _received.Select(r => JsonNode.Parse(r.Body)!)];

    public static async Task<HookReceiver> StartAsync(int refusals = 0, bool hangsUp = false)
    {
        var receiver = new HookReceiver(refusals, hangsUp);
        await receiver._app.StartAsync();
        return receiver;
    }

    public Task<JsonNode[]> WaitForAsync(int messages) =>
        TestService.EventuallyAsync(() => Task.FromResult(Messages is var all && all.Length >= messages ? all : null));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new ReceivedHook(headers, body.ToArray(), DateTime.UtcNow));
        if (Interlocked.Decrement(ref _refusalsLeft) < 0) return;
        if (_hangsUp) context.Abort();
        else context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
