using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace FaxPlus.Benchmarks;

/// <summary>Runs a process that is measured: PowerShell with one of the scripts, or this program.</summary>
internal static class Child
{
    private const string Mark = "figures ";

    /// <summary>The key of the emulated storage account.</summary>
    public static string StorageKey { get; } = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(64));

    /// <summary>
    /// The cache folder of PowerShell; null for the user's cache folder. The cache contains a list of the methods that the previous process
    /// compiled. The next process compiles all these methods in the background.
    /// </summary>
    public static string? Caches { get; set; }

    public static string? PowerShell { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    public static Figures Script(string name, params (string Name, object Value)[] parameters) => Script(name, [], parameters);

    /// <param name="name">The name of the script.</param>
    /// <param name="environment">The environment variables, each in the form NAME=value.</param>
    /// <param name="parameters">The parameters of the script.</param>
    public static Figures Script(string name, string[] environment, params (string Name, object Value)[] parameters) =>
        Run(
            PowerShell!,
            [
                "-NoProfile", "-NonInteractive", "-File", Repository.Script(name),
                .. parameters.SelectMany(parameter => new[] { "-" + parameter.Name, $"{parameter.Value}" }),
            ],
            environment);

    public static Figures Self(params object[] arguments) =>
        Run("dotnet", [typeof(Child).Assembly.Location, .. arguments.Select(argument => $"{argument}")], []);

    /// <summary>Writes the measurements of this process, which the parent process reads.</summary>
    public static void Report(TimeSpan elapsed, TimeSpan cpuBefore, int count)
    {
        using var me = Process.GetCurrentProcess();
        Console.WriteLine(Mark + JsonSerializer.Serialize(new { seconds = elapsed.TotalSeconds,
            cpu = (me.TotalProcessorTime - cpuBefore).TotalSeconds, peak = me.PeakWorkingSet64, count }));
    }

    public static TimeSpan Cpu()
    {
        using var me = Process.GetCurrentProcess();
        return me.TotalProcessorTime;
    }

    private static Figures Run(string program, IEnumerable<string> arguments, string[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["FAXPLUS_PAT"] = EmulatorProcess.Token;
        start.Environment["FAXPLUS_JOURNAL_CONNECTION"] = StorageKey;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        if (Caches is not null) start.Environment["XDG_CACHE_HOME"] = Caches;
        foreach (string variable in environment) start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double whole = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {output}");

        string? line = output.Split('\n').LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        var values = line is null ? [] : JsonSerializer.Deserialize<Dictionary<string, double>>(line[Mark.Length..])!;
        values["whole"] = whole;
        return new Figures(values);
    }
}
