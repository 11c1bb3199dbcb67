using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Runs the client's sending through schedules in virtual time. FAXPLUS_SIMULATION_SEED=… runs one again and prints what happened;
/// FAXPLUS_SIMULATIONS=… sets how many are tried.
/// </summary>
public class SimulationTests(ITestOutputHelper output, SimulationTests.Sink sink) : IClassFixture<SimulationTests.Sink>
{
    private const ulong FirstSeed = 20260301_000000;

    // A part of each kind in each run, so that all together take half a minute; the rest with Test -All.
    private const int Share = 10;

    [Fact]
    public void No_random_schedule_breaks_the_promise() => Run(first: 0, count: 100_000, TimeSpan.FromSeconds(20));

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
    public void No_random_schedule_of_many_breaks_the_promise() => Run(first: 100_000, count: 1_000_000, TimeSpan.FromMinutes(4));

    private void Run(int first, int count, TimeSpan most)
    {
        if (Number("FAXPLUS_SIMULATION_SEED") is { } seed)
        {
            var trace = new List<string>();
            string? violation = null;
            Alone(1, () => violation = World.Try(Plan.Draw(seed), trace));
            output.WriteLine($"{Plan.Draw(seed)}\n{string.Join("\n", trace)}");
            Assert.Null(violation);
            return;
        }

        if (Number("FAXPLUS_SIMULATIONS") is { } wanted) (count, most) = ((int)wanted, TimeSpan.MaxValue);
        var watch = Stopwatch.StartNew();
        int done = Run(Enumerable.Range(first, count).Select(i => Plan.Draw(FirstSeed + (ulong)i)).TakeWhile(_ => watch.Elapsed < most));
        // The test runner shows what a test that passes has written only when asked to.
        sink.Show($"Simulation: {done} schedules in {watch.Elapsed.TotalSeconds:0.0} s.");
    }

    /// <summary>Tries plans, each on one thread, with a thread for each processor.</summary>
    private int Run(IEnumerable<Plan> plans)
    {
        using IEnumerator<Plan> rest = plans.GetEnumerator();
        int done = 0;
        string? failure = null;
        Alone(Environment.ProcessorCount, () =>
        {
            while (Next() is { } plan)
            {
                if (World.Try(plan) is { } violation) failure = Describe(plan, violation);
            }
        });
        output.WriteLine($"{done} schedules");
        Assert.True(failure is null, failure);
        return done;

        Plan? Next()
        {
            lock (rest)
            {
                if (failure is not null || !rest.MoveNext()) return null;
                done++;
                return rest.Current;
            }
        }
    }

    private static string Describe(Plan plan, string violation)
    {
        var trace = new List<string>();
        World.Try(plan, trace);
        return $"{(plan.DrawnFrom is { } seed ? $"FAXPLUS_SIMULATION_SEED={seed}: " : "")}{violation}\n{plan}\n{string.Join("\n", trace)}";
    }

    /// <summary>On threads of its own, without the synchronization context of the test runner, so that what is awaited goes on at once.</summary>
    private static void Alone(int count, Action action)
    {
        Exception? error = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(
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
            64 * 1024 * 1024))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    private static ulong? Number(string variable) => ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    /// <summary>Shows messages beside the results of the tests.</summary>
    public sealed class Sink(IMessageSink diagnostics)
    {
        public void Show(string message) => diagnostics.OnMessage(new DiagnosticMessage(message));
    }
}
