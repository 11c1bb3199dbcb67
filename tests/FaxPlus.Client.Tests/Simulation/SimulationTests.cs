using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Runs the client's sending through schedules in virtual time. FAXPLUS_SIMULATION_SEED=… runs one again and prints what happened;
/// FAXPLUS_SIMULATIONS=… sets how many are tried.
/// </summary>
public class SimulationTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 20260301_000000;

    // A part of each kind in each run, so that all together take half a minute; the rest with Test -All.
    private const int Share = 10;

    [Fact]
    public void No_random_schedule_breaks_the_promise() => Run(count: 100_000, TimeSpan.FromSeconds(18));

    public static IEnumerable<object[]> Known => KnownSchedules.All.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Known))]
    public void No_known_schedule_breaks_the_promise(string name) => Run(KnownSchedules.All[name]);

    [Fact]
    public void A_single_fault_leaves_no_doubt() => Run(KnownSchedules.SingleFaults());

    [Fact]
    public void A_fax_of_somebody_else_that_comes_too_late_leaves_no_doubt() => Run(KnownSchedules.LaterFaxes());

    [Fact]
    public void No_small_schedule_of_a_sample_breaks_the_promise() => Run(KnownSchedules.Small().Where((_, i) => i % Share == 0));

    [Fact]
    [Trait("Category", "Slow")]
    public void No_small_schedule_breaks_the_promise() => Run(KnownSchedules.Small());

    [Fact]
    [Trait("Category", "Slow")]
    public void No_random_schedule_of_many_breaks_the_promise() => Run(count: 1_000_000, TimeSpan.FromMinutes(3));

    private void Run(int count, TimeSpan most)
    {
        if (Number("FAXPLUS_SIMULATION_SEED") is { } seed)
        {
            var trace = new List<string>();
            string? violation = null;
            Alone(() => violation = World.Try(Plan.Draw(seed), trace));
            output.WriteLine($"{Plan.Draw(seed)}\n{string.Join("\n", trace)}");
            Assert.Null(violation);
            return;
        }

        if (Number("FAXPLUS_SIMULATIONS") is { } wanted) (count, most) = ((int)wanted, Timeout.InfiniteTimeSpan);
        var watch = Stopwatch.StartNew();
        int done = 0;
        string? failure = null;
        Alone(() =>
        {
            for (; done < count && failure is null && (most == Timeout.InfiniteTimeSpan || watch.Elapsed < most); done++)
            {
                ulong seed = FirstSeed + (ulong)done;
                if (World.Try(Plan.Draw(seed)) is { } violation) failure = $"FAXPLUS_SIMULATION_SEED={seed}: {Describe(Plan.Draw(seed), violation)}";
            }
        });
        string summary = $"{done} schedules in {watch.Elapsed.TotalSeconds:0.0} s";
        output.WriteLine(summary);
        Console.WriteLine($"Simulation: {summary}.");
        Assert.True(failure is null, failure);
    }

    private void Run(IEnumerable<Plan> plans)
    {
        int done = 0;
        string? failure = null;
        Alone(() =>
        {
            foreach (Plan plan in plans)
            {
                done++;
                if (World.Try(plan) is not { } violation) continue;
                failure = Describe(plan, violation);
                break;
            }
        });
        output.WriteLine($"{done} schedules");
        Assert.True(failure is null, failure);
    }

    private static string Describe(Plan plan, string violation)
    {
        var trace = new List<string>();
        World.Try(plan, trace);
        return $"{violation}\n{plan}\n{string.Join("\n", trace)}";
    }

    /// <summary>On a thread of its own, without the synchronization context of the test runner, so that what is awaited goes on at once.</summary>
    private static void Alone(Action action)
    {
        Exception? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    error = exception;
                }
            },
            64 * 1024 * 1024);
        thread.Start();
        thread.Join();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    private static ulong? Number(string variable) => ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
