using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>What a schedule consists of: how the service is, what the user does, and what befalls both. It is drawn from a seed, or written down.</summary>
internal sealed record Plan
{
    private static readonly TimeSpan[] s_pauses = [.. new double[] { 0, 1, 10, 45, 90, 600, 86_400, 10 * 86_400 }.Select(TimeSpan.FromSeconds)];
    private static readonly TimeSpan[] s_sendTimes = [.. new double[] { 0.3, 3, 12, 31, 36, 60, 600, 100_000 }.Select(TimeSpan.FromSeconds)];
    private static readonly int[] s_faults = [0, 0, 5, 15, 40];

    /// <summary>The seed of all that is drawn while it runs.</summary>
    public ulong Seed { get; init; }

    /// <summary>The seed that it was drawn from; null where it was written down.</summary>
    public ulong? DrawnFrom { get; init; }

    /// <summary>How long a new item is hidden.</summary>
    public TimeSpan Hidden { get; init; }

    /// <summary>How long a fax is neither in the outbox nor in the list.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>How long an item is in the outbox.</summary>
    public TimeSpan SendTime { get; init; } = TimeSpan.FromSeconds(20);

    public bool SameId { get; init; }

    public bool KeepsComments { get; init; } = true;

    public bool KeepsHistory { get; init; } = true;

    public bool Fractions { get; init; }

    public bool ExclusiveBounds { get; init; }

    public bool OldestFirst { get; init; }

    /// <summary>Whether the user writes 0041… and the service +41….</summary>
    public bool OtherSpelling { get; init; }

    /// <summary>Whether the faxes are made of earlier ones, whose ids name the documents, and not of uploads.</summary>
    public bool SendsAgain { get; init; }

    /// <summary>How far the service's clock is ahead of the true time.</summary>
    public TimeSpan ServiceClock { get; init; }

    /// <summary>How many requests in a hundred meet a fault, in the runs that have faults.</summary>
    public int Faults { get; init; }

    /// <summary>Whether the service takes a fax for the first of its destinations only, and says so by its answer's ids.</summary>
    public bool TakesFirstOnly { get; init; }

    /// <summary>Whether so little happens that no fax may end in doubt.</summary>
    public bool IsDecidable { get; init; }

    /// <summary>A number to which the service sends nothing (402), or null.</summary>
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
        Item[] items = [.. Enumerable.Range(0, 1 + rng.Below(3)).Select(i => new Item($"k{i}", rng.Of(numbers), rng.Of(comments), rng.Chance(0.1) ? "3" : null))];
        int disturbed = 1 + rng.Below(3);
        Run[] runs = [.. Enumerable.Range(0, disturbed).Select(_ => new Run
        {
            Pause = rng.Of(s_pauses),
            Workers = 1 + rng.Below(3),
            OtherAccount = rng.Chance(0.06),
            ResendsInDoubt = rng.Chance(0.06),
            OtherDocuments = sendsAgain && rng.Chance(0.06),
            // Most runs are short: the numbers are small on purpose.
            KilledAt = rng.Chance(0.35) ? rng.Below(rng.Of([12, 40, 150])) : null,
            KilledAtDisk = rng.Chance(0.15) ? rng.Below(12) : null,
            CancelledAt = rng.Chance(0.12) ? rng.Below(rng.Of([12, 40, 150])) : null,
            DiskFailsAt = rng.Chance(0.04) ? rng.Below(10) : null,
            HasFaults = rng.Chance(0.8),
            LooksFail = rng.Chance(0.03),
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
            TakesFirstOnly = rng.Chance(0.1),
            ServiceClock = rng.Chance(0.5) ? TimeSpan.Zero : (rng.Fraction() - 0.5) * TimeSpan.FromHours(rng.Of([0.005, 4])),
            Faults = rng.Of(s_faults),
            Refused = rng.Chance(0.05) ? numbers[0] : null,
            Items = items,
            Runs = [.. runs, new Run { Pause = rng.Of(s_pauses), Workers = 1 + rng.Below(3) }, new Run { Pause = rng.Of(s_pauses), Workers = 1 }],
            Acts = acts,
        };
    }

    public override string ToString() => string.Join("\n", [
        $"hidden {Hidden.TotalSeconds:0.#} s, in the outbox {SendTime.TotalSeconds:0.#} s, gap {Gap.TotalSeconds:0.#} s, same id {SameId}, comments {KeepsComments}, history {KeepsHistory}, "
            + $"fractions {Fractions}, exclusive {ExclusiveBounds}, oldest first {OldestFirst}, other spelling {OtherSpelling}, sends again {SendsAgain}, first only {TakesFirstOnly}, clock {ServiceClock.TotalSeconds:0.#} s, faults {Faults} %, refused {Refused}",
        .. Items.Select(item => $"  {item}"),
        .. Runs.Select((run, i) => $"  {i}: {run}"),
        .. Acts.Select(act => $"  {act}")]);
}

/// <summary>A fax that the user wants to be sent once.</summary>
/// <param name="Key">Its key, which also names its document.</param>
/// <param name="Number">To whom.</param>
/// <param name="Comment">Its comment.</param>
/// <param name="AlsoTo">Another destination, or null.</param>
internal sealed record Item(string Key, string Number, string? Comment, string? AlsoTo = null);

/// <summary>One start of the program, and how it ends.</summary>
internal sealed record Run
{
    /// <summary>How long after the run before.</summary>
    public TimeSpan Pause { get; init; }

