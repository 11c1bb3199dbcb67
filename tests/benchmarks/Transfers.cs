using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using FaxPlus.Client;
using FaxPlus.Client.Http;

namespace FaxPlus.Benchmarks;

/// <summary>Measures the upload and the download of a large file: the time, and the peak memory relative to a small file.</summary>
internal static class Transfers
{
    private const long Megabyte = 1024 * 1024;
    private const long Small = 64 * 1024;
    private const long Large = 300 * Megabyte;
    private const double MostAgainstRest = 1.3;
    private const string Ours = "download, Save-FaxPlusFax", Rest = "download, Invoke-RestMethod, then a flush to the disk";

    public static async Task RunAsync(Page page, bool quick)
    {
        int rounds = quick ? 1 : 3;
        using var files = new TestFiles();
        string small = files.Make("small.pdf", Small), large = files.Make("large.pdf", Large), target = files.Path("download.pdf");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "0.1", "--max-megabytes", "300");
        string smallFax = await MakeFaxAsync(emulator, small), largeFax = await MakeFaxAsync(emulator, large);

        (string Name, Func<string, string, Figures> Run)[] ways =
        [
            ("upload, FaxPlus.Client", (file, _) => Child.Self("upload", emulator.ApiUri, file)),
            ("upload, Add-FaxPlusFile", (file, _) =>
                Child.Script("Upload", ("Module", Repository.Module), ("Api", emulator.ApiUri), ("File", file))),
            ("upload, Invoke-RestMethod", (file, _) => Child.Script("UploadRest", ("Api", emulator.ApiUri), ("File", file))),
            (Ours, (_, fax) =>
                Child.Script("Download", ("Module", Repository.Module), ("Api", emulator.ApiUri), ("FaxId", fax), ("Target", target))),
            ("download, Invoke-RestMethod", (_, fax) =>
                Child.Script("DownloadRest", ("Api", emulator.ApiUri), ("FaxId", fax), ("Target", target), ("Flush", "0"))),
            (Rest, (_, fax) =>
                Child.Script("DownloadRest", ("Api", emulator.ApiUri), ("FaxId", fax), ("Target", target), ("Flush", "1"))),
        ];
        IReadOnlyDictionary<string, Figures> ofSmall =
            await Rounds.MediansAsync("64 KB", rounds, [.. ways.Select(way => new Variant(way.Name, () => way.Run(small, smallFax)))]);
        IReadOnlyDictionary<string, Figures> ofLarge =
            await Rounds.MediansAsync("300 MB", rounds, [.. ways.Select(way => new Variant(way.Name, () => way.Run(large, largeFax)))]);
        void AtMost(string what, double ours, double rest) => page.Promise(
            $"{what} of a download of 300 MB, relative to Invoke-RestMethod and a flush to the disk",
            $"at most {Page.Number(MostAgainstRest)}", Page.Number(ours / rest, "0.00"), ours / rest <= MostAgainstRest);
        AtMost("Time", ofLarge[Ours].Seconds, ofLarge[Rest].Seconds);
        AtMost("CPU time", ofLarge[Ours].Cpu, ofLarge[Rest].Cpu);
        page.Section("Large files", "transfer",
            $"One upload or download of 300 MB, and its peak memory relative to 64 KB; {rounds} runs each. Save-FaxPlusFax\n"
                + "flushes the file to the disk before it renames it to its target; Invoke-RestMethod does not flush or rename a file.");
        page.Table(["what", "300 MB, s", "CPU, s", "whole process, s", "peak memory, MB", "increase over 64 KB, MB"],
            ways.Select(way => new[]
        {
            way.Name,
            Page.Number(ofLarge[way.Name].Seconds, "0.00"),
            Page.Number(ofLarge[way.Name].Cpu, "0.00"),
            Page.Number(ofLarge[way.Name].Whole, "0.00"),
            Page.Number(ofLarge[way.Name].Peak, "0"),
            Page.Number(ofLarge[way.Name].Peak - ofSmall[way.Name].Peak),
        }));
    }

    /// <summary>The entry point of the child process that uploads with the client.</summary>
    public static async Task<int> UploadAsync(Uri api, string file)
    {
        using var client = new FaxPlusClient(new FaxPlusClientOptions(new Secret(EmulatorProcess.Token)) { ApiUri = api });
        TimeSpan cpu = Child.Cpu();
        var watch = Stopwatch.StartNew();
        await client.Files.UploadAsync(file);
        Child.Report(watch.Elapsed, cpu, count: 1);
        return 0;
    }

    /// <summary>Sends a fax with the file, so that a download of the fax returns the file.</summary>
    private static async Task<string> MakeFaxAsync(EmulatorProcess emulator, string file)
    {
        using var client = new BareClient(emulator.ApiUri);
        int before = await CountAsync();
        await client.SendAsync(await client.UploadAsync(file), 0);
        while (await CountAsync() == before) await Task.Delay(50);
        return (await FaxesAsync())[before].GetProperty("id").GetString()!;

        async Task<JsonElement[]> FaxesAsync() =>
            [.. (await emulator.GetAsync<JsonElement>("/_emulator/state")).GetProperty("faxes").EnumerateArray()];
        async Task<int> CountAsync() => (await FaxesAsync()).Length;
    }
}
