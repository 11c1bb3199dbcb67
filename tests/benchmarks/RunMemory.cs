using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures whether a long run needs more memory than a short run.</summary>
internal static class RunMemory
{
    private const double MostMore = 30;
    private const int Few = 100;
    private const int InFlight = 16;

    private static readonly string[] s_ways = ["without a journal", "with a journal", "with the journal of a finished run"];

    public static async Task RunAsync(Page page, bool quick)
    {
        int many = quick ? 2000 : 10000, rounds = quick ? 1 : 3;
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024);
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        Variant Of(string way, int rows) => new(NameOf(way, rows), async () =>
        {
            string journal = files.Path($"{rows}.journal");
            // The finished journal for the last variant is that of the previous variant.
            if (way != s_ways[2]) File.Delete(journal);
            await emulator.ResetAsync();
            return Child.Script("Send", ("Module", Repository.Module), ("Api", emulator.ApiUri), ("File", file), ("Count", rows),
                ("Throttle", InFlight), ("Journal", way == s_ways[0] ? "" : journal));
        });
        IReadOnlyDictionary<string, Figures> medians =
            await Rounds.MediansAsync("memory", rounds, [.. s_ways.SelectMany(way => new[] { Of(way, Few), Of(way, many) })]);
        foreach (string way in s_ways)
        {
            double more = medians[NameOf(way, many)].Peak - medians[NameOf(way, Few)].Peak;
            page.Promise($"Peak memory of a run over {many} rows {way}, increase over {Few} rows",
                $"at most {Page.Number(MostMore, "0")} MB", $"{Page.Number(more)} MB", more <= MostMore);
        }

        page.Section("Memory of a long run", "memory",
            $"Rows are created one at a time in the pipeline and sent with {InFlight} in flight at 0 ms; the output objects are counted and\n"
                + $"discarded; {rounds} runs each. With the journal of a finished run, no row is sent.");
        page.Table(["rows", "peak memory, MB", "seconds", "CPU, s"], medians.Select(item => new[]
        {
            item.Key, Page.Number(item.Value.Peak), Page.Number(item.Value.Seconds, "0.00"), Page.Number(item.Value.Cpu, "0.00"),
        }));
    }

    private static string NameOf(string way, int rows) => $"{rows} {way}";
}
