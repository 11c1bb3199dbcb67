using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// Schedules in which earlier versions sent a fax twice or wrongly reported it as sent, and small schedules that are tested exhaustively.
/// </summary>
internal static class KnownSchedules
{
    private static readonly Item s_one = new("k0", "1", null);
    private static readonly Item s_two = new("k1", "1", "Order");
    private static readonly Run s_quiet = new();
    private static readonly TimeSpan s_minutes = TimeSpan.FromMinutes(10);

    /// <summary>
    /// All schedules by name. If the result may depend on the point at which the first run is killed, there is a variant for each point.
    /// </summary>
    public static IReadOnlyDictionary<string, IEnumerable<Plan>> All { get; } = new Dictionary<string, IEnumerable<Plan>>
    {
        ["Killed before the service acts, and another fax is sent to the number later"] = Killed(Fault.Silence).SelectMany(plan => new[]
        {
            plan with { Acts = [Other(1)] },
            plan with { Acts = [Other(1)], KeepsComments = false },
            plan with { Acts = [Other(1)], KeepsComments = false, SendsAgain = true },
        }),
        ["Response lost, killed, and the record is deleted or edited"] = Killed(Fault.SilenceAfter)
            .SelectMany(plan => new[] { ActKind.DeleteRecord, ActKind.EditRecord, ActKind.Purge }.Select(kind =>
            plan with { Acts = [new Act(kind, 1, 0.9, default, "1", null)] })),
        ["Response lost, and the account keeps no sent faxes"] =
            Each(20, _ => Of(new Run { FirstSend = Fault.LostAnswer }) with { KeepsHistory = false, SendTime = TimeSpan.FromSeconds(0.3) }),
        ["A poll of a later run falls into the gap"] = Each(150, i =>
            Of(new Run { FirstSend = Fault.LostAnswer, LookUpsFail = true }, s_quiet with { Pause = TimeSpan.FromSeconds(4 * i) }) with
        {
            Gap = TimeSpan.FromSeconds(10),
            SendTime = TimeSpan.FromSeconds(400),
        }),
        ["An item is hidden, visible briefly between two polls, and then in the gap"] =
            Each(200, i => Of(new Run { FirstSend = Fault.LostAnswer }) with
        {
            Hidden = TimeSpan.FromSeconds(25),
            Gap = TimeSpan.FromSeconds(10),
            SendTime = TimeSpan.FromSeconds(31),
            KeepsComments = i % 2 == 0,
        }),
        ["The journal is used with another account while the fax is in doubt"] = Killed(Fault.SilenceAfter)
            .Select(plan => plan with { Runs = [plan.Runs[0], s_quiet with { OtherAccount = true }, s_quiet] }),
        ["The journal is used with another account after the fax was sent"] = [Of(s_quiet, s_quiet with { OtherAccount = true }, s_quiet)],
        ["A clock is changed during the run"] = new[] { ActKind.ClockJumps, ActKind.ServiceClockJumps }.SelectMany(kind =>
            Each(40, i => Of(new Run { FirstSend = Fault.LostAnswer }) with
        {
            SendTime = TimeSpan.FromSeconds(0.3),
            Acts = [new Act(kind, 0, null, TimeSpan.FromMilliseconds(20 * i), "1", null)],
        })),
        ["A gateway returns 503 after the service has acted"] = Each(20, _ => Of(new Run { FirstSend = Fault.GatewayAfter })),
        ["In doubt, sent again on request, and refused"] = Killed(Fault.SilenceAfter).Select(plan => plan with
        {
            SendTime = TimeSpan.FromHours(3),
            Runs = [plan.Runs[0], s_quiet with { Pause = s_minutes, ResendsInDoubt = true, LookUpsFail = true, IsRefused = true }, s_quiet],
        }),
        ["The keys are used again for other documents"] = [Of(s_quiet, s_quiet with { OtherDocuments = true }) with { SendsAgain = true }],
        ["The response does not have the declared encoding"] = Each(5, _ => Of(new Run { FirstSend = Fault.WrongEncoding }, s_quiet)),
        ["The response has ids for only some of the destinations"] =
            new Fault?[] { null, Fault.LostAnswer, Fault.LateAct, Fault.SilenceAfter }.SelectMany(fault => Each(8, i =>
            Of(new Run { FirstSend = fault }, s_quiet) with
            {
                Items = [s_one with { AlsoTo = "3" }],
                AcceptsFirstOnly = true,
                KeepsComments = i % 2 == 0,
                SendTime = TimeSpan.FromSeconds(i < 4 ? 0.3 : 600),
            })),
        ["The service returns the number in another spelling"] = Each(5, _ =>
            Of(new Run { FirstSend = Fault.LostAnswer }, s_quiet) with { OtherSpelling = true, SendTime = TimeSpan.FromSeconds(0.3) }),
    };

