using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures receiving many faxes and saving each of them.</summary>
internal static class Receiving
{
    private const int Latency = 20;
    private const int InFlight = 8;

    public static async Task RunAsync(Page page, bool quick)
    {
        int count = quick ? 200 : 1000, rounds = quick ? 1 : 3;
        using var files = new TestFiles();
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--seed-faxes", count.ToString(CultureInfo.InvariantCulture));
        await emulator.ResetAsync(Latency);
        int run = 0;
        string NewFolder() => Directory.CreateDirectory(files.Path($"saved-{run++}")).FullName;
        const string ours = "Receive-FaxPlusFax and Save-FaxPlusFax", byHand = "Invoke-RestMethod, ForEach-Object -Parallel";
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("receive", rounds,
        [
            new Variant(ours, () => Child.Script("Receive", ("Module", Repository.Module), ("Api", emulator.ApiUri),
                ("Folder", NewFolder()), ("Throttle", InFlight))),
            new Variant(byHand, () =>
                Child.Script("ReceiveRest", ("Api", emulator.ApiUri), ("Folder", NewFolder()), ("Throttle", InFlight))),
        ]);
        double ratio = medians[ours].Seconds / medians[ours]["count"] / (medians[byHand].Seconds / medians[byHand]["count"]);
        page.Promise($"Time for a received and saved fax at {Latency} ms, {InFlight} at a time, relative to Invoke-RestMethod in parallel",
            "at most 1.0", Page.Number(ratio, "0.00"), ratio <= 1);
        page.Section("Receiving", "receive",
            $"The faxes received among {count}, listed and saved with {InFlight} downloads at a time; each response takes {Latency} ms; "
                + $"{rounds} runs each.");
        page.Table(["with", "faxes", "per second", "CPU per fax, ms", "whole process, s", "peak memory, MB"], medians.Select(item => new[]
        {
            item.Key,
            Page.Number(item.Value["count"], "0"),
            Page.Number(item.Value["count"] / item.Value.Seconds, "0"),
            Page.Number(item.Value.Cpu * 1000 / item.Value["count"], "0.00"),
            Page.Number(item.Value.Whole, "0.00"),
            Page.Number(item.Value.Peak, "0"),
        }));
    }
}
