using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Authentication;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the shared back-off: while a session waits, it sends no request, and no request fails because of the wait.</summary>
public class SharedBackoffTests
{
    [Theory]
    [InlineData(429, false)]
    [InlineData(429, true)]
    [InlineData(503, false)]
    [InlineData(503, true)]
    public async Task During_a_requested_wait_the_session_sends_no_request(int status, bool asDate)
    {
        await using Service service = await Service.StartAsync();
        DateTimeOffset date = DateTimeOffset.UtcNow.AddSeconds(2.5);
        await service.AnswerAsync(status, retryAfter: asDate ? date.ToString("R", CultureInfo.InvariantCulture) : 1);
        (Task first, Task refused) = Refused(service);
        await refused;

        // Calls of another cmdlet in the same session, and an upload.
        IFaxPlusClient other = service.Client.Observe(new Observer());
        Task[] rest =
        [
            .. Enumerable.Range(0, 12)
                .Select(i => (i % 2 == 0 ? service.Client : other).Accounts.GetAsync(cancellationToken: service.TimeLimit)),
            other.Files.UploadAsync(service.Files.File("letter.pdf"), cancellationToken: service.TimeLimit),
        ];
        await Task.WhenAll([first, .. rest]);

        SeenRequest[] requests = await service.RequestsAsync();
        Assert.Equal([status, .. Enumerable.Repeat(200, 13), 201],
            requests.Select(request => request.Status).Order().OrderBy(seen => seen != status));
        // The Date header and a date in the Retry-After header contain whole seconds.
        TimeSpan least = TimeSpan.FromSeconds(asDate ? 0.5 : 0.95);
        Assert.All(requests.Skip(1), request => Assert.True(request.Time - requests[0].Time >= least, "The request was too early."));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_requested_wait_of_exactly_the_maximum_is_waited(int status)
    {
        await using Service service = await Service.StartAsync(client: connection =>
            (connection.RetryTimeout, connection.RetryDelay) = (TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(20)));
        await service.AnswerAsync(status, retryAfter: 2);
        await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        Assert.Equal([status, 200], (await service.RequestsAsync()).Select(request => request.Status));
    }

    [Fact]
    public async Task With_a_rate_limit_no_request_is_lost_and_few_are_refused()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.RateLimit, options.RateLimitSeconds) = (25, 1), connection => connection.MaxRetries = 1);
        await Together(16, 100, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));

        SeenRequest[] requests = await service.RequestsAsync();
        Assert.Equal(100, requests.Count(request => request.Status == 200));
        // In each window, at most the 16 requests in flight and one request that is too early for the next window are refused.
        int windows = 100 / 25;
        Assert.InRange(requests.Length - 100, 1, windows * 17);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Waits_that_the_service_requests_do_not_count_as_retries(int status)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.AnswerAsync(status, retryAfter: "0.02", times: 5);
        await service.FaultAsync("drop-before");
        Assert.NotNull(await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Equal(7, (await service.RequestsAsync()).Length);
    }

    [Theory]
    [InlineData(429, FaxPlusErrorKind.RateLimited)]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable)]
    public async Task A_service_that_always_refuses_causes_an_error_with_the_waits_after_the_time_limit(int status,
        FaxPlusErrorKind kind)
    {
        await using Service service = await Service.StartAsync(client: connection =>
            (connection.RetryTimeout, connection.RetryDelay) = (TimeSpan.FromSeconds(0.4), TimeSpan.FromMilliseconds(20)));
        await service.AnswerAsync(status, retryAfter: "0.02", times: null);
        FaxPlusException error =
            await Failing.WithAsync(kind, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Contains("after waits of", error.Message);
        Assert.Equal(status, error.StatusCode);
        Assert.InRange((await service.RequestsAsync()).Length, 4, 7);
    }

    [Theory]
    [InlineData(429, FaxPlusErrorKind.RateLimited, 5, null)]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable, 3, null)]
    [InlineData(429, FaxPlusErrorKind.RateLimited, 5, "0")]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable, 3, "0")]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable, 3, "-0.5")]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable, 3, "Wed, 21 Oct 2015 07:28:00 GMT")]
    public async Task A_refusal_that_requests_no_wait_is_retried_a_few_times(
        int status, FaxPlusErrorKind kind, int requests, string? retryAfter)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 2);
        await service.AnswerAsync(status, times: null, retryAfter: retryAfter);
        await Failing.WithAsync(kind, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Equal(requests, (await service.RequestsAsync()).Length);
    }

    [Fact]
    public async Task All_requests_of_a_throttled_session_end_together_and_few_of_them_are_sent()
    {
        // Waiting requests start one after another, a tenth of the retry delay apart. The delay is long enough that even on a busy machine,
        // a refusal arrives before many more requests start.
        await using Service service = await Service.StartAsync(client: connection =>
            (connection.RetryTimeout, connection.RetryDelay) = (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(0.5)));
        await service.AnswerAsync(429, retryAfter: "0.01", times: null);
        (Task first, Task refused) = Refused(service);
        await refused;
        Task[] rest = [.. Enumerable.Range(0, 50).Select(_ => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit))];
        foreach (Task call in (Task[])[first, .. rest])
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.RateLimited, () => call);
            Assert.Equal(429, error.StatusCode);
        }

        Assert.Contains(rest, call =>
            call.Exception!.InnerException!.Message.Contains("has accepted no request of this session", StringComparison.Ordinal));
        Assert.InRange((await service.RequestsAsync()).Length, 1, 49);
    }

    [Fact]
    public async Task A_wait_longer_than_the_limit_ends_one_request_and_not_the_session()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(429, retryAfter: "Fri, 31 Dec 9999 23:59:59 GMT");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.RateLimited, () =>
            service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.True(error.RetryAfter > TimeSpan.FromDays(1000));
        Assert.NotNull(await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
    }

    [Fact]
    public async Task A_purchase_waits_for_the_back_off_and_is_sent_once()
    {
        await using Service service = await Service.StartAsync();
        IReadOnlyList<NumberOffer> offers = await service.Client.Shop.FindNumbersAsync("US", "415", cancellationToken: service.TimeLimit);
        await service.ForgetRequestsAsync();
        await service.AnswerAsync(429, retryAfter: 1, path: "accounts/self$");
        (Task first, Task refused) = Refused(service);
        await refused;
        await service.Client.Shop.BuyNumberAsync(offers[0], service.TimeLimit);
        await first;

        SeenRequest[] requests = await service.RequestsAsync();
        SeenRequest purchase = Assert.Single(requests, request => request.Method == "POST");
        Assert.True(purchase.Time - requests[0].Time >= TimeSpan.FromSeconds(0.95), "The purchase was too early.");
    }

    [Fact]
    public async Task Stopping_a_call_ends_its_wait_for_the_session_immediately()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.RetryTimeout = TimeSpan.FromHours(2));
        await service.AnswerAsync(429, retryAfter: 3600);
        using var stop = new CancellationTokenSource();
        (Task first, Task refused) = Refused(service, stop.Token);
        await refused;
        var observer = new Observer { OnVerbose = line =>
            { if (line.Contains("waiting", StringComparison.Ordinal)) stop.CancelAfter(20); } };
        Task second = service.Client.Observe(observer).Accounts.GetAsync(cancellationToken: stop.Token);

        await Failing.CancelledAsync(() => second);
        await Failing.CancelledAsync(() => first);
        Assert.Single(await service.RequestsAsync());
        // A wait of a minute or more causes a warning, so that the command does not seem to hang.
        Assert.Contains("60 min", Assert.Single(service.Observer.Warnings));
    }

    [Fact]
    public async Task Each_wait_is_reported_once_to_each_observer()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(429, retryAfter: 1);
        (Task first, Task refused) = Refused(service);
        await refused;
        var other = new Observer();
        IFaxPlusClient others = service.Client.Observe(other);
        await Task.WhenAll([first, .. Enumerable.Range(0, 8)
            .Select(_ => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)),
            .. Enumerable.Range(0, 8).Select(_ => others.Accounts.GetAsync(cancellationToken: service.TimeLimit))]);

        string told = Assert.Single(service.Observer.VerboseLines, IsWait);
        Assert.Equal("Reading the account: the service returned 429; trying again in 1 s; all requests of this session wait until then.",
            told);
        Assert.StartsWith("Reading the account: waiting ", Assert.Single(other.VerboseLines, IsWait));

        static bool IsWait(string line) =>
            line.Contains("waiting", StringComparison.Ordinal) || line.Contains("trying again", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_that_waits_does_not_count_as_inactivity_of_its_call()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        OAuthApplication application = service.Application();
        OAuthGrant grant = await service.SignInAsync(application);
        using var client = new FaxPlusClient(new FaxPlusClientOptions(grant) { ApiUri = service.Service.ApiUri, MaxRetries = 1,
            RetryDelay = TimeSpan.FromMilliseconds(2), SilenceTimeout = TimeSpan.FromSeconds(0.7) });
        await client.Accounts.GetAsync(cancellationToken: service.Service.TimeLimit);
        await service.RevokeAsync("access");
        await service.Service.AnswerAsync(429, path: "/token", retryAfter: 1, times: 2);
        await service.Service.ForgetRequestsAsync();

        Assert.NotNull(await client.Accounts.GetAsync(cancellationToken: service.Service.TimeLimit));
        Assert.Equal([401, 429, 429, 200, 200], (await service.Service.RequestsAsync()).Select(request => request.Status));
    }

    [Fact]
    public async Task A_lost_connection_ends_requests_after_the_time_limit_regardless_of_the_retries()
    {
        await using Service service = await Service.StartAsync(client: connection =>
            (connection.MaxRetries, connection.MaxRetryDelay, connection.RetryTimeout) =
                (100_000, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(0.5)));
        await service.FaultAsync("drop-before", times: null);
        await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.InRange((await service.RequestsAsync()).Length, 2, 1000);
    }

    [Theory]
    [InlineData(0.2, "1 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(1000, "1 s")]
    [InlineData(2340, "2.3 s")]
    [InlineData(90_000, "90 s")]
    [InlineData(300_000, "5 min")]
    public void A_wait_is_reported_in_a_suitable_unit(double milliseconds, string text) =>
        Assert.Equal(text, Duration.Format(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));

    /// <summary>Starts a call that the service refuses. The second task completes when the refusal has been received.</summary>
    private static (Task Call, Task Refused) Refused(Service service, CancellationToken? stop = null)
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Observer.OnVerbose = line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal)) refused.TrySetResult();
        };
        return (service.Client.Accounts.GetAsync(cancellationToken: stop ?? service.TimeLimit), refused.Task.WaitAsync(service.TimeLimit));
    }

    /// <summary>Makes a number of calls with limited concurrency.</summary>
    private static async Task Together(int atATime, int count, Func<Task> call)
    {
        int left = count;
        await Task.WhenAll(Enumerable.Range(0, atATime).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await call();
        }));
    }
}
