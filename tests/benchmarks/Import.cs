using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>Measures the import of the module and the first call.</summary>
internal static class Import
{
    private const double MostAgainstPlain = 1.3, MostAgainstRest = 1.3;
    private const string Ours = "FaxPlus", Rest = "Invoke-RestMethod";

    public static async Task RunAsync(Page page, bool quick)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("faxplus-bench-");
        try
        {
            Child.Script("New-Rivals", ("Module", Repository.Module), ("Folder", folder.FullName));
            string shared = Path.Combine(folder.FullName, "Shared", "FaxPlus", "FaxPlus.psd1");
            await ImportAsync(page, folder, shared, quick ? 3 : 15);
            await FirstCallAsync(page, shared, quick ? 3 : 9);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ImportAsync(Page page, DirectoryInfo folder, string shared, int rounds)
    {
        const string plain = "module with the same number of empty cmdlets", withViews = "the same with the same number of views",
            ours = "FaxPlus", oursShared = "FaxPlus without isolation";
        Variant Of(string name, string manifest) => new(name, () => Child.Script("Import", ("Module", manifest)));
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("import", rounds,
        [
            Of(plain, Path.Combine(folder.FullName, "Plain", "Plain.psd1")),
            Of(withViews, Path.Combine(folder.FullName, "PlainWithViews", "PlainWithViews.psd1")),
            Of(ours, Repository.Module),
            Of(oursShared, shared),
        ]);
        double ratio = medians[ours].Seconds / medians[plain].Seconds;
        page.Promise("Import time, relative to a binary module with the same number of empty cmdlets",
            $"at most {Page.Number(MostAgainstPlain)}", Page.Number(ratio, "0.00"), ratio <= MostAgainstPlain);
        page.Section("Import", "import",
            $"`Import-Module` as the first command of a new process; {rounds} runs each. FaxPlus loads its views with its first\n"
                + "command, and the other module loads its views at import.");
        page.Table(["module", "import, ms", "relative to empty cmdlets", "CPU, ms", "whole process, ms"], medians.Select(item => new[]
        {
            item.Key, Page.Number(item.Value.Seconds * 1000), Page.Number(item.Value.Seconds / medians[plain].Seconds, "0.00"),
                Page.Number(item.Value.Cpu * 1000), Page.Number(item.Value.Whole * 1000, "0"),
        }));
    }

    private static async Task FirstCallAsync(Page page, string shared, int rounds)
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync();
        Variant Of(string name, string manifest) =>
            new(name, () => Child.Script("FirstCall", ("Module", manifest), ("Api", emulator.ApiUri)));
        IReadOnlyDictionary<string, Figures> medians = await Rounds.MediansAsync("first call", rounds,
        [
            Of(Ours, Repository.Module),
            Of("FaxPlus without isolation", shared),
            new Variant(Rest, () => Child.Script("FirstCallRest", ("Api", emulator.ApiUri))),
        ]);
        void AtMost(string what, double ours, double rest) => page.Promise(
            $"{what} of the first call after the import, relative to Invoke-RestMethod",
            $"at most {Page.Number(MostAgainstRest)}", Page.Number(ours / rest, "0.00"), ours / rest <= MostAgainstRest);
        AtMost("Time", medians[Ours]["first"], medians[Rest]["first"]);
        AtMost("CPU time", medians[Ours].Cpu, medians[Rest].Cpu);
        page.Section("First call", "import",
            $"Sign-in and a request for the account after the import, and a second request; {rounds} runs each. The first call loads the\n"
                + "client and the views. Invoke-RestMethod needs no sign-in; its first call shows the time that PowerShell and the "
                + "runtime\n"
                + "need. CPU is the CPU time of both calls.");
        page.Table(["with", "first, ms", "second, ms", "CPU, ms", "whole process, ms"], medians.Select(item => new[]
        {
            item.Key, Page.Number(item.Value["first"] * 1000), Page.Number(item.Value["second"] * 1000), Page.Number(item.Value.Cpu * 1000),
                Page.Number(item.Value.Whole * 1000, "0"),
        }));
    }
}
