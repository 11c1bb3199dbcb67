using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

/// <summary>An emulator for one test. Emulators do not run on .NET Framework, so the process that started the tests runs them.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private static readonly HttpClient s_host = new(new HttpClientHandler { UseProxy = false });

    private EmulatorServer(Uri baseUri) => BaseUri = baseUri;

    /// <summary>The address for starting emulators in the process that started the tests.</summary>
    public static Uri? Host { get; set; }

    public Uri BaseUri { get; }

    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options)
    {
        using HttpResponseMessage answer =
            await s_host.PostAsync(Host, new StringContent(JsonSerializer.Serialize(options), Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? new EmulatorServer(new Uri((string)JsonNode.Parse(text)!["address"]!)) : throw new InvalidOperationException(text);
    }

    public async ValueTask DisposeAsync()
    {
        using var order = new HttpRequestMessage(HttpMethod.Delete,
            new Uri(Host!, "?address=" + Uri.EscapeDataString(BaseUri.AbsoluteUri)));
        using HttpResponseMessage answer = await s_host.SendAsync(order);
        answer.EnsureSuccessStatusCode();
    }
}
