using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures many sends with one file: the rate, and the cost of each send.</summary>
internal static class Sends
{
    private const string Ours = "Send-FaxPlusFax", Loop = "loop of Invoke-RestMethod", Parallel = "ForEach-Object -Parallel",
        Bare = "bare HttpClient, C#", Empty = "empty cmdlet with the same parameters";
    private const int Latency = 50;

    public static async Task RunAsync(Page page, bool quick)
    {
        int count = quick ? 200 : 1000, few = quick ? 50 : 250, rounds = quick ? 1 : 3;
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024), empty = files.Path("Empty");
        Child.Script("New-EmptySend", ("Module", Repository.Module), ("Folder", empty));
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        var results = new Dictionary<(int Latency, int Throttle, string Variant), Rate>();
        foreach (int latency in new[] { 0, Latency })
        {
            foreach (int throttle in new[] { 1, 4, 16 })
            {
                // With one request in flight at a latency, a run only waits, and Invoke-RestMethod in parallel is slow. Therefore these
                // variants send fewer faxes.
                int sends = latency > 0 && throttle == 1 ? few : count;
                IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync(
                    $"send, {latency} ms, {throttle} in flight", rounds,
                        [.. Variants(emulator, file, Path.Combine(empty, "Empty.psd1"), latency, throttle, sends, few)]);
                foreach ((string name, Figures figures) in medians)
                    results[(latency, throttle, name)] = new Rate(figures, (int)figures["count"]);
            }
        }

        Promises(page, results);
        page.Section("Sending", "send",
            $"Sends per second to {count} destinations, one fax each, with one file that is uploaded once; {rounds} runs each. The slow\n"
            + $"variants (one in flight at {Latency} ms, and Invoke-RestMethod in parallel) send only {few} faxes. The rate per second\n"
            + "excludes the import and one send as warm-up; the rate of the whole process includes them. CPU is the CPU time of the\n"
            + "sending process. The empty cmdlet receives the same rows and makes no request. The sum of the empty cmdlet and the bare\n"
            + "client is the lower limit for a cmdlet.");
        page.Table(["latency, in flight", "with", "per second", "relative to bare", "CPU per send, ms", "CPU relative to empty and bare",
            "per second, whole process", "peak memory, MB"], results.Select(item => new[]
        {
            $"{item.Key.Latency} ms, {item.Key.Throttle}",
            item.Key.Variant,
            Page.Number(item.Value.PerSecond, "0"),
            Page.Number(item.Value.PerSecond / results[(item.Key.Latency, item.Key.Throttle, Bare)].PerSecond, "0.00"),
            Page.Number(item.Value.CpuMilliseconds, "0.00"),
            results.TryGetValue((item.Key.Latency, item.Key.Throttle, Empty), out Rate? nothing)
                ? Page.Number(item.Value.CpuMilliseconds / (nothing.CpuMilliseconds
                + results[(item.Key.Latency, item.Key.Throttle, Bare)].CpuMilliseconds), "0.00") : "",
            Page.Number(item.Value.PerSecondWhole, "0"),
            Page.Number(item.Value.Figures.Peak, "0"),
        }));
    }

    private static void Promises(Page page, Dictionary<(int Latency, int Throttle, string Variant), Rate> results)
    {
        Rate one = results[(Latency, 1, Ours)], sixteen = results[(Latency, 16, Ours)], bare = results[(Latency, 16, Bare)],
            ours = results[(0, 1, Ours)], loop = results[(0, 1, Loop)];
        void AtLeast(string what, double limit, double measured) =>
            page.Promise(what, $"at least {Page.Number(limit)}", Page.Number(measured, "0.00"), measured >= limit);
        AtLeast($"Sends per second with 16 in flight at {Latency} ms, relative to 1 in flight", 12, sixteen.PerSecond / one.PerSecond);
        AtLeast($"Sends per second with 16 in flight at {Latency} ms, relative to a bare HttpClient", 0.9,
            sixteen.PerSecond / bare.PerSecond);
        AtLeast("Sends per second with 1 in flight at 0 ms, relative to a loop of Invoke-RestMethod", 1, ours.PerSecond / loop.PerSecond);
        void AtMostLimit(string what, double measured) =>
            page.Promise(what, "at most 1.3", Page.Number(measured, "0.00"), measured <= 1.3);
        AtMostLimit(
            $"Time of the complete process with 16 in flight at {Latency} ms, relative to the processes of the empty cmdlet and the bare "
                + "HttpClient",
            sixteen.Figures.Whole / (results[(0, 16, Empty)].Figures.Whole + bare.Figures.Whole));
        AtMostLimit("CPU per send with 16 in flight at 0 ms, relative to the empty cmdlet and the bare HttpClient",
            results[(0, 16, Ours)].CpuMilliseconds / (results[(0, 16, Empty)].CpuMilliseconds + results[(0, 16, Bare)].CpuMilliseconds));
        double cpu = ours.CpuMilliseconds / loop.CpuMilliseconds;
        page.Promise("CPU per send with 1 in flight at 0 ms, relative to a loop of Invoke-RestMethod", "less than 1.0", Page.Number(cpu, "0.00"),
            cpu < 1);
    }

    private static IEnumerable<Variant> Variants(EmulatorProcess emulator, string file, string empty, int latency, int throttle, int count,
        int few)
    {
        Variant Of(string name, Func<Figures> run) => new(name, async () =>
        {
            await emulator.ResetAsync(latency);
            return run();
        });
        (string, object) api = ("Api", emulator.ApiUri), path = ("File", file), sends = ("Count", count), inFlight = ("Throttle", throttle);
        yield return Of(Ours, () => Child.Script("Send", ("Module", Repository.Module), api, path, sends, inFlight));
        if (throttle == 1) yield return Of(Loop, () => Child.Script("SendRest", api, path, sends));
        else yield return Of(Parallel, () => Child.Script("SendParallel", api, path, ("Count", few), inFlight));
        if (latency == 0) yield return Of(Empty, () => Child.Script("SendEmpty", ("Module", empty), path, sends, inFlight));
        yield return Of(Bare, () => Child.Self("send", emulator.ApiUri, file, count, throttle));
    }

    private sealed record Rate(Figures Figures, int Count)
    {
        public double PerSecond => Count / Figures.Seconds;

        public double PerSecondWhole => Count / Figures.Whole;

        public double CpuMilliseconds => Figures.Cpu * 1000 / Count;
    }
}
