using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace FaxPlus.Benchmarks;

/// <summary>One of the alternatives that are compared.</summary>
internal sealed record Variant(string Name, Func<Task<Figures>> Run)
{
    public Variant(string name, Func<Figures> run)
        : this(name, () => Task.FromResult(run()))
    {
    }
}

internal static class Rounds
{
    /// <summary>Runs the variants alternately (A B C A B C), so that other load on the machine affects all of them equally.</summary>
    public static async Task<IReadOnlyDictionary<string, Figures>> MediansAsync(string what, int rounds, IReadOnlyList<Variant> variants)
    {
        var runs = variants.ToDictionary(variant => variant.Name, _ => new List<Figures>());
        for (int round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"{what}: round {round} of {rounds}");
            foreach (Variant variant in variants) runs[variant.Name].Add(await variant.Run());
        }

        return runs.ToDictionary(run => run.Key, run => Figures.Medians(run.Value));
    }
}
