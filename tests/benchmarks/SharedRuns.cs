using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures runs with a journal in a table: one worker, and several workers with one list.</summary>
internal static class SharedRuns
{
    private const int Latency = 50, StorageLatency = 5, Repeats = 3, InFlight = 16, Workers = 8;
    private const int Few = 100, LongRun = 100_000, RowsOfPage = 1000;
    private const double LeastFaster = 6, LeastOfFile = 0.8, MostShare = 1.5, MostMore = 60, MostPerRow = 1;
    private const string InFile = "file", InTable = "table";

    public static async Task RunAsync(Page page, bool quick, int rows)
    {
        using var files = new TestFiles();
        string file = files.Make("fax.pdf", 64 * 1024);
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--send-seconds", "3600");
        page.Section("A journal in a table", "table",
            $"Send-FaxPlusFax with a journal, one fax per row; {(quick ? 1 : Repeats)} runs each. Each response of the service takes "
            + $"{Latency} ms, and each\n"
            + $"response of the storage {StorageLatency} ms. The storage is a table service in memory that is part of the benchmark. "
            + "The workers\n"
            + "begin at the same time, and the rate is calculated up to the last fax. With 8 workers, only one fax per worker is in\n"
            + "flight, and all workers run without tiered compilation (`DOTNET_TieredCompilation=0`), so that the cores of the machine\n"
            + "do not limit the rate. The table counts the requests to the storage; a request is one transaction and may write several\n"
            + "rows.");
        // Each new process compiles its most used code once more, which takes seconds. Eight processes would then limit the rate.
        const string compilation = "DOTNET_TieredCompilation";
        Environment.SetEnvironmentVariable(compilation, "0");
        await RatesAsync(page, emulator, files, file, quick);
        Environment.SetEnvironmentVariable(compilation, null);
        if (rows == 0) rows = quick ? 10_000 : LongRun;
        await MemoryAsync(page, emulator, file, rows);
    }

    private static async Task RatesAsync(Page page, EmulatorProcess emulator, TestFiles files, string file, bool quick)
    {
        int rounds = quick ? 1 : Repeats, perWorker = quick ? 100 : 250, many = quick ? 1000 : 2000, run = 0;
        using ServiceProcess service = await ServiceProcess.StartAsync(StorageLatency);
        string NewRun() => service.Run($"{Guid.NewGuid():N}");
        string NewFile() => files.Path($"{run++}.journal");
        Variant Of(string name, int workers, int count, int throttle, Func<string> journal) => new(name, async () =>
        {
            await emulator.ResetAsync(Latency);
            return await WorkAsync(service, emulator, files.Path($"start-{run++}"), file, workers, count, throttle, journal());
        });
        string one = NameOf(1, 1, InTable), eight = NameOf(Workers, 1, InTable);
        string sixteen = NameOf(1, InFlight, InTable), sixteenInFile = NameOf(1, InFlight, InFile);
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("table", rounds,
        [
            Of(one, 1, perWorker, 1, NewRun),
            Of(eight, Workers, perWorker * Workers, 1, NewRun),
            Of(sixteenInFile, 1, many, InFlight, NewFile),
            Of(sixteen, 1, many, InFlight, NewRun),
        ]);
        double faster = medians[eight]["rate"] / medians[one]["rate"], share = medians[eight]["share"];
        double ofFile = medians[sixteen]["rate"] / medians[sixteenInFile]["rate"];
        // Shown at once, since the next measurements take minutes.
        Console.Error.WriteLine(
            $"table: {Workers} workers {Page.Number(faster, "0.00")} times as fast as 1, share {Page.Number(share, "0.00")}; "
            + $"{Page.Number(ofFile, "0.00")} of the rate with a file");
        page.Promise(
            $"Faxes per second of {Workers} workers with a table at {Latency} ms, relative to 1 worker",
            $"at least {Page.Number(LeastFaster)}",
            Page.Number(faster, "0.00"),
            faster >= LeastFaster);
        page.Promise(
            $"Most faxes of one of {Workers} workers, relative to an equal share",
            $"at most {Page.Number(MostShare)}",
            Page.Number(share, "0.00"),
            share <= MostShare);
        page.Promise(
            $"Faxes per second with a table, {InFlight} in flight at {Latency} ms, relative to a file",
            $"at least {Page.Number(LeastOfFile)}",
            Page.Number(ofFile, "0.00"),
            ofFile >= LeastOfFile);
        string[] columns =
        [
            "workers, in flight each, journal", "faxes", "per second", "CPU per fax, ms", "writes of the storage per fax",
            "reads of the storage per fax", "most faxes of a worker / equal share",
        ];
        page.Table(columns, medians.Select(item => new[]
        {
            item.Key,
            Page.Number(item.Value["count"], "0"),
            Page.Number(item.Value["rate"], "0"),
            Page.Number(item.Value.Cpu * 1000 / item.Value["count"], "0.00"),
            Page.Number(item.Value["writes"] / item.Value["count"], "0.00"),
            Page.Number(item.Value["reads"] / item.Value["count"], "0.00"),
            Page.Number(item.Value["share"], "0.00"),
        }));
    }

