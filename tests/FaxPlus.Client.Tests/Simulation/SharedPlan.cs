using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>A schedule of several workers with one journal in a table.</summary>
internal sealed record SharedPlan
{
    private static readonly TimeSpan[] s_starts = [.. new double[] { 0, 0, 0, 1, 8, 60, 250, 900 }.Select(TimeSpan.FromSeconds)];
    private static readonly TimeSpan[] s_pauses = [.. new double[] { 5, 100, 200, 400, 4000 }.Select(TimeSpan.FromSeconds)];
    private static readonly int[] s_faults = [0, 0, 5, 20];

    /// <summary>The behavior of the service, and the faxes.</summary>
    public required Plan Service { get; init; }

    /// <summary>The workers. The last two run one at a time and undisturbed.</summary>
    public required IReadOnlyList<Worker> Workers { get; init; }

    /// <summary>The actions of other users, and their times.</summary>
    public IReadOnlyList<(TimeSpan At, Act Act)> Acts { get; init; } = [];

    /// <summary>The percentage of requests to the table with a fault.</summary>
    public int TableFaults { get; init; }

    /// <summary>The time at which the storage stops responding, and the duration; null if it always responds.</summary>
    public (TimeSpan At, TimeSpan For)? Away { get; init; }

    /// <summary>Whether the disturbances are so few that no fax may remain in doubt.</summary>
    public bool IsDecidable { get; init; }

    public static SharedPlan Draw(ulong seed)
    {
        Plan service = Plan.Draw(seed);
        var rng = new Rng(seed ^ 0x5bd1e995);
        // In some schedules, only responses of the table are lost. Then all faxes must be sent.
        bool isDecidable = rng.Chance(0.15);
        TimeSpan Within(double seconds) => rng.Upto(TimeSpan.FromSeconds(seconds));
        int faults = isDecidable ? 10 : rng.Of(s_faults);
        Worker[] workers = [.. Enumerable.Range(0, 2 + rng.Below(2)).Select(_ => isDecidable
            ? new Worker { Start = rng.Of(s_starts), Calls = 1 + rng.Below(2) }
            : new Worker
            {
                Start = rng.Of(s_starts) + Within(1),
                Calls = 1 + rng.Below(2),
                KilledAfter = rng.Chance(0.35) ? Within(rng.Of([0.5, 3, 60])) : null,
                CancelledAfter = rng.Chance(0.1) ? Within(rng.Of([0.5, 3, 60])) : null,
                PausedAt = rng.Chance(0.35) ? rng.Below(rng.Of([4, 8])) : null,
                PausedFor = rng.Of(s_pauses),
                ResendsInDoubt = rng.Chance(0.25),
                HasFaults = rng.Chance(0.7),
            })];
        Act[] acts = isDecidable ? [] : [.. Enumerable.Range(0, rng.Chance(0.6) ? 0 : 1 + rng.Below(2))
            .Select(_ => new Act((ActKind)rng.Below(Enum.GetValues<ActKind>().Length), 0, null, default, "1", null))];
        return new SharedPlan
        {
            Service = isDecidable ? service with { AcceptsFirstOnly = false, Refused = null, Faults = 0 } : service,
            Workers = [.. workers, new Worker { Calls = 2 }, new Worker { Calls = 1 }],
            Acts = [.. acts.Select(act => (Within(rng.Of([30, 1200])), act))],
            TableFaults = faults,
            Away = isDecidable || rng.Chance(0.85) ? null : (Within(60), Within(rng.Of([20, 400]))),
            IsDecidable = isDecidable,
        };
    }

    public override string ToString() => string.Join("\n", [
        Service.ToString(), $"table faults {TableFaults} %, away {Away}, decidable {IsDecidable}",
            .. Workers.Select((worker, i) => $"  worker {i}: {worker}"), .. Acts.Select(act => $"  {act}")]);
}

/// <summary>One run of the program, concurrently with others.</summary>
internal sealed record Worker
{
    /// <summary>The start time of the worker.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>The number of faxes that the worker sends concurrently.</summary>
    public int Calls { get; init; } = 1;

    public TimeSpan? KilledAfter { get; init; }

    public TimeSpan? CancelledAfter { get; init; }

    /// <summary>The number of the write at whose response the worker is paused.</summary>
    public int? PausedAt { get; init; }

    public TimeSpan PausedFor { get; init; }

    public bool ResendsInDoubt { get; init; }

    /// <summary>Whether the worker's list has other destinations.</summary>
    public bool HasOtherNumbers { get; init; }

    /// <summary>The fault of each send of the worker; null for none.</summary>
    public Fault? EachSend { get; init; }

    /// <summary>Whether the worker's requests to the service have faults.</summary>
    public bool HasFaults { get; init; }
}
