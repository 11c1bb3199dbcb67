using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Whether a long run takes more memory than a short one.</summary>
internal static class RunMemory
{
    private const double MostMore = 30;

    public static async Task RunAsync(Page page, bool quick)
    {
        int many = quick ? 2000 : 10000, rounds = quick ? 1 : 3;
        const int few = 100, inFlight = 16;
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024);
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        Variant Of(int rows) => new($"{rows}", async () =>
        {
            await emulator.ResetAsync();
            return Child.Script("Send", ("Module", Repository.Module), ("Api", emulator.ApiUri), ("File", file), ("Count", rows), ("Throttle", inFlight));
        });
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("memory", rounds, [Of(few), Of(many)]);
        double more = medians[$"{many}"].Peak - medians[$"{few}"].Peak;
        page.Promise($"Peak memory of a run over {many} rows, more than over {few}", $"at most {Page.Number(MostMore, "0")} MB", $"{Page.Number(more)} MB", more <= MostMore);
        page.Section("Memory of a long run", "memory", $"Rows made one by one in the pipeline, sent with {inFlight} in flight at 0 ms, the objects counted and dropped; {rounds} runs each.");
        page.Table(["rows", "peak memory, MB", "seconds", "CPU, s"], medians.Select(item => new[]
        {
            item.Key, Page.Number(item.Value.Peak), Page.Number(item.Value.Seconds, "0.00"), Page.Number(item.Value.Cpu, "0.00"),
        }));
    }
}
