using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Runs several workers with one journal in a table through schedules in virtual time. FAXPLUS_SHARED_SIMULATION_SEED=… repeats a schedule
/// and prints its events; FAXPLUS_SHARED_SIMULATIONS=… sets the number of schedules.
/// </summary>
public class SharedSimulationTests(ITestOutputHelper output, SimulationTests.Sink sink) : IClassFixture<SimulationTests.Sink>
{
    private const ulong FirstSeed = 20261129_000000;

    [Fact]
    public void No_random_schedule_of_several_workers_violates_a_rule() => Run(first: 0, count: 100_000, TimeSpan.FromSeconds(8));

    [Fact]
    [Trait("Category", "Slow")]
    public void No_random_schedule_of_many_violates_a_rule() => Run(first: 100_000, count: 1_000_000, TimeSpan.FromSeconds(40));

    private void Run(int first, int count, TimeSpan most) =>
        Schedules.Run(
            "FAXPLUS_SHARED_SIMULATION",
            FirstSeed,
            SharedPlan.Draw,
            SharedWorld.Try,
            (first, count, most),
            output.WriteLine,
            text => sink.Show($"Simulation of several workers: {text}"));
}
