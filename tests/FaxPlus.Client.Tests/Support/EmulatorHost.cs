using System;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Starts and stops emulators for tests that run in another process on another framework.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new() { PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate };

    private readonly ConcurrentDictionary<string, EmulatorServer> _running = new();
    private StubServer? _orders;

    public Uri Address => _orders!.BaseUri;

    /// <summary>Writes the address of the host to the output, and accepts requests until the input ends.</summary>
    public static async Task ServeAsync()
    {
        await using EmulatorHost host = await StartAsync();
        Console.WriteLine(host.Address);
        await Console.In.ReadToEndAsync();
    }

    public static async Task<EmulatorHost> StartAsync()
    {
        var host = new EmulatorHost();
        host._orders = await StubServer.StartAsync(host.AnswerAsync);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _orders!.DisposeAsync();
        foreach (EmulatorServer server in _running.Values) await server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method == "DELETE")
        {
            if (_running.TryRemove(context.Request.Query["address"].ToString(), out EmulatorServer? ended)) await ended.DisposeAsync();
            return;
        }

        EmulatorServer server =
            await EmulatorServer.StartAsync((await JsonSerializer.DeserializeAsync<EmulatorOptions>(context.Request.Body, s_json))!);
        _running[server.BaseUri.AbsoluteUri] = server;
        await Stub.WriteAsync(context, new JsonObject { ["address"] = server.BaseUri.AbsoluteUri }.ToJsonString());
    }
}
