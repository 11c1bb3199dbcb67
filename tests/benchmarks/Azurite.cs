using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Azure.Data.Tables;

namespace FaxPlus.Benchmarks;

/// <summary>Azurite, the emulator of Azure Storage, in a separate process. Its log contains one line for each request.</summary>
internal sealed partial class Azurite : IDisposable
{
    private const string Account = "account";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private int _writes;
    private int _reads;

    private Azurite(Process process, DirectoryInfo folder, int port)
    {
        (_process, _folder, _port) = (process, folder, port);
        process.OutputDataReceived += (_, line) => Count(line.Data);
        process.BeginOutputReadLine();
    }

    /// <summary>The program: the one that FAXPLUS_AZURITE specifies, or the one on the path; null if there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("FAXPLUS_AZURITE") is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "azurite-table.cmd" : "azurite-table"))
            .FirstOrDefault(File.Exists);

    /// <summary>The numbers of requests since the start.</summary>
    public (int Writes, int Reads) Requests => (Volatile.Read(ref _writes), Volatile.Read(ref _reads));

    public static async Task<Azurite> StartAsync()
    {
        int port = FreePort();
        // Azurite writes files into its working folder.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("faxplus-bench-");
        var start = new ProcessStartInfo(Program!, ["--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence", "--disableTelemetry"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{Child.StorageKey}";
        var azurite = new Azurite(Process.Start(start)!, folder, port);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return azurite;
            }
            catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(30))
            {
            }
        }
    }

    /// <summary>Returns the address of the journal for a new run.</summary>
    public string NewRun() => $"http://127.0.0.1:{_port}/{Account}/faxes#{Guid.NewGuid():N}";

    /// <summary>The numbers of faxes that the workers of a run have sent.</summary>
    public async Task<int[]> SharesAsync(string run)
    {
        var table = new TableClient(new Uri($"http://127.0.0.1:{_port}/{Account}"), "faxes", new TableSharedKeyCredential(Account, Child.StorageKey));
        var workers = new List<string>();
        string partition = run[(run.IndexOf('#') + 1)..];
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(row => row.PartitionKey == partition && row.RowKey.CompareTo("i") >= 0 && row.RowKey.CompareTo("j") < 0, select: ["Worker", "State"]))
        {
            if (row.GetString("State") == "Sent") workers.Add(row.GetString("Worker"));
        }

        return [.. workers.GroupBy(worker => worker).Select(group => group.Count())];
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Count(string? line)
    {
        if (line is null || RequestLine().Match(line) is not { Success: true } request) return;
        if (request.Groups[1].ValueSpan is "GET") Interlocked.Increment(ref _reads);
        else Interlocked.Increment(ref _writes);
    }

    [GeneratedRegex("\"(GET|POST|PUT|MERGE|PATCH|DELETE) /[^\"]* HTTP/1\\.1\" \\d")]
    private static partial Regex RequestLine();
}