    /// <summary>Schedules with one fault in the first send, which may only delay the fax.</summary>
    public static IEnumerable<Plan> SingleFaults()
    {
        foreach (Fault fault in Enum.GetValues<Fault>())
        {
            for (int world = 0; world < 16; world++)
            {
                bool keepsComments = (world & 1) == 0;
                // If records do not keep comments, the fax can be identified only in the outbox.
                bool isSlow = !keepsComments || (world & 4) != 0;
                foreach (Item[] items in new Item[][] { [s_one], [s_one, s_two], [s_one, s_two, s_one with { Key = "k2" }] })
                {
                    yield return new Plan
                    {
                        Seed = (ulong)world,
                        IsDecidable = true,
                        KeepsComments = keepsComments,
                        SameId = (world & 2) != 0,
                        Gap = TimeSpan.FromSeconds((world & 8) == 0 ? 0 : 8),
                        SendTime = TimeSpan.FromSeconds(isSlow ? 2000 : 0.3),
                        Items = items,
                        Runs = [new Run { FirstSend = fault, Workers = items.Length }, s_quiet],
                    };
                }
            }
        }
    }

    /// <summary>
    /// A lost request, followed by another fax to the same number so much later that the record of this fax cannot belong to the lost
    /// request.
    /// </summary>
    public static IEnumerable<Plan> LaterFaxes() => Each(60, i => new Plan
    {
        IsDecidable = true,
        KeepsComments = i % 2 == 0,
        SendTime = TimeSpan.FromSeconds(0.3),
        Items = [s_one],
        Runs = [new Run { FirstSend = Fault.LostRequest }, s_quiet],
        Acts = [new Act(ActKind.Send, 0, null, TimeSpan.FromSeconds(30 + i), "1", null)],
    });

    /// <summary>
    /// Schedules with two faxes that combine one crash (at each event in turn), one action of another user, and each behavior of the
    /// service.
    /// </summary>
    public static IEnumerable<Plan> Small()
    {
        foreach (Fault fault in new[] { Fault.None, Fault.Silence, Fault.SilenceAfter })
        {
            foreach (ActKind kind in Enum.GetValues<ActKind>())
            {
                foreach (double? inPause in new double?[] { null, 0.5 })
                {
                    for (int world = 0; world < 8; world++)
                    {
                        for (int killedAt = 0; killedAt < 16; killedAt++)
                        {
                            yield return new Plan
                            {
                                Seed = (ulong)(killedAt + 1),
                                SameId = (world & 1) != 0,
                                KeepsComments = (world & 2) == 0,
                                Hidden = TimeSpan.FromSeconds((world & 4) == 0 ? 0 : 20),
                                Gap = TimeSpan.FromSeconds((world & 4) == 0 ? 0 : 10),
                                SendTime = TimeSpan.FromSeconds((world & 4) == 0 ? 3 : 30),
                                Items = [s_one, s_two],
                                Runs = [new Run { FirstSend = fault, KilledAt = killedAt, Workers = 2 },
                                    s_quiet with { Pause = s_minutes }],
                                Acts = [new Act(kind, inPause is null ? 0 : 1, inPause, TimeSpan.FromSeconds(0.1), "1", null)],
                            };
                        }
                    }
                }
            }
        }
    }

    private static Act Other(int run) => new(ActKind.Send, run, 0.5, default, "1", null);

    private static Plan Of(params Run[] runs) => new() { Seed = 1, Items = [s_one], Runs = [.. runs, s_quiet] };

    private static IEnumerable<Plan> Each(int count, Func<int, Plan> plan) =>
        Enumerable.Range(0, count).Select(i => plan(i) with { Seed = (ulong)i });

    /// <summary>One schedule for each number from <c>from</c> to below <c>to</c>: in each, the first run is killed at this point.</summary>
    private static IEnumerable<Plan> Killed(Fault fault, int from = 0, int to = 12) =>
        Enumerable.Range(from, to - from).Select(killedAt => new Plan
    {
        Seed = (ulong)killedAt,
        SendTime = TimeSpan.FromSeconds(3),
        Items = [s_one],
        Runs = [new Run { FirstSend = fault, KilledAt = killedAt }, s_quiet with { Pause = s_minutes }, s_quiet],
    });
}
