using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures whether a long run needs more memory than a short run.</summary>
internal static class RunMemory
{
    private const double MostMore = 1.3;
    private const int Few = 100;
    private const int InFlight = 16;
    private const string Plain = "without a journal", Journal = "with a journal", Finished = "with the journal of a finished run";
    private const string Loop = "in a loop of Invoke-RestMethod", Uninstrumented = "without a journal, DOTNET_TieredPGO=0";

    public static async Task RunAsync(Page page, bool quick)
    {
        int many = quick ? 2000 : 10000, rounds = quick ? 1 : 3;
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024);
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        Variant Of(string way, int rows) => new(NameOf(way, rows), async () =>
        {
            string journal = way is Journal or Finished ? files.Path($"{rows}.journal") : "";
            // The variant Finished reads the journal that the variant Journal has written.
            if (way == Journal) File.Delete(journal);
            await emulator.ResetAsync();
            (string, object) api = ("Api", emulator.ApiUri), path = ("File", file), count = ("Count", rows);
            return way == Loop
                ? Child.Script("SendRest", api, path, count)
                : Child.Script(
                    "Send", way == Uninstrumented ? ["DOTNET_TieredPGO=0"] : [],
                    ("Module", Repository.Module), api, path, count, ("Throttle", InFlight), ("Journal", journal));
        });
        string[] ways = [Plain, Journal, Finished, Loop, Uninstrumented];
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync(
            "memory", rounds, [.. ways.SelectMany(way => new[] { Of(way, Few), Of(way, many) })]);
        double More(string way) => medians[NameOf(way, many)].Peak - medians[NameOf(way, Few)].Peak;
        foreach (string way in new[] { Plain, Journal, Finished })
        {
            double ratio = More(way) / More(Loop);
            page.Promise(
                $"Increase of the peak memory from {Few} to {many} rows {way}, relative to a loop of Invoke-RestMethod",
                $"at most {Page.Number(MostMore)}", Page.Number(ratio, "0.00"), ratio <= MostMore);
        }

        page.Section(
            "Memory of a long run", "memory",
            $"Rows are created one by one in the pipeline and sent with {InFlight} in flight at 0 ms; the output objects are counted and\n"
            + $"discarded; {rounds} runs each. With the journal of a finished run, no row is sent. The runtime causes most of the "
            + "increase\n"
            + "and about half of the CPU time, because it compiles frequently called methods again, first with instrumentation. The\n"
            + "loop shows the same effect. The last rows show the run without the instrumentation (DOTNET_TieredPGO=0).");
        page.Table(["rows", "peak memory, MB", "increase, MB", "seconds", "CPU, s"], medians.Select(item => new[]
        {
            item.Key,
            Page.Number(item.Value.Peak),
            item.Key.StartsWith($"{many} ", StringComparison.Ordinal) ? Page.Number(More(item.Key[(item.Key.IndexOf(' ') + 1)..])) : "",
            Page.Number(item.Value.Seconds, "0.00"),
            Page.Number(item.Value.Cpu, "0.00"),
        }));
    }

    private static string NameOf(string way, int rows) => $"{rows} {way}";
}
