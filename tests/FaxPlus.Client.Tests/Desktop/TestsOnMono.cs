using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>
/// Runs the client's tests, which are also compiled for .NET Standard 2.0, on Mono with the assemblies for Windows PowerShell. If
/// FAXPLUS_MONO_ONLY contains the beginning of test names, such as <c>Chaos.</c>, only these tests are run, including those that are
/// otherwise skipped.
/// </summary>
public class TestsOnMono(ITestOutputHelper output)
{
    private const string Namespace = "FaxPlus.Client.Tests.";

    [MonoFact]
    [Trait("Category", "Slow")]
    public async Task The_clients_tests_pass_with_the_desktop_folder_except_for_the_listed_ones()
    {
        string? only = Environment.GetEnvironmentVariable("FAXPLUS_MONO_ONLY");
        Ended[] ended = await RunAsync(only is null
            ? ["--without", .. SkippedOnMono.NotRun.Keys.Select(name => Namespace + name)] : ["--only", Namespace + only]);
        string[] all = [.. Methods()];
        string[] passed = [.. ended.Where(test => test.Passed).Select(test => Method(test.Name)).Distinct()];
        output.WriteLine($"{passed.Length} of {all.Length} tests of the client passed on Mono, with {ended.Count(test => test.Passed)} "
            + "cases.");

        Assert.NotEmpty(ended);
        Ended[] failed = [.. ended.Where(test =>
            !test.Passed && (only is not null || !SkippedOnMono.Failing.Keys.Any(test.Name.StartsWith)))];
        if (failed.Length > 0)
        {
            // Mono is slow while other processes run, and many tests depend on time. Therefore, failed tests are run again, without other
            // tests; a real failure occurs again.
            Ended[] again = await RunAsync(["--only", .. failed.Select(test => Namespace + Method(test.Name)).Distinct()]);
            failed = [.. again.Where(test => !test.Passed && Array.Exists(failed, before => before.Name == test.Name))];
        }

        Assert.True(failed.Length == 0, string.Join('\n', failed.Select(test => test.Name + "\n" + test.Why.Replace('|', '\n'))));
        if (only is not null) return;

        Assert.All(SkippedOnMono.Failing.Keys, name =>
            Assert.Contains(ended, test => test.Name.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(ended, test => test.Passed && SkippedOnMono.Failing.Keys.Any(test.Name.StartsWith));
        Assert.All(SkippedOnMono.NotRun.Keys, name => Assert.Contains(all, test => test.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(all.Except(ended.Select(test => Method(test.Name))), test => !SkippedOnMono.NotRun.Keys.Any(test.StartsWith));
    }

    /// <summary>The names of all tests of the client.</summary>
    private static IEnumerable<string> Methods() =>
        from type in typeof(TestsOnMono).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FactAttribute), inherit: true)
        select $"{type.FullName![Namespace.Length..]}.{method.Name}";

    /// <summary>The name of a test without the arguments of a theory.</summary>
    private static string Method(string name) => name.Split('(')[0];

    private static async Task<Ended[]> RunAsync(string[] which)
    {
        using var folder = new Folder();
        string program = folder.Path("FaxPlus.Client.Tests.dll");
        foreach (string file in Directory.EnumerateFiles(
            Path.GetDirectoryName(DesktopSet.Built("FaxPlus.DesktopTests", "FaxPlus.Client.Tests.dll", "tests"))!))
        {
            string name = Path.GetFileName(file);
            // All other assemblies come from the module, so that a missing assembly is detected.
            if (name.StartsWith("xunit.", StringComparison.Ordinal) || name.StartsWith("FaxPlus.Client.Tests.", StringComparison.Ordinal))
                File.Copy(file, folder.Path(name));
        }

        string module = folder.Path("FaxPlus");
        DesktopSet.Lay(module);

        await using EmulatorHost emulators = await EmulatorHost.StartAsync();
        var start = new ProcessStartInfo("mono", ["--debug", program, emulators.Address.AbsoluteUri, module,
            .. which]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            var ended = new List<Ended>();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                string[] parts = line.Split('\t', 3);
                // Lines without tabs are output of the tests themselves.
                if (parts.Length == 3)
                    ended.Add(new Ended(parts[0] == "passed", parts[1].Replace(Namespace, "", StringComparison.Ordinal), parts[2]));
            }

            Assert.Equal("", await errors);
            return [.. ended];
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private sealed record Ended(bool Passed, string Name, string Why);
}