    public int Workers { get; init; } = 1;

    public bool OtherAccount { get; init; }

    public bool ResendsInDoubt { get; init; }

    /// <summary>Whether the keys are used for other documents.</summary>
    public bool OtherDocuments { get; init; }

    /// <summary>After which event the process is killed.</summary>
    public int? KilledAt { get; init; }

    /// <summary>At which operation of the disk the process is killed.</summary>
    public int? KilledAtDisk { get; init; }

    /// <summary>After which event the user stops it.</summary>
    public int? CancelledAt { get; init; }

    /// <summary>Which operation of the disk fails.</summary>
    public int? DiskFailsAt { get; init; }

    public bool HasFaults { get; init; }

    /// <summary>What befalls the first send.</summary>
    public Fault? FirstSend { get; init; }

    /// <summary>Whether all looks at the lists fail.</summary>
    public bool LooksFail { get; init; }

    /// <summary>Whether the service takes no fax (402).</summary>
    public bool IsRefused { get; init; }
}

/// <summary>What somebody else does in the account, or to a clock.</summary>
/// <param name="Kind">What.</param>
/// <param name="Run">In which run, or before it.</param>
/// <param name="InPause">When in the pause before the run, as a part of it; null for after its start.</param>
/// <param name="At">How long after the start of the run.</param>
/// <param name="Number">To whom, for a send.</param>
/// <param name="Comment">The comment of a send.</param>
internal sealed record Act(ActKind Kind, int Run, double? InPause, TimeSpan At, string Number, string? Comment);

/// <summary>What befalls a request.</summary>
internal enum Fault
{
    None,
    NoConnection,
    LostRequest,
    LostAnswer,

    /// <summary>The connection breaks at once, and the request still reaches the service some seconds later.</summary>
    LateAct,
    Silence,
    SilenceAfter,

    /// <summary>Acted on, and the body of the answer cut.</summary>
    Cut,

    /// <summary>Acted on, and the answer is no JSON.</summary>
    Garbage,

    /// <summary>Acted on, and the answer does not have the declared encoding.</summary>
    WrongEncoding,
    OwnUnavailable,
    UnavailableWithRetryAfter,
    TooMany,
    GatewayBefore,

    /// <summary>Acted on, and a gateway answers 502, 503 or 504.</summary>
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
