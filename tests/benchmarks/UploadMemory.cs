using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client;

namespace FaxPlus.Benchmarks;

/// <summary>The peak memory of a process that uploads a large file, against one that uploads a small file.</summary>
internal static class UploadMemory
{
    private const int Runs = 3;
    private const long Megabyte = 1024 * 1024;
    private const long Small = 64 * 1024;
    private const long Large = 300 * Megabyte;

    public static async Task<int> RunAsync()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("faxplus-bench-");
        try
        {
            string small = MakeFile(folder, "small.pdf", Small), large = MakeFile(folder, "large.pdf", Large);
            Console.WriteLine($"Peak memory of one upload, in a process of its own; medians of {Runs} runs.");
            Console.WriteLine();
            Console.WriteLine("| process | 64 KB file | 300 MB file | more |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            Report("FaxPlus.Client", small, large, file => Client(emulator, file));
            if (FindPowerShell() is string shell) Report("Add-FaxPlusFile in pwsh", small, large, file => Module(shell, emulator, file));
            else Console.WriteLine("| Add-FaxPlusFile in pwsh | not measured: no pwsh on the path | | |");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The child process: uploads and prints its own peak memory in bytes.</summary>
    public static async Task<int> UploadAsync(Uri apiUri, string file)
    {
        using var client = new FaxPlusClient(new FaxPlusConnection(new Secret(EmulatorProcess.Token)) { ApiUri = apiUri });
        await client.Files.UploadAsync(file);
        Console.WriteLine(Process.GetCurrentProcess().PeakWorkingSet64);
        return 0;
    }

    private static void Report(string name, string small, string large, Func<string, long> measure)
    {
        long before = Median(small, measure), after = Median(large, measure);
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "| {0} | {1:0.0} MB | {2:0.0} MB | {3:0.0} MB |", name, Megabytes(before), Megabytes(after), Megabytes(after - before)));
    }

    private static long Median(string file, Func<string, long> measure)
    {
        var results = new List<long>();
        for (int run = 0; run < Runs; run++) results.Add(measure(file));
        return results.Order().ElementAt(Runs / 2);
    }

    private static long Client(EmulatorProcess emulator, string file) =>
        Run("dotnet", [typeof(UploadMemory).Assembly.Location, "upload", emulator.ApiUri.AbsoluteUri, file]);

    private static long Module(string shell, EmulatorProcess emulator, string file)
    {
        string module = Path.Combine(Repository.Root, "out", "FaxPlus", "FaxPlus.psd1");
        string script = $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{{module}}'
            $env:FAXPLUS_PAT = '{{EmulatorProcess.Token}}'
            Connect-FaxPlus -FromEnvironment -ApiUri {{emulator.ApiUri}}
            $null = Add-FaxPlusFile -LiteralPath '{{file}}'
            [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
            """;
        return Run(shell, ["-NoProfile", "-NonInteractive", "-Command", script]);
    }

    private static long Run(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
        return long.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    private static double Megabytes(long bytes) => (double)bytes / Megabyte;

    private static string MakeFile(DirectoryInfo folder, string name, long size)
    {
        string path = Path.Combine(folder.FullName, name);
        using FileStream file = File.Create(path);
        file.SetLength(size);
        return path;
    }

    private static string? FindPowerShell() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);
}
