using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// A schedule: the behavior of the service, the actions of the user, and the faults. It is generated from a seed or written explicitly.
/// </summary>
internal sealed record Plan
{
    private static readonly TimeSpan[] s_pauses =
        [.. new double[] { 0, 1, 10, 45, 90, 600, 86_400, 10 * 86_400 }.Select(TimeSpan.FromSeconds)];
    private static readonly TimeSpan[] s_sendTimes =
        [.. new double[] { 0.3, 3, 12, 31, 36, 60, 600, 100_000 }.Select(TimeSpan.FromSeconds)];
    private static readonly int[] s_faults = [0, 0, 5, 15, 40];

    /// <summary>The seed of the random choices during the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>The seed from which the plan was generated; null for an explicit plan.</summary>
    public ulong? DrawnFrom { get; init; }

    /// <summary>The time for which the service hides a new item.</summary>
    public TimeSpan Hidden { get; init; }

    /// <summary>The time for which a fax is in neither the outbox nor the list.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>The time for which an item stays in the outbox.</summary>
    public TimeSpan SendTime { get; init; } = TimeSpan.FromSeconds(20);

    public bool SameId { get; init; }

    public bool KeepsComments { get; init; } = true;

    public bool KeepsHistory { get; init; } = true;

    public bool Fractions { get; init; }

    public bool ExclusiveBounds { get; init; }

    public bool OldestFirst { get; init; }

    /// <summary>Whether the user writes 0041… while the service returns +41….</summary>
    public bool OtherSpelling { get; init; }

    /// <summary>
    /// Whether the faxes send earlier faxes again instead of uploaded files. The ids of the earlier faxes identify the documents.
    /// </summary>
    public bool SendsAgain { get; init; }

    /// <summary>The difference between the service's clock and the true time.</summary>
    public TimeSpan ServiceClock { get; init; }

    /// <summary>The percentage of requests with a fault, in runs with faults.</summary>
    public int Faults { get; init; }

    /// <summary>
    /// Whether the service accepts a fax only for the first of its destinations. The response then contains an id only for it.
    /// </summary>
    public bool AcceptsFirstOnly { get; init; }

    /// <summary>Whether the disturbances are so few that no fax may remain in doubt.</summary>
    public bool IsDecidable { get; init; }

    /// <summary>A number for which the service refuses sends (402), or null.</summary>
    public string? Refused { get; init; }

    public IReadOnlyList<Item> Items { get; init; } = [];

    public IReadOnlyList<Run> Runs { get; init; } = [];

    public IReadOnlyList<Act> Acts { get; init; } = [];

    public static Plan Draw(ulong seed)
    {
        var rng = new Rng(seed);
        string[] numbers = ["1", "2"];
        string?[] comments = [null, null, "Order", "Invoice"];
        bool otherSpelling = rng.Chance(0.1);
        bool sendsAgain = rng.Chance(0.3);
        Item[] items = [.. Enumerable.Range(0, 1 + rng.Below(3))
            .Select(i => new Item($"k{i}", rng.Of(numbers), rng.Of(comments), rng.Chance(0.1) ? "3" : null))];
        int disturbed = 1 + rng.Below(3);
        Run[] runs = [.. Enumerable.Range(0, disturbed).Select(_ => new Run
        {
            Pause = rng.Of(s_pauses),
            Workers = 1 + rng.Below(3),
            OtherAccount = rng.Chance(0.06),
            ResendsInDoubt = rng.Chance(0.06),
            OtherDocuments = sendsAgain && rng.Chance(0.06),
            // The event numbers are small, because most runs have only few events.
            KilledAt = rng.Chance(0.35) ? rng.Below(rng.Of([12, 40, 150])) : null,
            KilledAtDisk = rng.Chance(0.15) ? rng.Below(12) : null,
            CancelledAt = rng.Chance(0.12) ? rng.Below(rng.Of([12, 40, 150])) : null,
            DiskFailsAt = rng.Chance(0.04) ? rng.Below(10) : null,
            HasFaults = rng.Chance(0.8),
            LookUpsFail = rng.Chance(0.03),
            IsRefused = rng.Chance(0.04),
        })];
        Act[] acts = [.. Enumerable.Range(0, rng.Chance(0.5) ? 0 : 1 + rng.Below(3)).Select(_ => new Act(
            (ActKind)rng.Below(Enum.GetValues<ActKind>().Length),
            rng.Below(disturbed + 1),
            rng.Chance(0.6) ? rng.Fraction() : null,
            rng.Upto(TimeSpan.FromSeconds(rng.Of([1, 60]))),
            rng.Of(numbers),
            rng.Of(comments)))];
        return new Plan
        {
            DrawnFrom = seed,
            Seed = rng.Next(),
            Hidden = rng.Chance(0.4) ? rng.Upto(TimeSpan.FromSeconds(25)) : TimeSpan.Zero,
            Gap = rng.Chance(0.4) ? rng.Upto(TimeSpan.FromSeconds(10)) : TimeSpan.Zero,
            SendTime = rng.Of(s_sendTimes),
            SameId = rng.Chance(0.3),
            KeepsComments = rng.Chance(0.6),
            KeepsHistory = rng.Chance(0.85),
            Fractions = rng.Chance(0.3),
            ExclusiveBounds = rng.Chance(0.5),
            OldestFirst = rng.Chance(0.5),
            OtherSpelling = otherSpelling,
            SendsAgain = sendsAgain,
            AcceptsFirstOnly = rng.Chance(0.1),
            ServiceClock = rng.Chance(0.5) ? TimeSpan.Zero : (rng.Fraction() - 0.5) * TimeSpan.FromHours(rng.Of([0.005, 4])),
            Faults = rng.Of(s_faults),
            Refused = rng.Chance(0.05) ? numbers[0] : null,
            Items = items,
            Runs = [.. runs, new Run { Pause = rng.Of(s_pauses), Workers = 1 + rng.Below(3) },
                new Run { Pause = rng.Of(s_pauses), Workers = 1 }],
            Acts = acts,
        };
    }

