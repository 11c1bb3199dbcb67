using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>A minimal program that sends faxes without retries, checks or result objects.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly string _account;

    public BareClient(Uri api)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", EmulatorProcess.Token);
        _account = $"{api}/accounts/self";
    }

    /// <summary>The entry point of the child process that is measured.</summary>
    public static async Task<int> RunAsync(Uri api, string file, int count, int inFlight)
    {
        using var client = new BareClient(api);
        await client.SendAsync(await client.UploadAsync(file), 0);

        TimeSpan cpu = Child.Cpu();
        var watch = Stopwatch.StartNew();
        string path = await client.UploadAsync(file);
        await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = inFlight },
            async (number, _) => await client.SendAsync(path, number));
        Child.Report(watch.Elapsed, cpu, count);
        return 0;
    }

    public async Task<string> UploadAsync(string file)
    {
        using var part = new StreamContent(File.OpenRead(file)) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"fax_file\"; filename=\"{Path.GetFileName(file)}\"");
        using var form = new MultipartFormDataContent { part };
        using HttpResponseMessage answer = (await _http.PostAsync($"{_account}/files", form)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("path").GetString()!;
    }

    public async Task SendAsync(string path, int number)
    {
        using HttpResponseMessage answer = (await _http.PostAsJsonAsync($"{_account}/outbox", new
        {
            from = "+16505550100",
            to = new[] { $"+4144{number:00000}77" },
            files = new[] { path },
            return_ids = true,
        })).EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();
}
