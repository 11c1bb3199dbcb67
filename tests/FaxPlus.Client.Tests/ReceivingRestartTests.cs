using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests runs that end at an arbitrary point, and the runs that follow.</summary>
public class ReceivingRestartTests
{
    private static readonly DateTimeOffset s_start = Received.Start;

    [Theory]
    [InlineData("status")]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("truncate")]
    [InlineData("garbage")]
    public Task A_run_that_fails_at_any_one_request_loses_no_fax_and_repeats_none(string kind) => FailAsync(kind, seconds: 25, atATime: 17);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("status")]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("truncate")]
    [InlineData("garbage")]
    public Task A_run_that_fails_at_any_one_request_of_many_loses_no_fax_and_repeats_none(string kind) =>
        FailAsync(kind, seconds: 60, atATime: 40);

    private static async Task FailAsync(string kind, int seconds, int atATime)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 0);
        for (int i = 0; i < seconds; i++) await service.ReceiveAsync(s_start.AddSeconds(i), i % 5 == 0 ? 6 : 1);
        string[] all = await service.FaxIdsAsync();
        await service.ForgetRequestsAsync();
        await new Received(service).RunAsync(configure: options =>
        {
            AFewAtATime(options);
            options.CheckpointFile = null;
        });
        int requests = (await service.RequestsAsync()).Length;
        Assert.InRange(requests, 3, 60);

        for (int failing = 1; failing <= requests; failing++)
        {
            var received = new Received(service);
            System.IO.File.Delete(received.File);
            int seen = 0;
            int at = failing;
            // The fault is added after the response to the previous request.
            if (at == 1) await FaultAsync();
            service.Observer.OnVerbose = line =>
            {
                if (line.Contains(": 200", StringComparison.Ordinal) && ++seen == at - 1) FaultAsync().GetAwaiter().GetResult();
            };
            await Assert.ThrowsAsync<FaxPlusException>(() => received.RunAsync(configure: AFewAtATime));
            service.Observer.OnVerbose = null;
            await service.ClearFaultsAsync();

            await received.RunAsync(configure: AFewAtATime);
            received.AreJust(all);
        }

        Task FaultAsync() => service.FaultAsync(kind, path: "faxes", more: fault =>
        {
            if (kind == "status") fault["status"] = 500;
            if (kind == "truncate") fault["bytes"] = 20;
        });

        void AFewAtATime(ReceiveOptions options) => options.MostAtATime = atATime;
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public Task Each_fax_is_returned_once_regardless_of_arrivals_and_stops(ListBounds bounds, ListOrder order) =>
        StopAsync(bounds, order, 20);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public Task Each_fax_is_returned_once_regardless_of_arrivals_and_stops_of_many_runs(ListBounds bounds, ListOrder order) =>
        StopAsync(bounds, order, 60);

    private static async Task StopAsync(ListBounds bounds, ListOrder order, int runs)
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"Seed {seed} for {bounds}, {order}");
        var random = new Random(seed);
        await using Service service = await Service.StartAsync(bounds, order);
        var received = new Received(service);
        var newest = s_start;
        for (int run = 0; run < runs; run++)
        {
            for (int arrivals = random.Next(4); arrivals > 0; arrivals--)
            {
                // Occasionally, many faxes arrive in one second, and some faxes arrive late.
                newest = newest.AddSeconds(random.Next(random.Next(2) == 0 ? 2 : 900));
                await service.ReceiveAsync(newest, random.Next(8) == 0 ? random.Next(1, 20) : 1);
                if (random.Next(2) == 0) await service.ReceiveAsync(newest.AddSeconds(-random.Next(3600)));
            }

            try
            {
                using var stop = new CancellationTokenSource();
                if (random.Next(3) == 0) stop.CancelAfter(random.Next(12));
                await RunAsync(received, random.Next(12), random.Next(3, 200), stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The run is cancelled during a request.
            }
        }

        while (await received.RunAsync() > 0)
        {
        }

        try
        {
            received.AreJust(await service.FaxIdsAsync());
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                string.Format(CultureInfo.InvariantCulture, "With the seed {0}: {1}", seed, exception.Message), exception);
        }
    }

    [Fact]
    public async Task A_fax_that_was_returned_and_not_acknowledged_is_returned_again()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start, 3);
        var received = new Received(service);
        using (IFaxReceiver receiver = received.Begin())
        {
            Assert.Equal(3, (await receiver.NextAsync(service.TimeLimit)).Count);
        }

        await received.RunAsync();
        received.AreJust(await service.FaxIdsAsync());
    }

    [Fact]
    public async Task The_state_as_a_value_is_equivalent_to_the_file()
    {
        await using Service service = await Service.StartAsync();
        string? state = "";
        var ids = new List<string>();
        for (int run = 0; run < 12; run++)
        {
            await service.ReceiveAsync(s_start.AddMinutes(run), 2);
            await service.ReceiveAsync(s_start.AddMinutes(run - 20));
            using IFaxReceiver receiver = service.Client.Faxes.Receive(new ReceiveOptions { State = state, After = s_start.AddDays(-1) });
            foreach (Fax fax in (await receiver.NextAsync(service.TimeLimit)).Take(run == 11 ? 100 : 2))
            {
                ids.Add(fax.Id!);
                receiver.Acknowledge(fax);
                state = receiver.State;
            }
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal((await service.FaxIdsAsync()).Order(), ids.Order());
    }

    private static async Task RunAsync(Received received, int most, int atATime, CancellationToken cancellationToken)
    {
        using IFaxReceiver receiver = received.Begin(options => options.MostAtATime = atATime);
        while (most > 0 && await receiver.NextAsync(cancellationToken) is { Count: > 0 } faxes)
        {
            foreach (Fax fax in faxes.Take(most))
            {
                received.Ids.Add(fax.Id!);
                receiver.Acknowledge(fax);
                most--;
            }
        }
    }
}
