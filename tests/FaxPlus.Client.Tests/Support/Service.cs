using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>An emulator for one test and a client with short delays and an observer.</summary>
internal sealed class Service : IAsyncDisposable
{
    public const string Token = "alohi_pat_RecogniseMe4711";
    public const string Own = "+16505550100";
    public const string Destination = "+41445551234";

    private readonly EmulatorServer _server;
    private readonly HttpClient _control;
    private readonly CancellationTokenSource _timeLimit = new(TimeSpan.FromMinutes(5));
    private readonly List<IDisposable> _things = [];

    private Service(EmulatorServer server, Action<FaxPlusClientOptions>? configure)
    {
        _server = server;
        _control = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.BaseUri };
        Files = Keep(new Folder());
        Client = NewClient(Token, configure);
    }

    public IFaxPlusClient Client { get; }

    public Observer Observer { get; } = new();

    public Folder Files { get; }

    public Uri ApiUri => new(_server.BaseUri, "/v3");

    /// <summary>Ends a test that would otherwise wait forever. No successful test reaches this timeout.</summary>
    public CancellationToken TimeLimit => _timeLimit.Token;

    public static async Task<Service> StartAsync(Action<EmulatorOptions>? emulator = null, Action<FaxPlusClientOptions>? client = null)
    {
        var options = new EmulatorOptions { SendSeconds = 0.15 };
        options.Pats.Add(Token, EmulatorOptions.DefaultScopes.ToArray());
        emulator?.Invoke(options);
        return new Service(await EmulatorServer.StartAsync(options), client);
    }

    public static Task<Service> StartAsync(ListBounds bounds, ListOrder order, Action<EmulatorOptions>? emulator = null) =>
        StartAsync(options =>
    {
        options.Bounds = bounds;
        options.Order = order;
        emulator?.Invoke(options);
    });

    /// <summary>The options of a client with delays that are short enough for a test.</summary>
    public static FaxPlusClientOptions Connection(Uri apiUri, string token = Token) => new(new Secret(token))
    {
        ApiUri = apiUri,
        RetryDelay = TimeSpan.FromMilliseconds(2),
        PollInterval = TimeSpan.FromMilliseconds(15),
        MaxPollInterval = TimeSpan.FromMilliseconds(60),
        VisibilityDelay = TimeSpan.FromMilliseconds(400),
    };

    public IFaxPlusClient NewClient(string token = Token, Action<FaxPlusClientOptions>? configure = null)
    {
        FaxPlusClientOptions connection = Connection(ApiUri, token);
        configure?.Invoke(connection);
        return Keep(new FaxPlusClient(connection)).Observe(Observer);
    }

    public T Keep<T>(T thing)
        where T : IDisposable
    {
        _things.Add(thing);
        return thing;
    }

    public async Task<JsonNode> ControlAsync(string path, JsonNode? body = null)
    {
        using HttpResponseMessage answer = body is null
            ? await _control.GetAsync("/_emulator/" + path)
            : await _control.PostAsync("/_emulator/" + path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task ForgetRequestsAsync() => DeleteAsync("requests");

    public Task ClearFaultsAsync() => DeleteAsync("faults");

    /// <summary>Deletes the uploads, as the service does after some time.</summary>
    public Task LoseUploadsAsync() => DeleteAsync("uploads");

    public async Task<SeenRequest[]> RequestsAsync(string? method = null, string path = "") =>
    [
        .. (await ControlAsync("requests")).AsArray().Select(item => new SeenRequest(item!))
            .Where(seen => (method is null || seen.Method == method) && seen.Path.EndsWith(path, StringComparison.Ordinal)),
    ];

    /// <summary>Adds a fault for requests with this method whose path and query match the pattern.</summary>
    public Task FaultAsync(string kind, string? method = null, string? path = null, int? times = 1, Action<JsonObject>? more = null)
    {
        var fault = new JsonObject { ["kind"] = kind };
        if (method is not null) fault["method"] = method;
        if (path is not null) fault["path"] = path;
        if (times is not null) fault["times"] = times;
        more?.Invoke(fault);
        return ControlAsync("faults", fault);
    }

    public Task AnswerAsync(int status, JsonNode? body = null, string? method = null, string? path = null, int? times = 1,
        JsonNode? retryAfter = null) =>
        FaultAsync("status", method, path, times, fault =>
        {
            fault["status"] = status;
            if (body is not null) fault["body"] = body;
            if (retryAfter is not null) fault["retryAfter"] = retryAfter;
        });

    /// <summary>Simulates received faxes.</summary>
    public async Task<string[]> ReceiveAsync(DateTimeOffset time, int count = 1, bool spam = false)
    {
        JsonNode answer = await ControlAsync("receive", new JsonObject
        {
            ["startTime"] = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            ["count"] = count,
            ["isSpam"] = spam,
        });
        return [.. answer["ids"]!.AsArray().Select(id => (string)id!)];
    }

    public async Task<JsonNode[]> StateAsync(string what) => [.. (await ControlAsync("state"))[what]!.AsArray().Select(item => item!)];

    public async Task<string[]> FaxIdsAsync() => [.. (await StateAsync("faxes")).Select(fax => (string)fax["id"]!)];

    /// <summary>The number of faxes that the service has accepted, in the outbox or in the list.</summary>
    public async Task<int> AcceptedAsync()
    {
        JsonNode state = await ControlAsync("state");
        return state["outbox"]!.AsArray().Count + state["faxes"]!.AsArray().Count(fax => (string?)fax!["direction"] == "outgoing");
    }

    public async Task<List<Fax>> ReadAllAsync(FaxQuery query) =>
        (await ReadPagesAsync(Client.Faxes.List(query))).SelectMany(page => page).ToList();

    public async Task<List<IReadOnlyList<Fax>>> ReadPagesAsync(IPageReader<Fax> reader)
    {
        var pages = new List<IReadOnlyList<Fax>>();
        while (await reader.ReadAsync(TimeLimit) is { Count: > 0 } page) pages.Add(page);
        Assert.Empty(await reader.ReadAsync(TimeLimit));
        return pages;
    }

    /// <summary>A request to send one small file to the given numbers.</summary>
    public SendRequest Letter(params string[] to) => new()
    {
        From = Own,
        To = to.Length == 0 ? [Destination] : to,
        Files = [Files.File("letter.pdf")],
    };

    public Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request) => Client.Outbox.BeginSending().SendAsync(request, TimeLimit);

    /// <summary>Polls until the condition is true.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo()) await Task.Delay(10, TimeLimit);
    }

    private async Task DeleteAsync(string what)
    {
        using HttpResponseMessage answer = await _control.DeleteAsync("/_emulator/" + what);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable thing in _things) thing.Dispose();
        _control.Dispose();
        _timeLimit.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>A request that the emulator has recorded.</summary>
internal sealed class SeenRequest(JsonNode wire)
{
    public string Method => (string)wire["method"]!;

    public string Path => (string)wire["path"]!;

    public string Query => Uri.UnescapeDataString((string)wire["query"]!);

    public string RawQuery => (string)wire["query"]!;

    public int Status => (int)wire["status"]!;

    public DateTimeOffset Time => DateTimeOffset.Parse((string)wire["time"]!, System.Globalization.CultureInfo.InvariantCulture);

    public string? Header(string name) => (string?)wire["headers"]![name];

    public override string ToString() => $"{Method} {Path}{Query} {Status}";
}
