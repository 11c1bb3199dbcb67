using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests that a temporary network failure causes no failed request, and that the error is immediate if the service was never reached.
/// </summary>
public sealed class NetworkAwayTests : IDisposable
{
    private readonly CancellationTokenSource _timeLimit = new(TimeSpan.FromMinutes(5));
    private readonly int _port = Ports.Free();
    private readonly Folder _files = new();
    private readonly Observer _observer = new();

    [Fact]
    public async Task All_requests_of_the_session_wait_for_the_network_and_each_fax_is_sent_once()
    {
        using var client = new FaxPlusClient(Connection());
        await using (await StartAsync()) await GetAsync(client);

        var isAway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _observer.OnVerbose = _ =>
        {
            if (Tries() > 5) isAway.TrySetResult();
        };
        string letter = _files.File("letter.pdf");
        using IFaxSender sender = client.Observe(_observer).Outbox.BeginSending();
        Task<IReadOnlyList<SentFax>>[] sends =
        [
            .. Enumerable.Range(10, 20).Select(i =>
                sender.SendAsync(new SendRequest { From = Service.Own, To = [$"+414455512{i}"], Files = [letter] }, _timeLimit.Token)),
        ];
        await isAway.Task.WaitAsync(_timeLimit.Token);

        await using EmulatorServer service = await StartAsync();
        await Task.WhenAll(sends);
        Assert.Equal(20, (await client.Outbox.ListAsync(cancellationToken: _timeLimit.Token)).Count);

        // Verbose output contains each wait; a warning is written only if the failure lasts.
        Assert.Contains(_observer.VerboseLines, line => line.Contains("could not be reached", StringComparison.Ordinal)
            && line.Contains("all requests of this session wait", StringComparison.Ordinal));
        string warning = Assert.Single(_observer.Warnings);
        Assert.Contains("could not be reached", warning);
        Assert.Contains("at most 5 min", warning);
    }

    [Fact]
    public async Task A_network_that_does_not_return_in_time_is_an_error_and_later_requests_do_not_wait_as_long()
    {
        using var client = new FaxPlusClient(Connection(connection => connection.RetryTimeout = TimeSpan.FromSeconds(0.5)));
        await using (await StartAsync()) await GetAsync(client);

        await Failing.WithAsync(FaxPlusErrorKind.Network, () => GetAsync(client));
        int tries = Tries();
        Assert.True(tries > 5, $"Only {tries} attempts were made.");

        await Failing.WithAsync(FaxPlusErrorKind.Network, () => GetAsync(client));
        Assert.InRange(Tries() - tries, 1, 3);

        await using EmulatorServer service = await StartAsync();
        await GetAsync(client);
    }

    [Fact]
    public async Task A_service_that_was_never_reached_is_reported_after_two_quick_retries()
    {
        using var client = new FaxPlusClient(Connection());
        await Failing.WithAsync(FaxPlusErrorKind.Network, () => GetAsync(client));
        Assert.Equal(3, Tries());
    }

    [Fact]
    public async Task A_connection_without_retries_does_not_wait_for_the_network()
    {
        using var client = new FaxPlusClient(Connection(connection => connection.MaxRetries = 0));
        await using (await StartAsync()) await GetAsync(client);
        await Failing.WithAsync(FaxPlusErrorKind.Network, () => GetAsync(client));
        Assert.Equal(1, Tries());
    }

    [Fact]
    public async Task Stopping_ends_the_wait_immediately()
    {
        using var client = new FaxPlusClient(Connection(connection => (connection.RetryDelay, connection.MaxRetryDelay,
            connection.RetryTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(9))));
        await using (await StartAsync()) await GetAsync(client);
        using var stop = new CancellationTokenSource();
        _observer.OnVerbose = line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal)) stop.CancelAfter(20);
        };
        await Failing.CancelledAsync(() => client.Observe(_observer).Accounts.GetAsync(cancellationToken: stop.Token));
    }

    public void Dispose()
    {
        _timeLimit.Dispose();
        _files.Dispose();
    }

    private FaxPlusClientOptions Connection(Action<FaxPlusClientOptions>? configure = null)
    {
        FaxPlusClientOptions connection = Service.Connection(new Uri($"http://127.0.0.1:{_port}/v3"));
        connection.MaxRetryDelay = TimeSpan.FromMilliseconds(50);
        configure?.Invoke(connection);
        return connection;
    }

    private Task<EmulatorServer> StartAsync()
    {
        var options = new EmulatorOptions { Port = _port, SendSeconds = 600 };
        options.Pats.Add(Service.Token, EmulatorOptions.DefaultScopes.ToArray());
        return EmulatorServer.StartAsync(options);
    }

    private Task GetAsync(FaxPlusClient client) => client.Observe(_observer).Accounts.GetAsync(cancellationToken: _timeLimit.Token);

    private int Tries() => _observer.VerboseLines.Count(line => line.Contains("no response", StringComparison.Ordinal));
}
