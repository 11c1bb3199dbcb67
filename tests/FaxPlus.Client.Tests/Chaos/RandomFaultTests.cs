using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>
/// Tests random sequences of operations with faults, each generated from a seed. FAXPLUS_CHAOS_SEEDS sets the number of seeds.
/// FAXPLUS_CHAOS_SEED repeats the sequence of a seed that a failure has printed.
/// </summary>
public class RandomFaultTests(ITestOutputHelper output)
{
    private const int AtATime = 12;

    [Fact]
    public Task With_any_faults_the_client_reports_the_state_of_the_service() => RunAsync(5);

    [Fact]
    [Trait("Category", "Slow")]
    public Task With_any_faults_and_many_seeds_the_client_reports_the_state_of_the_service() => RunAsync(20);

    private async Task RunAsync(int days)
    {
        int[] seeds = Setting("FAXPLUS_CHAOS_SEED") is int one
            ? [one] : [.. Enumerable.Range(0, Setting("FAXPLUS_CHAOS_SEEDS") ?? days).Select(_ => Random.Shared.Next())];
        output.WriteLine($"Seeds {string.Join(' ', seeds)}");
        var failures = new ConcurrentQueue<string>();
        int hits = 0;
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            var run = new ChaosRun(seed);
            try
            {
                await run.GoAsync();
                output.WriteLine($"Seed {seed}: {run.Hits} requests had an injected fault.");
                Interlocked.Add(ref hits, run.Hits);
            }
            catch (Exception exception)
            {
                failures.Enqueue($"{run}\n{exception}");
            }
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} of {seeds.Length} failed.\n\n{string.Join("\n\n", failures)}");
        // A single sequence may contain no fault, but on average a sequence contains more than one.
        Assert.True(hits > seeds.Length
            || seeds.Length < days, $"Too few faults were injected: {hits} requests with {seeds.Length} seeds.");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        ? value : null;
}
