using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator.Tests;

/// <summary>A target for webhooks: it keeps what it is told, and can refuse at first.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _messages = new();
    private int _refusalsLeft;

    private HookReceiver(int refusals)
    {
        _refusalsLeft = refusals;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public string Target => $"{_app.Urls.First()}/hook?secret=1";

    public JsonNode[] Messages => [.. _messages];

    public static async Task<HookReceiver> StartAsync(int refusals = 0)
    {
        var receiver = new HookReceiver(refusals);
        await receiver._app.StartAsync();
        return receiver;
    }

    public Task<JsonNode[]> WaitForAsync(int messages) =>
        TestService.EventuallyAsync(() => Task.FromResult(Messages is var all && all.Length >= messages ? all : null));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var message = JsonNode.Parse(await reader.ReadToEndAsync())!;
        _messages.Enqueue(message);
        if (Interlocked.Decrement(ref _refusalsLeft) >= 0) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
