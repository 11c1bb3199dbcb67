using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Runs schedules in virtual time in which several workers share one journal in Azure Table Storage.
/// FAXPLUS_SHARED_SIMULATION_SEED=… repeats a schedule and prints its events; FAXPLUS_SHARED_SIMULATIONS=… sets the number of schedules.
/// </summary>
public class SharedSimulationTests(ITestOutputHelper output, SimulationTests.Sink sink) : IClassFixture<SimulationTests.Sink>
{
    private const ulong FirstSeed = 20261129_000000;

    [Fact]
    public void No_random_schedule_of_several_workers_violates_a_rule() => Run(first: 0, count: 100_000, TimeSpan.FromSeconds(8));

    [Fact]
    [Trait("Category", "Slow")]
    public void No_random_schedule_of_many_violates_a_rule() => Run(first: 100_000, count: 1_000_000, TimeSpan.FromSeconds(40));

    /// <summary>
    /// Two workers begin with the same faxes in doubt. One worker sends the faxes again, and is killed before it records the result of one
    /// of them. The other worker, which has already searched for this fax, must search for it again.
    /// </summary>
    [Fact]
    public void A_fax_that_another_worker_has_sent_again_is_found_after_its_take_over() => Schedules.Run(
        from killed in Enumerable.Range(0, 6)
        from again in Enumerable.Range(0, 150)
        select (
            new SharedPlan
            {
                Service = new Plan
                {
                    Seed = (ulong)(killed * 150 + again + 1),
                    SendTime = TimeSpan.FromDays(1),
                    Items = [.. Enumerable.Range(0, 4).Select(i => new Item($"k{i}", $"{i + 1}", null))],
                },
                Workers =
                [
                    new Worker { Calls = 4, KilledAfter = TimeSpan.FromSeconds(0.54 + 0.02 * killed) },
                    new Worker
                    {
                        Start = TimeSpan.FromSeconds(1000),
                        ResendsInDoubt = true,
                        KilledAfter = TimeSpan.FromSeconds(61 + 0.02 * again),
                    },
                    new Worker { Start = TimeSpan.FromSeconds(1000), ResendsInDoubt = true },
                    new Worker(),
                    new Worker(),
                ],
            },
            $"killed {killed}, again {again}"),
        SharedWorld.Try);

    /// <summary>
    /// Two workers take over faxes of a worker that was killed, and refuse them, because their list has other destinations. Neither waits
    /// for the faxes that the other has refused.
    /// </summary>
    [Fact]
    public void Workers_that_refuse_the_faxes_that_they_have_taken_over_end() => Schedules.Run(
        Enumerable.Range(0, 40).Select(i => (
            new SharedPlan
            {
                Service = new Plan
                {
                    Seed = (ulong)(i + 1),
                    Items = [.. Enumerable.Range(0, 4).Select(n => new Item($"k{n}", $"{n + 1}", null))],
                },
                Workers =
                [
                    new Worker { Calls = 4, EachSend = Fault.SilenceAfter, KilledAfter = TimeSpan.FromSeconds(10) },
                    new Worker { Start = TimeSpan.FromSeconds(1000), HasOtherNumbers = true },
                    new Worker { Start = TimeSpan.FromSeconds(1000), HasOtherNumbers = true },
                    new Worker(),
                    new Worker(),
                ],
            },
            $"seed {i}")),
        SharedWorld.Try);

    /// <summary>
    /// The claims of two workers are written, but the workers do not learn it, because they are suspended and the storage does not respond.
    /// Neither waits for the faxes that the other has claimed.
    /// </summary>
    [Fact]
    public void Workers_whose_claims_are_written_without_a_response_end() => Schedules.Run(
        Enumerable.Range(0, 500).Select(i => (
            new SharedPlan
            {
                Service = new Plan
                {
                    Seed = (ulong)(i + 1),
                    Items = [.. Enumerable.Range(0, 3).Select(n => new Item($"k{n}", $"{n + 1}", null))],
                },
                TableFaults = 20,
                Workers =
                [
                    new Worker { Calls = 2, PausedAt = 2, PausedFor = TimeSpan.FromSeconds(400) },
                    new Worker { Start = TimeSpan.FromSeconds(1), PausedAt = 2, PausedFor = TimeSpan.FromSeconds(400) },
                    new Worker(),
                    new Worker(),
                ],
            },
            $"seed {i + 1}")),
        SharedWorld.Try);

    /// <summary>
    /// A worker is suspended for an hour during a request that the service accepts. In the meantime, another user deletes the record of the
    /// fax, so that the worker does not find the fax when it continues.
    /// </summary>
    [Fact]
    public void A_fax_whose_record_was_deleted_while_its_worker_was_suspended_is_not_sent_again() => Schedules.Run(
        from pausedAt in Enumerable.Range(2, 3)
        from seed in Enumerable.Range(1, 200)
        select (
            new SharedPlan
            {
                Service = new Plan
                {
                    Seed = (ulong)seed,
                    SendTime = TimeSpan.FromSeconds(12),
                    Items = [new Item("k0", "2", null), new Item("k1", "1", null)],
                },
                Workers =
                [
                    new Worker { Calls = 2, PausedAt = pausedAt, PausedFor = TimeSpan.FromSeconds(4000) },
                    new Worker { Start = TimeSpan.FromSeconds(250), KilledAfter = TimeSpan.FromSeconds(30) },
                    new Worker(),
                    new Worker(),
                ],
                Acts = [(TimeSpan.FromSeconds(850), new Act(ActKind.DeleteRecord, 0, null, default, "1", null))],
            },
            $"paused at {pausedAt}, seed {seed}"),
        SharedWorld.Try);

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