    /// <summary>Runs workers that begin at the same time.</summary>
    private static async Task<Figures> WorkAsync(
        ServiceProcess service,
        EmulatorProcess emulator,
        string start,
        string file,
        int workers,
        int count,
        int throttle,
        string journal)
    {
        string go = $"{start}-go";
        Task<Figures>[] running =
        [
            .. Enumerable.Range(0, workers).Select(_ =>
                Task.Run(() => Worker(emulator, file, count, throttle, journal, start, go))),
        ];
        Task all = Task.WhenAll(running);
        string folder = Path.GetDirectoryName(start)!;
        while (!all.IsCompleted && Directory.GetFiles(folder, Path.GetFileName(start) + "-*").Length < workers) await Task.Delay(50);
        await service.TakeRequestsAsync();
        await File.WriteAllTextAsync(go, "");
        Figures[] figures = await Task.WhenAll(running);
        TableRequests requests = await service.TakeRequestsAsync();
        int writes = requests.Counts.GetValueOrDefault("write") + requests.Counts.GetValueOrDefault("group");
        bool isTable = journal.StartsWith("http", StringComparison.Ordinal);
        // A worker emits the receipts of faxes of other workers later than they were sent.
        double last = isTable ? requests.LastItem.ToUnixTimeMilliseconds() / 1000.0 : figures.Max(worker => worker["last"]);
        // A worker also emits the receipts of faxes that were sent before it began, so the faxes of each worker are counted in the table.
        int[] shares = isTable ? await service.SharesAsync(journal) : [count];
        if (shares.Sum() != count) throw new InvalidOperationException($"{shares.Sum()} of {count} faxes were sent.");
        return new Figures(new Dictionary<string, double>
        {
            ["count"] = count,
            ["rate"] = count / (last - figures.Min(worker => worker["from"])),
            ["cpu"] = figures.Sum(worker => worker.Cpu),
            ["writes"] = writes,
            ["reads"] = requests.Counts.Values.Sum() - writes,
            ["share"] = (double)shares.Max() * workers / count,
        });
    }

    private static async Task MemoryAsync(Page page, EmulatorProcess emulator, string file, int rows)
    {
        using ServiceProcess service = await ServiceProcess.StartAsync();
        await emulator.ResetAsync();
        Figures Run(string name, int count)
        {
            Console.Error.WriteLine($"table: {name}, {count} rows");
            return Worker(emulator, file, count, InFlight, service.Run(name), "", "");
        }

        Figures few = Run("few", Few), many = Run("many", Math.Min(rows, LongRun));
        double more = many.Peak - few.Peak;
        Console.Error.WriteLine($"table: {Page.Number(more)} MB more");
        page.Promise(
            $"Peak memory of a worker over {many["count"]} rows with a table, increase over {Few} rows",
            $"at most {Page.Number(MostMore, "0")} MB",
            $"{Page.Number(more)} MB",
            more <= MostMore);

        int fewer = rows / 10;
        (Figures finishedFewer, _) = await FinishedAsync(emulator, file, fewer);
        (Figures finished, Dictionary<string, int> requests) = await FinishedAsync(emulator, file, rows);
        // Part of the memory does not depend on the number of rows, and is also used after a tenth of them.
        double perRow = (finished["peak"] - finishedFewer["peak"]) / (rows - fewer) / 1024;
        double pages = PagesOf(requests), mostPages = Math.Ceiling(rows * 1.1 / RowsOfPage);
        page.Promise(
            $"Memory of a worker over a finished list of {rows} rows in a table, per row above {fewer}",
            $"at most {Page.Number(MostPerRow)} KB",
            $"{Page.Number(perRow, "0.00")} KB",
            perRow <= MostPerRow);
        page.Promise(
            "Pages of the table that this worker reads",
            $"at most {Page.Number(mostPages, "0")}",
            Page.Number(pages, "0"),
            pages <= mostPages);
        page.Paragraph(
            $"The memory of a long run, {InFlight} in flight at 0 ms, one run each; the storage has no latency. The finished\n"
            + "list was not sent; its rows were written directly to the table service.\n"
            + $"`./build.ps1 Bench -Part table -Rows 1000000` measures a longer finished list than {LongRun} rows.");
        page.Table(["rows", "peak memory, MB", "seconds", "CPU, s", "pages of items", "reads of the other workers"],
        [
            Line($"{Few}", few, null),
            Line($"{many["count"]}", many, null),
            Line($"{fewer}, finished", finishedFewer, null),
            Line($"{rows}, finished", finished, requests),
        ]);

        static string[] Line(string name, Figures figures, Dictionary<string, int>? requests) =>
        [
            name, Page.Number(figures.Peak), Page.Number(figures.Seconds), Page.Number(figures.Cpu),
            requests is null ? "" : $"{requests.GetValueOrDefault("items")}",
            requests is null ? "" : $"{requests.GetValueOrDefault("workers")}",
        ];
    }

    /// <summary>Runs a worker over a list that is finished.</summary>
    private static async Task<(Figures Figures, Dictionary<string, int> Requests)> FinishedAsync(
        EmulatorProcess emulator, string file, int rows)
    {
        Console.Error.WriteLine($"table: a finished list of {rows} rows");
        using ServiceProcess service = await ServiceProcess.StartAsync();
        string run = service.Run("finished");
        Worker(emulator, file, 1, InFlight, run, "", "");
        await service.FillAsync(rows);
        await service.TakeRequestsAsync();
        Figures figures = Worker(emulator, file, rows, InFlight, run, "", "");
        if (figures["count"] != rows) throw new InvalidOperationException($"{figures["count"]} of {rows} receipts were written.");
        return (figures, (await service.TakeRequestsAsync()).Counts);
    }

    private static double PagesOf(Dictionary<string, int> requests) =>
        requests.GetValueOrDefault("items") + requests.GetValueOrDefault("workers");

    private static Figures Worker(
        EmulatorProcess emulator, string file, int count, int throttle, string journal, string ready, string go) =>
        Child.Script("Worker",
            ("Module", Repository.Module), ("Api", emulator.ApiUri), ("File", file), ("Count", count), ("Throttle", throttle),
            ("Journal", journal), ("Ready", ready), ("Go", go));

    private static string NameOf(int workers, int inFlight, string journal) => $"{workers}, {inFlight}, {journal}";
}
