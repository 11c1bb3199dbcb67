using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests a run of sends that is killed and restarted repeatedly, while each request fails with a probability of 0.1.
/// FAXPLUS_BULK_SENDS and FAXPLUS_BULK_KILLS set the numbers of sends and kills, and FAXPLUS_BULK_SEED sets the seed for the times of the
/// kills:
/// <code>FAXPLUS_BULK_SENDS=10000 FAXPLUS_BULK_KILLS=20 dotnet test tests/FaxPlus.Client.Tests -c Release --filter BulkKill</code>
/// </summary>
public class BulkKillTests(ITestOutputHelper output)
{
    private const double Probability = 0.1;

    // The maximum number of runs after the last kill. An item may fail in one of these runs because of the injected faults, and is then
    // retried by the next run.
    private const int MoreRuns = 10;

    private static readonly Dictionary<string, Action<EmulatorOptions>> s_services = new()
    {
        ["its clock is an hour ahead"] = options => options.ClockOffsetSeconds = 3600,
        ["its clock is an hour behind"] = options => options.ClockOffsetSeconds = -3600,
        ["it keeps fractions of seconds"] = options => options.Fractions = true,
        ["for 3 s, a fax is in neither list"] = options => options.GapSeconds = 3,
        ["its records lose the comment"] = options => options.KeepComments = false,
        ["for 3 s, a fax is in neither list, and its records lose the comment"] = options =>
            (options.GapSeconds, options.KeepComments) = (3, false),
        ["for 3 s, a fax is in neither list, and its records lose the comment and have the id of the send"] = options =>
            (options.GapSeconds, options.KeepComments, options.SameId) = (3, false, true),
        ["the record has the id of the send"] = options => options.SameId = true,
        ["its responses contain unusual values"] = options => options.Odd = true,
        ["it returns numbers in another spelling"] = options => options.NormalizeNumbers = true,
    };

    public static IEnumerable<object[]> Services => s_services.Keys.Select(name => new object[] { name });

    [Fact]
    public Task A_run_that_is_killed_and_restarted_sends_each_fax_once_and_leaves_only_unsent_intents_in_doubt() =>
        KillAsync(300, 5, _ => { });

    [Theory]
    [MemberData(nameof(Services))]
    [Trait("Category", "Slow")]
    public Task A_killed_run_sends_each_fax_once_with_every_variation_of_the_service(string service) =>
        KillAsync(150, 3, s_services[service]);

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_killed_run_sends_each_fax_once_if_the_account_keeps_no_sent_faxes() =>
        KillAsync(150, 3, _ => { }, async service =>
            await service.Client.Accounts.ApplyAsync(await service.Client.Accounts.PrepareAsync(
            new Dictionary<string, object?> { ["account_data.save_history"] = false }, cancellationToken: service.TimeLimit),
            service.TimeLimit));

    private async Task KillAsync(int usualSends, int usualKills, Action<EmulatorOptions> configure, Func<Service, Task>? prepare = null)
    {
        int sends = Setting("FAXPLUS_BULK_SENDS", usualSends), kills = Setting("FAXPLUS_BULK_KILLS", usualKills),
            seed = Setting("FAXPLUS_BULK_SEED", Environment.TickCount);
        output.WriteLine($"{sends} sends, {kills} kills, seed {seed}");
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        // As with real faxes, sending a fax takes longer than restarting a process.
        await using Service service = await Service.StartAsync(options =>
        {
            options.SendSeconds = 10;
            configure(options);
        });
        if (prepare is not null) await prepare(service);
        await ArmAsync(service);
        string file = service.Files.File("letter.pdf");
        using (var lives = new RepeatedlyKilledProcess("send", service.ApiUri.AbsoluteUri, service.Journal(), file,
            sends.ToString(CultureInfo.InvariantCulture)))
        {
            for (int killed = 0; killed < kills; killed++)
            {
                (int steps, int microseconds) = (random.Next(3 * sends / (2 * (kills + 1))), random.Next(20_000));
                await lives.KillAsync(steps, microseconds);
                output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: killed after {steps} steps and {microseconds} microseconds; "
                    + $"{Count(service)}");
            }

            for (int run = 0; run < MoreRuns
                && service.Items().Count(item => item.State is JournalState.Sent or JournalState.InDoubt) < sends; run++)
            {
                output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: {await lives.EndAsync()}; {Count(service)}");
            }
        }

        foreach (JournalItem item in service.Items().Where(item => item.State != JournalState.Sent))
            output.WriteLine($"{item.To.Single()} begun {item.Begun:HH:mm:ss.fff}, {item.Attempts} attempts: {item.State}, {item.Error}");
        JsonNode state = await service.ControlAsync("state");
        string[] taken = [.. state["outbox"]!.AsArray().Select(item => PhoneNumber.Normalize((string)item!["to"]![0]!)),
            .. state["sent"]!.AsArray().Select(fax => PhoneNumber.Normalize((string?)fax!["to"] ?? (string)fax["to_number"]!))];
        string[] wanted = [.. Enumerable.Range(0, sends).Select(number => BulkRun.Request(number, file).To[0])];
        Assert.Equal([], taken.GroupBy(to => to).Where(group => group.Count() > 1).Select(group => group.Key));
        string[] doubtful = [.. service.Items().Where(item => item.State == JournalState.InDoubt).Select(item => item.To.Single())];
        output.WriteLine($"{doubtful.Length} in doubt");
        Assert.Equal(wanted.Order(StringComparer.Ordinal), taken.Union(doubtful).Order(StringComparer.Ordinal));
        Assert.Empty(service.Items().Where(item => item.State == JournalState.Sent).Select(item => item.To.Single()).Except(taken));
        Assert.All(service.Items(), item => Assert.Contains(item.State, new[] { JournalState.Sent, JournalState.InDoubt }));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), service.Items().Select(item => item.To.Single()).Order(StringComparer.Ordinal));
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int asked) ? asked : usual;

    private static string Count(Service service) =>
        string.Join(", ", service.Items().GroupBy(item => item.State).Select(state => $"{state.Count()} {state.Key}"));

    /// <summary>Injects every kind of fault for every path, so that one request in ten fails.</summary>
    private static async Task ArmAsync(Service service)
    {
        (string Kind, int? Status)[] faults =
        [
            ("delay", null), ("drop-before", null), ("drop-after", null), ("truncate", null), ("garbage", null), ("garbage", 502),
            ("status", 429), ("status", 500), ("status", 503), ("status", 504), ("status-after", 503), ("status-after", 502),
        ];
        for (int i = 0; i < faults.Length; i++)
        {
            // The emulator evaluates the faults in order, so the probabilities are adjusted to give each fault an equal share.
            double share = Probability / faults.Length;
            await service.FaultAsync(faults[i].Kind, times: null, more: fault =>
            {
                fault["probability"] = share / (1 - (i * share));
                if (faults[i].Status is int status) fault["status"] = status;
                if (faults[i].Kind == "delay") fault["delayMs"] = 200;
            });
        }
    }
}
