using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests faxes that cannot be distinguished after they have left the outbox: the same number, no comment, different files, sent at the same
/// time.
/// </summary>
public class EqualFaxesTests(ITestOutputHelper output)
{
    private const string Outbox = "/outbox$";
    private const int Count = 12;

    [Theory]
    [InlineData(600)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public async Task With_lost_responses_no_fax_is_sent_twice_or_wrongly_reported_as_sent(double sendSeconds)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = sendSeconds);
        int seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        await ArmAsync(service, seed);
        Dictionary<string, SendRequest> requests = Requests(service);
        string[] certain = await SendAllAsync(service, service.Client.Outbox.BeginSending(), requests);

        await AssertExactAsync(service, certain, requests.Keys, sendSeconds);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(0.1)]
    public async Task With_a_journal_several_runs_have_the_same_result(double sendSeconds)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = sendSeconds);
        int seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        Dictionary<string, SendRequest> requests = Requests(service);
        string[] certain = [];
        for (int run = 0; run < 4; run++)
        {
            if (run < 3) await ArmAsync(service, seed + run);
            else await service.ClearFaultsAsync();
            using IFaxSender sender = service.Run();
            certain = await SendAllAsync(service, sender, requests);
        }

        await AssertExactAsync(service, certain, requests.Keys, sendSeconds);
        // While the faxes are in the outbox, their tags distinguish them.
        if (sendSeconds > 60) Assert.Equal(Count, certain.Length);
        Assert.Equal(certain.Order(),
            service.Items().Where(item => item.State == JournalState.Sent).Select(item => item.Files.Single()).Order());
    }

    [Fact]
    public async Task A_second_command_of_the_session_resolves_the_faxes_of_the_first()
    {
        // The service has both faxes, but the first command cannot determine this for the second fax.
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 0.1, connection => connection.MaxRetries = 0);
        SendRequest[] requests = [.. Requests(service).Values.Take(2)];
        await service.RunAsync(requests[0]);
        await service.FaultAsync("drop-after", "POST", Outbox);
        await service.FaultAsync("status", "GET", times: null);
        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(requests[1]));
        await service.ClearFaultsAsync();
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 2);

        await service.RunAsync(requests[1]);

        Assert.All(service.Items(), item => Assert.Equal(JournalState.Sent, item.State));
        Assert.Equal(2, await service.AcceptedAsync());
    }

    private static Dictionary<string, SendRequest> Requests(Service service) =>
        Enumerable.Range(0, Count).ToDictionary(i => $"letter{i:00}.pdf", i =>
    {
        SendRequest request = service.Letter();
        request.Files = [service.Files.File($"letter{i:00}.pdf", System.Text.Encoding.ASCII.GetBytes($"%PDF-1.4 {i}"))];
        return request;
    });

    private static async Task ArmAsync(Service service, int seed)
    {
        var random = new Random(seed);
        await service.ClearFaultsAsync();
        foreach (string kind in new[] { "drop-after", "drop-before", "garbage", "truncate" }.OrderBy(_ => random.Next()))
        {
            await service.FaultAsync(kind, "POST", Outbox, times: null, more: fault =>
                fault["probability"] = 0.05 + (random.NextDouble() * 0.15));
        }
    }

    /// <summary>Sends all faxes at the same time.</summary>
    /// <returns>The files of the faxes that the run reports as sent.</returns>
    private static async Task<string[]> SendAllAsync(Service service, IFaxSender sender, Dictionary<string, SendRequest> requests) =>
        [.. (await Task.WhenAll(requests.Select(async request =>
        {
            try
            {
                await sender.SendAsync(request.Value, service.TimeLimit);
                return request.Key;
            }
            catch (FaxPlusException error)
            {
                Assert.True(error.Kind is FaxPlusErrorKind.InDoubt or FaxPlusErrorKind.Network or FaxPlusErrorKind.InvalidResponse,
                    error.Message);
                return null;
            }
        }))).OfType<string>()];

    private async Task AssertExactAsync(Service service, string[] certain, IEnumerable<string> all, double sendSeconds)
    {
        System.Text.Json.Nodes.JsonNode[] outbox = await service.StateAsync("outbox");
        if (sendSeconds > 60)
        {
            string[] taken = [.. outbox.Select(item => (string)item["file_changes"]![0]!["files"]![0]!["file_name"]!)];
            Assert.Equal(taken.Length, taken.Distinct().Count());
            Assert.Empty(certain.Except(taken));
            return;
        }

        await service.UntilAsync(async () => (await service.StateAsync("outbox")).Length == 0);
        string[] sent = [.. (await service.StateAsync("faxes")).Select(fax => (string)fax["file_name"]!)];
        output.WriteLine($"{certain.Length} of {Count} sent for certain, {sent.Length} there");
        Assert.Equal(sent.Length, sent.Distinct().Count());
        Assert.Empty(certain.Except(sent));
        Assert.Empty(sent.Except(all));
    }
}
