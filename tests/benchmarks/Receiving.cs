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
        const string received = "Receive-FaxPlusFax and Save-FaxPlusFax", loop = "Invoke-RestMethod, loop with a checkpoint";
        const string listed = "Get-FaxPlusFax and Save-FaxPlusFax, 8 at a time";
        const string parallel = "Invoke-RestMethod, ForEach-Object -Parallel, 8 at a time";
        (string, object) api = ("Api", emulator.ApiUri);
        Variant Of(string name, bool acknowledges) => new(name, () => Child.Script("Receive",
            ("Module", Repository.Module), api, ("Folder", NewFolder()), ("Throttle", acknowledges ? 0 : InFlight)));
        Variant Rest(string name, bool acknowledges) => new(name, () => Child.Script("ReceiveRest",
            api, ("Folder", NewFolder()), ("Throttle", acknowledges ? 0 : InFlight)));
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync(
            "receive", rounds, [Of(received, true), Rest(loop, true), Of(listed, false), Rest(parallel, false)]);
        double TimeOf(string name) => medians[name].Seconds / medians[name]["count"];
        void AtMostOne(string what, string ours, string other) =>
            page.Promise(what, "at most 1.0", Page.Number(TimeOf(ours) / TimeOf(other), "0.00"), TimeOf(ours) <= TimeOf(other));
        AtMostOne(
            $"Time for a received, saved and acknowledged fax at {Latency} ms, relative to a loop of Invoke-RestMethod that keeps a "
                + "checkpoint",
            received,
            loop);
        AtMostOne(
            $"Time for a listed and saved fax at {Latency} ms, {InFlight} at a time, relative to Invoke-RestMethod in parallel",
            listed,
            parallel);
        page.Section(
            "Receiving", "receive",
            $"The faxes received among {count}, listed and saved; each response takes {Latency} ms; {rounds} runs each. "
            + "Receive-FaxPlusFax\n"
            + "acknowledges each fax before it returns the next one, and the loop writes its checkpoint after each fax, so both can be\n"
            + "resumed after an interruption. Get-FaxPlusFax and the parallel variant keep no checkpoint and save "
            + $"{InFlight} faxes at a time.");
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
