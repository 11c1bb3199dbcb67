using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures how the time of a command grows with the number of its items.</summary>
internal static class Growth
{
    // The maximum exponent of the growth. Linear growth has the exponent 1, and quadratic growth has the exponent 2.
    private const double MostExponent = 1.2;

    private const string Script = """
        param($Number = {0})
        Import-Module FaxPlus
        Connect-FaxPlus -FromEnvironment
        Get-FaxPlusFax -Category inbox -First $Number | Save-FaxPlusFax -Directory $PSScriptRoot
        foreach ($row in Import-Csv $PSScriptRoot/list.csv) { Send-FaxPlusFax -To $row.To -Path $row.Path -From +16505550100 }
        function Remove-Old { Get-FaxPlusFax -Before (Get-Date).AddYears(-1) | Remove-FaxPlusFax -Confirm:$false }
        Remove-Old
        """;

    public static async Task RunAsync(Page page, bool quick)
    {
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024);
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        var rows = new List<string[]>();
        (string, object) module = ("Module", Repository.Module), api = ("Api", emulator.ApiUri), path = ("File", file);

        await AddAsync("Send-FaxPlusFax, 16 in flight", quick ? [10, 100, 1000] : [10, 100, 1000, 10_000], async count =>
        {
            await emulator.ResetAsync();
            return Child.Script("Send", module, api, path, ("Count", count), ("Throttle", 16));
        });
        await AddAsync("Get-FaxPlusJournal", quick ? [100, 10_000] : [100, 10_000, 1_000_000], count =>
        {
            string journal = files.Path($"{count}.journal");
            if (!File.Exists(journal)) Child.Script("New-Journal", module, api, path, ("Journal", journal), ("Count", count));
            return Task.FromResult(Child.Script("Journal", module, ("Journal", journal)));
        });
        await AddAsync("Get-FaxPlusScope -Path", quick ? [10, 100] : [10, 50, 200], count =>
        {
            DirectoryInfo folder = Directory.CreateDirectory(files.Path($"scripts-{count}"));
            for (int i = 0; i < count; i++) File.WriteAllText(Path.Combine(folder.FullName, $"{i}.ps1"), Script.Replace("{0}", $"{i}"));
            return Task.FromResult(Child.Script("Scope", module, ("Folder", folder.FullName)));
        });
        page.Section("Growth", "growth",
            "The time of one command with different numbers of items. The exponent describes how the time grows with the number of\n"
                + "items, calculated from the two largest numbers. With the exponent 1, the time is proportional to the number.");
        page.Table(["command", "items", "seconds", "CPU, s", "peak memory, MB", "exponent"], rows);

        async Task AddAsync(string command, int[] counts, Func<int, Task<Figures>> run)
        {
            IReadOnlyDictionary<string, Figures> medians =
                await Rounds.MediansAsync(command, quick ? 1 : 3, [.. counts.Select(count => new Variant($"{count}", () => run(count)))]);
            Figures[] figures = [.. counts.Select(count => medians[$"{count}"])];
            double exponent = Math.Log(figures[^1].Seconds / figures[^2].Seconds) / Math.Log((double)counts[^1] / counts[^2]);
            page.Promise($"{command}: exponent of the number of items in the time", $"at most {Page.Number(MostExponent)}",
                Page.Number(exponent, "0.00"), exponent <= MostExponent);
            rows.AddRange(counts.Select((count, i) => new[]
            {
                command, $"{count}", Page.Number(figures[i].Seconds, "0.00"), Page.Number(figures[i].Cpu, "0.00"),
                    Page.Number(figures[i].Peak, "0"), i == counts.Length - 1 ? Page.Number(exponent, "0.00") : "",
            }));
        }
    }
}
