using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that no request is made after a stop.</summary>
public class StoppingTests
{
    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_call_that_was_stopped_before_its_start_makes_no_request()
    {
        await using Service service = await Service.StartAsync();
        var stopped = new CancellationToken(canceled: true);
        await Failing.CancelledAsync(() => service.Client.Accounts.GetAsync(cancellationToken: stopped));
        await Failing.CancelledAsync(() => service.Client.Faxes.List(new FaxQuery()).ReadAsync(stopped));
        await Failing.CancelledAsync(() => service.Client.Outbox.BeginSending().SendAsync(service.Letter(), stopped));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_stopped_request_in_flight_is_not_retried()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("delay", times: null, more: fault => fault["delayMs"] = 60_000);
        using var stop = new CancellationTokenSource();
        Task call = service.Client.Accounts.GetAsync(cancellationToken: stop.Token);
        await service.UntilAsync(async () => (await service.RequestsAsync()).Length > 0);
        stop.Cancel();
        await Failing.CancelledAsync(() => call);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public Task Calls_that_are_stopped_while_their_answer_is_read_do_not_affect_later_calls_on_the_connection() => StopAsync(200);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Calls_that_are_stopped_while_their_answer_is_read_a_thousand_times_do_not_affect_later_calls_on_the_connection() =>
        StopAsync(1000);

    private static async Task StopAsync(int times)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 100);
        var random = new Random(1);
        for (int i = 0; i < times; i++)
        {
            var stop = new CancellationTokenSource();
            int spins = random.Next(2000);
            service.Observer.OnVerbose = _ => ThreadPool.QueueUserWorkItem(_ =>
            {
                Thread.SpinWait(spins);
                stop.Cancel();
            });
            try
            {
                await service.Client.Faxes.List(new FaxQuery()).ReadAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }

            service.Observer.OnVerbose = null;
            Assert.Equal(50, (await service.Client.Faxes.List(new FaxQuery()).ReadAsync(service.TimeLimit)).Count);
        }
    }

    [Fact]
    public async Task Stopping_ends_a_pause_before_a_retry_immediately()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.RetryTimeout = TimeSpan.FromHours(2));
        await service.AnswerAsync(429, times: null, retryAfter: 3600);
        using var stop = new CancellationTokenSource();
        service.Observer.OnVerbose = line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal)) stop.CancelAfter(20);
        };
        await Failing.CancelledAsync(() => service.Client.Accounts.GetAsync(cancellationToken: stop.Token));
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_send_that_is_stopped_during_the_upload_sends_no_fax()
    {
        await using Service service = await Service.StartAsync();
        using var stop = new CancellationTokenSource();
        service.Observer.OnProgress = _ => stop.Cancel();
        await Failing.CancelledAsync(() => service.Client.Outbox.BeginSending().SendAsync(service.Letter(), stop.Token));
        Assert.Empty(await service.RequestsAsync("POST", "/outbox"));
        Assert.Equal(0, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_send_that_is_stopped_during_a_search_makes_no_further_request()
    {
        await using Service service = await Service.StartAsync(client: connection => (connection.VisibilityDelay, connection.PollInterval,
            connection.MaxPollInterval) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        await service.FaultAsync("drop-before", "POST", "/outbox$");
        using var stop = new CancellationTokenSource();
        Task send = service.Client.Outbox.BeginSending().SendAsync(service.Letter(), stop.Token);
        await service.UntilAsync(async () => (await service.RequestsAsync("GET", "/faxes")).Any(request => request.Status == 200));
        stop.Cancel();
        await Failing.CancelledAsync(() => send);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
        Assert.Single(await service.RequestsAsync("GET", "/outbox"));
        Assert.Single(await service.RequestsAsync("GET", "/faxes"));
    }

    [Fact]
    public async Task Listing_can_end_after_any_page()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 300);
        using var stop = new CancellationTokenSource();
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery());
        await reader.ReadAsync(stop.Token);
        stop.Cancel();
        await Failing.CancelledAsync(() => reader.ReadAsync(stop.Token));
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_failed_page_can_be_read_again_and_no_fax_is_lost()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 230, connection => connection.MaxRetries = 0);
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery());
        var ids = (await reader.ReadAsync(service.TimeLimit)).Select(fax => fax.Id).ToList();
        await service.AnswerAsync(503, times: 1);
        await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => reader.ReadAsync(service.TimeLimit));
        while (await reader.ReadAsync(service.TimeLimit) is { Count: > 0 } page) ids.AddRange(page.Select(fax => fax.Id));
        Assert.Equal((await service.FaxIdsAsync()).Order(), ids.Order());
    }
}