    public override string ToString() => string.Join("\n", [
        $"hidden {Hidden.TotalSeconds:0.#} s, in the outbox {SendTime.TotalSeconds:0.#} s, gap {Gap.TotalSeconds:0.#} s, same id {SameId}, "
            + $"comments {KeepsComments}, history {KeepsHistory}, "
            + $"fractions {Fractions}, exclusive {ExclusiveBounds}, oldest first {OldestFirst}, other spelling {OtherSpelling}, sends "
            + $"again {SendsAgain}, first only {AcceptsFirstOnly}, clock {ServiceClock.TotalSeconds:0.#} s, faults {Faults} %, refused "
            + $"{Refused}",
        .. Items.Select(item => $"  {item}"),
        .. Runs.Select((run, i) => $"  {i}: {run}"),
        .. Acts.Select(act => $"  {act}")]);
}

/// <summary>A fax that the user wants to send once.</summary>
/// <param name="Key">The key, which also identifies the document.</param>
/// <param name="Number">The destination.</param>
/// <param name="Comment">The comment.</param>
/// <param name="AlsoTo">Another destination, or null.</param>
internal sealed record Item(string Key, string Number, string? Comment, string? AlsoTo = null);

/// <summary>One run of the program, and how it ends.</summary>
internal sealed record Run
{
    /// <summary>The time from the end of the previous run to the start of this run.</summary>
    public TimeSpan Pause { get; init; }

    public int Workers { get; init; } = 1;

    public bool OtherAccount { get; init; }

    public bool ResendsInDoubt { get; init; }

    /// <summary>Whether the keys are used for other documents.</summary>
    public bool OtherDocuments { get; init; }

    /// <summary>The number of the event after which the process is killed.</summary>
    public int? KilledAt { get; init; }

    /// <summary>The number of the disk operation at which the process is killed.</summary>
    public int? KilledAtDisk { get; init; }

    /// <summary>The number of the event after which the user cancels the run.</summary>
    public int? CancelledAt { get; init; }

    /// <summary>The number of the disk operation that fails.</summary>
    public int? DiskFailsAt { get; init; }

    public bool HasFaults { get; init; }

    /// <summary>The fault in the first send.</summary>
    public Fault? FirstSend { get; init; }

    /// <summary>The fault of each send; null for none.</summary>
    public Fault? EachSend { get; init; }

    /// <summary>Whether all requests for the lists fail.</summary>
    public bool LookUpsFail { get; init; }

    /// <summary>Whether the service refuses all faxes (402).</summary>
    public bool IsRefused { get; init; }
}

/// <summary>An action of another user in the account, or a change of a clock.</summary>
/// <param name="Kind">The kind of the action.</param>
/// <param name="Run">The run during or before which the action occurs.</param>
/// <param name="InPause">The position in the pause before the run, as a fraction; null for an action after the start of the run.</param>
/// <param name="At">The time after the start of the run.</param>
/// <param name="Number">The destination of a send.</param>
/// <param name="Comment">The comment of a send.</param>
internal sealed record Act(ActKind Kind, int Run, double? InPause, TimeSpan At, string Number, string? Comment);

/// <summary>A fault in a request.</summary>
internal enum Fault
{
    None,
    NoConnection,
    LostRequest,
    LostAnswer,

    /// <summary>The connection breaks immediately, but the request reaches the service some seconds later.</summary>
    LateAct,
    Silence,
    SilenceAfter,

    /// <summary>The service acts on the request, and the response body is truncated.</summary>
    Cut,

    /// <summary>The service acts on the request, and the response is not JSON.</summary>
    Garbage,

    /// <summary>The service acts on the request, and the response does not have the declared encoding.</summary>
    WrongEncoding,
    OwnUnavailable,
    UnavailableWithRetryAfter,
    TooMany,
    GatewayBefore,

    /// <summary>The service acts on the request, and a gateway returns 502, 503 or 504.</summary>
    GatewayAfter,
    ErrorBefore,
    ErrorAfter,
}

internal enum ActKind
{
    Send,
    SendSame,
    DeleteRecord,
    EditRecord,
    EditOutbox,
    Cancel,
    Purge,
    HistoryOff,
    ServiceClockJumps,
    ClockJumps,
}
