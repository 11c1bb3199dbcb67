using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests how .NET programs use the client: with dependency injection, their own handlers, logs and traces, and with one call for simple
/// cases.
/// </summary>
public class LibraryTests
{
    [Fact]
    public async Task A_container_creates_one_client_that_sends_and_waits()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.1);
        await using ServiceProvider provider = Services(service).BuildServiceProvider();
        IFaxPlusClient client = provider.GetRequiredService<IFaxPlusClient>();
        Assert.Same(client, provider.GetRequiredService<FaxPlusClient>());

        SentFax sent = Assert.Single(await client.Outbox.SendAsync(service.Letter(), service.TimeLimit));
        Fax fax = await client.Faxes.WaitAsync(sent, TimeSpan.FromSeconds(30), service.TimeLimit);
        Assert.Equal(("success", sent.To), (fax.Status, fax.To));
    }

    [Fact]
    public async Task A_timeout_is_an_error_of_its_fax()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax sent = Assert.Single(await service.Client.Outbox.SendAsync(service.Letter(), service.TimeLimit));
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() =>
            service.Client.Faxes.WaitAsync(sent, TimeSpan.FromMilliseconds(300), service.TimeLimit));
        Assert.Equal(FaxPlusErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task A_handler_of_the_program_is_called_for_each_attempt()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(503, times: 1, method: "GET");
        var seen = new ConcurrentQueue<string>();
        var services = new ServiceCollection();
        services.AddFaxPlus(options => Configure(options, service)).AddHttpMessageHandler(() => new Recording(seen));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IFaxPlusClient>().Accounts.GetAsync("self", service.TimeLimit);
        Assert.Equal(2, seen.Count);
        Assert.All(seen, request => Assert.Equal("GET Bearer", request));
    }

    [Fact]
    public async Task A_second_registration_changes_options_and_adds_no_second_pipeline()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(503, times: null, method: "GET");
        IServiceCollection services = Services(service);
        services.AddFaxPlus(options => options.MaxRetries = 1);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await Assert.ThrowsAsync<FaxPlusException>(() =>
            provider.GetRequiredService<IFaxPlusClient>().Accounts.GetAsync("self", service.TimeLimit));
        SeenRequest[] seen = await service.RequestsAsync("GET", "/accounts/self");
        Assert.Equal(2, seen.Length);
        Assert.DoesNotContain(" ", seen[0].Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_and_activities_describe_calls_without_secrets()
    {
        await using Service service = await Service.StartAsync();
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FaxPlusClient.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var log = new ListLogger();
        IServiceCollection services = Services(service);
        services.AddLogging(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IFaxPlusClient client = provider.GetRequiredService<IFaxPlusClient>();
        await client.Accounts.GetAsync("self", service.TimeLimit);
        await Assert.ThrowsAsync<FaxPlusException>(() => client.Faxes.GetAsync("the-private-id", cancellationToken: service.TimeLimit));

        await Assert.ThrowsAsync<FaxPlusException>(() =>
            client.RequestAsync(new FaxPlusRequest("GET", "/not-in-the-reference/the-private-id"), service.TimeLimit));

        Assert.Contains(log.Lines, line =>
            line.StartsWith("FaxPlus.Client.FaxPlusClient", StringComparison.Ordinal) && line.Contains("GET", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Service.Token, StringComparison.Ordinal));
        // Other tests that run concurrently also create activities.
        Activity found = Assert.Single(activities, activity => activity.DisplayName == "GET /accounts/{user_id}"
            && activity.TagObjects.Any(tag => tag is { Key: "http.response.status_code", Value: 200 }) && IsOf(activity, service));
        Assert.Equal("/accounts/{user_id}", found.GetTagItem("url.template"));
        Activity failed = Assert.Single(activities, activity =>
            activity.DisplayName == "GET /accounts/{user_id}/faxes/{fax_id}" && IsOf(activity, service));
        Assert.Equal((404, "NotFound", ActivityStatusCode.Error),
            ((int)failed.GetTagItem("http.response.status_code")!, failed.GetTagItem("error.type"), failed.Status));
        Assert.Single(activities, activity => activity.DisplayName == "GET" && IsOf(activity, service));
        Assert.DoesNotContain(activities, activity => activity.DisplayName.Contains("the-private-id", StringComparison.Ordinal));
        Assert.DoesNotContain(activities.SelectMany(activity => activity.TagObjects), tag =>
            tag.Value?.ToString()?.Contains("the-private-id", StringComparison.Ordinal) == true);

        await service.FaultAsync("delay", "GET", path: "/shop/balance", more: fault => fault["delayMs"] = 600_000);
        using var stop = new System.Threading.CancellationTokenSource();
        Task<Balance> cancelled = service.Client.Shop.GetBalanceAsync(stop.Token);
        await service.UntilAsync(async () => (await service.RequestsAsync("GET", "/shop/balance")).Length == 1);
        stop.Cancel();
        await Failing.CancelledAsync(() => cancelled);
        Activity ended = Assert.Single(activities, activity => activity.DisplayName == "GET /shop/balance" && IsOf(activity, service));
        Assert.Equal((true, ActivityStatusCode.Unset), (ended.GetTagItem("faxplus.cancelled"), ended.Status));
    }

    [Fact]
    public async Task A_list_is_an_async_enumerable()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 120);
        var ids = new List<string?>();
        await foreach (Fax fax in service.Client.Faxes.ListAsync(new FaxQuery(), service.TimeLimit)) ids.Add(fax.Id);
        Assert.Equal(120, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_raw_request_returns_status_and_headers()
    {
        await using Service service = await Service.StartAsync();
        FaxPlusResponse response = await service.Client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self"), service.TimeLimit);
        Assert.Equal(200, response.StatusCode);
        Assert.StartsWith("application/json", response.Headers["content-type"][0], StringComparison.Ordinal);
        Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(response.Body);
    }

    [Fact]
    public void Options_without_a_token_create_no_client() =>
        Assert.Equal(FaxPlusErrorKind.NotConnected,
            Assert.Throws<FaxPlusException>(() => new FaxPlusClient(new FaxPlusClientOptions())).Kind);

    private static bool IsOf(Activity activity, Service service) => Equals(activity.GetTagItem("server.port"), service.ApiUri.Port);

    private static ServiceCollection Services(Service service)
    {
        var services = new ServiceCollection();
        services.AddFaxPlus(options => Configure(options, service));
        return services;
    }

    private static void Configure(FaxPlusClientOptions options, Service service)
    {
        options.Token = new Secret(Service.Token);
        options.ApiUri = service.ApiUri;
        options.PollInterval = TimeSpan.FromMilliseconds(50);
        options.RetryDelay = TimeSpan.FromMilliseconds(10);
    }

    private sealed class Recording(ConcurrentQueue<string> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Enqueue($"{request.Method} {request.Headers.Authorization?.Scheme}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class ListLogger : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category} {logLevel}: {formatter(state, exception)}");
        }
    }
}
