using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>A table service in memory (<see cref="TableService"/>) in a separate process.</summary>
internal sealed class ServiceProcess : IDisposable
{
    public const string Ready = "Listening on ";

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServiceProcess(Process process, Uri address) => (_process, _http) = (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) });

    public static async Task<ServiceProcess> StartAsync()
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ServiceProcess).Assembly.Location, "table-service"]) { RedirectStandardOutput = true })!;
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return line?.StartsWith(Ready, StringComparison.Ordinal) == true
            ? new ServiceProcess(process, new Uri(line[Ready.Length..]))
            : throw new InvalidOperationException($"The table service did not start: {line}");
    }

    /// <summary>The address of a run.</summary>
    public string Run(string name) => $"{_http.BaseAddress}account/faxes#{name}";

    /// <summary>Adds finished items to the only run.</summary>
    public async Task FillAsync(int count) => (await _http.PostAsync($"/_fill?count={count}", null)).EnsureSuccessStatusCode();

    /// <summary>The numbers of requests by kind since the last call.</summary>
    public async Task<Dictionary<string, int>> TakeRequestsAsync() => (await _http.GetFromJsonAsync<Dictionary<string, int>>("/_requests"))!;

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
