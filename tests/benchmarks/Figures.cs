using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Benchmarks;

/// <summary>The measurements of one run, or the medians of several runs.</summary>
internal sealed class Figures(IReadOnlyDictionary<string, double> values)
{
    /// <summary>The time of the entire process, from its start to its end, in seconds.</summary>
    public double Whole => this["whole"];

    /// <summary>The time of the measured part within the process, in seconds.</summary>
    public double Seconds => this["seconds"];

    /// <summary>The CPU time of the measured part, in seconds.</summary>
    public double Cpu => this["cpu"];

    /// <summary>The peak memory of the process in MB.</summary>
    public double Peak => this["peak"] / 1024 / 1024;

    public double this[string name] => values[name];

    public static Figures Medians(IReadOnlyList<Figures> runs) =>
        new(runs[0].Names.ToDictionary(name => name, name => Median([.. runs.Select(run => run[name])])));

    private IEnumerable<string> Names => values.Keys;

    private static double Median(double[] numbers)
    {
        double[] sorted = [.. numbers.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
