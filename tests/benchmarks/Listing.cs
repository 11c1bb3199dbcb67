using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures listing many faxes: the time of the first and of the last object.</summary>
internal static class Listing
{
    public static async Task RunAsync(Page page, bool quick)
    {
        int count = quick ? 2000 : 20000, rounds = quick ? 1 : 3;
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--seed-faxes", count.ToString(CultureInfo.InvariantCulture));
        const string ours = "Get-FaxPlusFax";
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("list", rounds,
        [
            new Variant(ours, () => Child.Script("List", ("Module", Repository.Module), ("Api", emulator.ApiUri))),
            new Variant("Invoke-RestMethod, page by page", () => Child.Script("ListRest", ("Api", emulator.ApiUri))),
        ]);
        double requests = medians[ours]["requests"];
        page.Promise("Requests before a listing emits its first object", "1", Page.Number(requests, "0"), requests == 1);
        page.Section("Listing", "list",
            $"A list of all {count} faxes; {rounds} runs each, measured in process after one page as warm-up. The script with\n"
                + "Invoke-RestMethod continues from the last fax of each page, and misses further faxes with the same timestamp. The\n"
                + "emulator accounts for most of the time.");
        page.Table(["with", "first object, ms", "last object, s", "objects", "CPU, s", "whole process, s", "peak memory, MB"],
            medians.Select(item => new[]
        {
            item.Key,
            Page.Number(item.Value["first"] * 1000),
            Page.Number(item.Value.Seconds, "0.00"),
            Page.Number(item.Value["count"], "0"),
            Page.Number(item.Value.Cpu, "0.00"),
            Page.Number(item.Value.Whole, "0.00"),
            Page.Number(item.Value.Peak, "0"),
        }));
    }
}
