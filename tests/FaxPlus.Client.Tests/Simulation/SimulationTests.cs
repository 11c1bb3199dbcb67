using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Runs the client's sending code through schedules in virtual time. FAXPLUS_SIMULATION_SEED=… repeats a schedule and prints its events;
/// FAXPLUS_SIMULATIONS=… sets the number of schedules, and FAXPLUS_SIMULATION_MINUTES=… limits the time of the slow test with a million
/// schedules.
/// </summary>
public class SimulationTests(ITestOutputHelper output, SimulationTests.Sink sink) : IClassFixture<SimulationTests.Sink>
{
    private const ulong FirstSeed = 20260301_000000;

    // A normal run tests one in this number of small schedules; Test -All tests all of them.
    private const int Share = 10;

    [Fact]
    public void No_random_schedule_violates_a_rule() => Run(first: 0, count: 100_000, TimeSpan.FromSeconds(20));

    public static IEnumerable<object[]> Known => KnownSchedules.All.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Known))]
    public void No_known_schedule_violates_a_rule(string name) => Run(KnownSchedules.All[name]);

    [Fact]
    public void A_single_fault_leaves_no_doubt() => Run(KnownSchedules.SingleFaults());

    [Fact]
    public void A_fax_of_another_user_that_is_sent_too_late_leaves_no_doubt() => Run(KnownSchedules.LaterFaxes());

    [Fact]
    public void No_sampled_small_schedule_violates_a_rule() => Run(KnownSchedules.Small().Where((_, i) => i % Share == 0));

    [Fact]
    [Trait("Category", "Slow")]
    public void No_small_schedule_violates_a_rule() => Run(KnownSchedules.Small());

    [Fact]
    [Trait("Category", "Slow")]
    public void No_random_schedule_of_many_violates_a_rule() => Run(first: 100_000, count: 1_000_000, Schedules.Limit);

    private void Run(int first, int count, TimeSpan most) =>
        Schedules.Run(
            "FAXPLUS_SIMULATION",
            FirstSeed,
            Plan.Draw,
            World.Try,
            (first, count, most),
            output.WriteLine,
            text => sink.Show($"Simulation: {text}"));

    private void Run(IEnumerable<Plan> plans) =>
        output.WriteLine($"{Schedules.Run(plans.Select(plan => (plan, "An explicit schedule")), World.Try)} schedules");

    /// <summary>Shows messages together with the results of the tests.</summary>
    public sealed class Sink(IMessageSink diagnostics)
    {
        public void Show(string message) => diagnostics.OnMessage(new DiagnosticMessage(message));
    }
}
