using System;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>An emulator that runs in a separate process.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    public const string Token = "alohi_pat_benchmark";

    private readonly Process _process;
    private readonly HttpClient _http;

    private EmulatorProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
        ApiUri = new Uri(address, "/v3");
    }

    public Uri ApiUri { get; }

    public static async Task<EmulatorProcess> StartAsync(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet",
            [Repository.Output("src/FaxPlus.Emulator", "FaxPlus.Emulator.dll"), "--port", "0", "--pat", Token, .. options])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        const string ready = "Listening on ";
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return line?.StartsWith(ready, StringComparison.Ordinal) == true
            ? new EmulatorProcess(process, new Uri(line[ready.Length..]))
            : throw new InvalidOperationException($"The emulator did not start: {line}");
    }

    /// <summary>
    /// Resets the emulator, so that data of earlier runs does not affect the next run, and sets the latency of all later responses.
    /// </summary>
    public async Task ResetAsync(int latency = 0)
    {
        (await _http.PostAsync("/_emulator/reset", null)).EnsureSuccessStatusCode();
        if (latency > 0)
            (await _http.PostAsJsonAsync("/_emulator/faults", new { kind = "delay", delayMs = latency })).EnsureSuccessStatusCode();
    }

    public async Task<T> GetAsync<T>(string path) => (await _http.GetFromJsonAsync<T>(path))!;

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
