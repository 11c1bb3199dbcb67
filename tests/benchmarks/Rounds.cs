using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>One of the variants that a table compares.</summary>
internal sealed record Variant(string Name, Func<Task<Figures>> Run)
{
    public Variant(string name, Func<Figures> run)
        : this(name, () => Task.FromResult(run()))
    {
    }
}

internal static class Rounds
{
    /// <summary>
    /// Runs the variants alternately (A B C A B C), so that other load on the machine affects all of them equally. Each variant has its own
    /// PowerShell cache, which its first run fills. Therefore, the measurements are those of a script that runs repeatedly.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Figures>> MediansAsync(string what, int rounds, IReadOnlyList<Variant> variants)
    {
        var runs = variants.ToDictionary(variant => variant.Name, _ => new List<Figures>());
        DirectoryInfo caches = Directory.CreateTempSubdirectory("faxplus-bench-");
        try
        {
            await RunAsync(what, rounds, variants, runs, caches);
        }
        finally
        {
            Child.Caches = null;
            caches.Delete(recursive: true);
        }

        return runs.ToDictionary(run => run.Key, run => Figures.Medians(run.Value));
    }

    private static async Task RunAsync(
        string what, int rounds, IReadOnlyList<Variant> variants, Dictionary<string, List<Figures>> runs, DirectoryInfo caches)
    {
        for (int round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"{what}: round {round} of {rounds}");
            for (int i = 0; i < variants.Count; i++)
            {
                Child.Caches = caches.CreateSubdirectory($"{i}").FullName;
                runs[variants[i].Name].Add(await variants[i].Run());
            }
        }
    }
}
