using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>The emulator as a process of its own.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    public const string Token = "alohi_pat_benchmark";

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri apiUri)
    {
        _process = process;
        ApiUri = apiUri;
    }

    public Uri ApiUri { get; }

    public static async Task<EmulatorProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Output("src/FaxPlus.Emulator", "FaxPlus.Emulator.dll"), "--port", "0", "--pat", Token])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        const string ready = "Listening on ";
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return line?.StartsWith(ready, StringComparison.Ordinal) == true
            ? new EmulatorProcess(process, new Uri(line[ready.Length..] + "/v3"))
            : throw new InvalidOperationException($"The emulator did not start: {line}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}

internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Output(string project, string file)
    {
        // This program's own folder ends with bin/<configuration>/<framework>.
        string[] parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Combine([Root, project, .. parts.TakeLast(3), file]);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FaxPlus.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Run this from within the repository.");
    }
}
