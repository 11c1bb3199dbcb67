using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>An emulator for one test, and an HTTP client for it.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public const string Pat = "test-pat";
    public const string OwnNumber = "+16505550100";
    public const string Destination = "+41445551234";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private readonly EmulatorServer _server;

    private TestService(EmulatorServer server)
    {
        _server = server;
        Client = NewClient(Pat);
    }

    public HttpClient Client { get; }

    public Uri BaseUri => _server.BaseUri;

    /// <summary>Starts an emulator. No fax leaves the outbox during the test, unless the test changes the send time.</summary>
    public static async Task<TestService> StartAsync(Action<EmulatorOptions>? configure = null)
    {
        var options = new EmulatorOptions { SendSeconds = 600 };
        options.Pats.Add(Pat, ["fax:all:edit", "fax:all:read"]);
        configure?.Invoke(options);
        return new TestService(await EmulatorServer.StartAsync(options));
    }

    public HttpClient NewClient(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(BaseUri, "/v3/"),
        };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) =>
        Client.SendAsync(new HttpRequestMessage(method, path) { Content = json is null ? null : Json(json) });

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body.ToJsonString());

    public Task<HttpResponseMessage> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<JsonNode> PostForJsonAsync(string path, JsonNode body)
    {
        using var answer = await PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<string> UploadAsync(byte[]? content = null, string fileName = "letter.pdf", string mimeType = "application/pdf")
    {
        using var form = Form(content ?? "%PDF-1.4\nnot much of one"u8.ToArray(), $"form-data; name=\"fax_file\"; filename=\"{fileName}\"",
            mimeType);
        using var answer = await Client.PostAsync("accounts/self/files", form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (string)(await ReadAsync(answer))["path"]!;
    }

    public static MultipartFormDataContent Form(byte[] content, string disposition, string? mimeType)
    {
        var part = new ByteArrayContent(content);
        part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        if (mimeType is not null) part.Headers.TryAddWithoutValidation("Content-Type", mimeType);

        // Browsers use UTF-8; the default of the client is Latin-1.
        var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        form.Add(part);
        return form;
    }

    /// <summary>Sends an uploaded file and returns the outbox id.</summary>
    public async Task<string> SendFaxAsync(string to = Destination, Action<JsonObject>? change = null)
    {
        var body = await SendBodyAsync(to);
        body["return_ids"] = true;
        change?.Invoke(body);
        var answer = await PostForJsonAsync("accounts/self/outbox", body);
        return (string)answer["ids"]![to]!;
    }

    public async Task<JsonObject> SendBodyAsync(params string[] to) => new()
    {
        ["from"] = OwnNumber,
        ["to"] = new JsonArray([.. to.Select(t => JsonValue.Create(t))]),
        ["files"] = new JsonArray(await UploadAsync()),
    };

    /// <summary>Waits for the record of a fax that was sent to a number.</summary>
    public Task<JsonNode> WaitForSentAsync(string to = Destination) => EventuallyAsync(async () =>
        Records(await GetAsync("accounts/self/faxes?category=sent")).FirstOrDefault(f => (string?)f["to"] == to));

    public static JsonNode[] Records(JsonNode list) => [.. list["data"]!["records"]!.AsArray().Select(r => r!)];

    /// <summary>Polls until there is a result, and fails after a timeout.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T?>> ask) where T : class
    {
        for (var end = DateTime.UtcNow + TimeLimit; DateTime.UtcNow < end; await Task.Delay(20))
        {
            if (await ask() is { } answer) return answer;
        }

        throw new TimeoutException("The expected result did not occur in time.");
    }

    public async Task AddFaultAsync(JsonObject fault) => await PostForJsonAsync("/_emulator/faults", fault);

    public async Task<JsonNode[]> RequestsAsync() => [.. (await GetAsync("/_emulator/requests")).AsArray().Select(r => r!)];

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>Asserts that a request is refused with this status, and that the error message contains these words.</summary>
    public static async Task RefusedAsync(HttpStatusCode status, string words, Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
        var error = JsonNode.Parse(body)!;
        Assert.False(string.IsNullOrEmpty((string?)error["error"]));
        Assert.Contains(words, (string?)error["description"], StringComparison.Ordinal);
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
