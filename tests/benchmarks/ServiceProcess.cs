using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Azure.Data.Tables;

namespace FaxPlus.Benchmarks;

/// <summary>A <see cref="TableService"/> that runs in a separate process.</summary>
internal sealed class ServiceProcess : IDisposable
{
    public const string Ready = "Listening on ";

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServiceProcess(Process process, Uri address) =>
        (_process, _http) = (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) });

    /// <param name="milliseconds">The time before each response of the table service, in milliseconds.</param>
    public static async Task<ServiceProcess> StartAsync(int milliseconds = 0)
    {
        Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ServiceProcess).Assembly.Location, "table-service", milliseconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return line?.StartsWith(Ready, StringComparison.Ordinal) == true
            ? new ServiceProcess(process, new Uri(line[Ready.Length..]))
            : throw new InvalidOperationException($"The table service did not start: {line}");
    }

    /// <summary>Returns the address of a run.</summary>
    public string Run(string name) => $"{_http.BaseAddress}account/faxes#{name}";

    /// <summary>Adds finished items to the run, which must be the only run in the table service.</summary>
    public async Task FillAsync(int count) => (await _http.PostAsync($"/_fill?count={count}", null)).EnsureSuccessStatusCode();

    /// <summary>Returns the numbers of requests since the last call, and resets them.</summary>
    public async Task<TableRequests> TakeRequestsAsync() => (await _http.GetFromJsonAsync<TableRequests>("/_requests"))!;

    /// <summary>Returns the number of faxes that each worker of a run has sent.</summary>
    public async Task<int[]> SharesAsync(string run)
    {
        var table = new TableClient(
            new Uri(_http.BaseAddress!, "account"), "faxes", new TableSharedKeyCredential("account", Child.StorageKey));
        var workers = new List<string>();
        string partition = run[(run.IndexOf('#') + 1)..];
        string filter = $"PartitionKey eq '{partition}' and RowKey ge 'i' and RowKey lt 'j'";
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter))
        {
            if (row.GetString("State") == "Sent") workers.Add(row.GetString("Worker"));
        }

        return [.. workers.GroupBy(worker => worker).Select(group => group.Count())];
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
