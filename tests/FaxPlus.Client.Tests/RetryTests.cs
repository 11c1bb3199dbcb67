using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests which requests are retried, and when.</summary>
public class RetryTests
{
    [Theory]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("truncate")]
    [InlineData("garbage")]
    [InlineData("status")]
    public async Task A_read_request_is_retried(string kind)
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync(kind, "GET", times: 2);
        Assert.Equal("ada@example.com", (await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)).Email);
    }

    [Theory]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("status")]
    public async Task A_change_and_a_deletion_are_retried(string kind)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 2);
        string[] ids = await service.FaxIdsAsync();
        await service.FaultAsync(kind, "PUT");
        await service.FaultAsync(kind, "DELETE");

        await service.Client.Faxes.UpdateAsync(ids[0], "new", true, cancellationToken: service.TimeLimit);
        await service.Client.Faxes.DeleteAsync(ids[1], cancellationToken: service.TimeLimit);

        JsonNode left = Assert.Single(await service.StateAsync("faxes"));
        Assert.Equal((ids[0], "new", true), ((string)left["id"]!, (string)left["comment"]!, (bool)left["is_read"]!));
    }

    [Fact]
    public async Task A_deletion_of_a_missing_object_is_not_found_even_after_busy_responses()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(503, method: "DELETE");
        await Failing.WithAsync(FaxPlusErrorKind.NotFound, () =>
            service.Client.Faxes.DeleteAsync("0123456789abcdef01234567", cancellationToken: service.TimeLimit));
    }

    [Fact]
    public async Task A_deletion_to_which_a_gateway_responded_with_503_is_a_success()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        await service.FaultAsync("status-after", "DELETE", more: fault => fault["status"] = 503);
        await service.Client.Faxes.DeleteAsync((await service.FaxIdsAsync())[0], cancellationToken: service.TimeLimit);
        Assert.Empty(await service.StateAsync("faxes"));
        Assert.Equal(2, (await service.RequestsAsync("DELETE")).Length);
    }

    [Fact]
    public async Task A_cancellation_whose_response_was_lost_is_a_success()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.FaultAsync("drop-after", "DELETE");
        await service.Client.Outbox.CancelAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);
        Assert.Equal(0, await service.AcceptedAsync());
        Assert.Equal(2, (await service.RequestsAsync("DELETE")).Length);
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("drop-before")]
    [InlineData("garbage")]
    [InlineData("truncate")]
    public async Task A_request_that_creates_an_object_is_not_retried(string kind)
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync(kind, "POST");
        await Assert.ThrowsAsync<FaxPlusException>(() => service.Client.RequestAsync(new FaxPlusRequest("POST",
            "/hooks") { JsonBody = """{"target":"http://127.0.0.1/x","event":"fax_sent"}""" }, service.TimeLimit));
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_request_without_a_body_is_not_retried_below_the_client_either(string method)
    {
        int seen = 0;
        using var server = new ClosingServer(_ =>
        {
            Interlocked.Increment(ref seen);
            return null;
        });
        using var client = new FaxPlusClient(Service.Connection(server.ApiUri));
        await client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self"));

        await Assert.ThrowsAsync<FaxPlusException>(() => client.RequestAsync(new FaxPlusRequest(method, "/accounts/self/faxes/f1/ai/ocr")));

        Assert.Equal(1, Volatile.Read(ref seen));
    }

    [Fact]
    public async Task A_deletion_is_not_retried_below_the_client_which_could_not_interpret_its_404()
    {
        using var server = new ClosingServer(number => number == 1 ? null : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        using var client = new FaxPlusClient(Service.Connection(server.ApiUri));
        await client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self"));

        await client.Faxes.DeleteAsync("0123456789abcdef01234567");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_requested_seconds_are_waited_for(int status)
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(status, retryAfter: 1);
        await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        SeenRequest[] requests = await service.RequestsAsync();
        Assert.Equal([status, 200], requests.Select(request => request.Status));
        Assert.True(requests[1].Time - requests[0].Time >= TimeSpan.FromSeconds(0.95), "The retry was too early.");
    }

    [Fact]
    public async Task The_requested_date_is_waited_for()
    {
        await using Service service = await Service.StartAsync();
        DateTimeOffset until = DateTimeOffset.UtcNow.AddSeconds(2.5);
        await service.AnswerAsync(429, retryAfter: until.ToString("R", CultureInfo.InvariantCulture));
        await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        SeenRequest[] requests = await service.RequestsAsync();
        Assert.Equal([429, 200], requests.Select(request => request.Status));
        // The Date header and a date in the Retry-After header contain whole seconds.
        Assert.True(requests[1].Time - requests[0].Time >= TimeSpan.FromSeconds(0.5), "The retry was too early.");
    }

    [Fact]
    public async Task A_date_in_the_past_causes_no_wait()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(503, retryAfter: "Wed, 21 Oct 2015 07:28:00 GMT");
        Assert.NotNull(await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
    }

    [Theory]
    [InlineData(429, FaxPlusErrorKind.RateLimited)]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable)]
    public async Task A_wait_longer_than_the_limit_is_an_error_immediately(int status, FaxPlusErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(status, times: null, retryAfter: 3600);
        FaxPlusException error =
            await Failing.WithAsync(kind, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        if (status == 429) Assert.Contains("3600 seconds", error.RecommendedAction);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_error_after_all_retries_contains_their_number()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 3);
        await service.AnswerAsync(500, times: null);
        await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () =>
            service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Equal(4, (await service.RequestsAsync()).Length);
        Assert.Equal(3, service.Observer.VerboseLines.Count(line => line.Contains("trying again", StringComparison.Ordinal)));
        Assert.Contains(service.Observer.VerboseLines, line => line.Contains("retry 3 of at most 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_retries_one_request_is_made()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 0);
        await service.AnswerAsync(503);
        await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () =>
            service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Single(await service.RequestsAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_refused_request_is_not_retried(int status)
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(status);
        await Assert.ThrowsAsync<FaxPlusException>(() => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Single(await service.RequestsAsync());
    }

    /// <summary>
    /// A server that responds to each GET with an empty object. For each other request, a function of the test returns the response by the
    /// number of the request. For null, the server closes the connection without a response. If the connection was used before, the
    /// framework itself may then retry the request.
    /// </summary>
    private sealed class ClosingServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<int, string?> _answer;
        private readonly CancellationTokenSource _stop = new();
        private int _number;

        public ClosingServer(Func<int, string?> answer)
        {
            _answer = answer;
            _listener.Start();
            _ = ServeAsync();
        }

        public Uri ApiUri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v3");

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Stop();
        }

        private async Task ServeAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                using TcpClient connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                NetworkStream stream = connection.GetStream();
                byte[] buffer = new byte[8192];
                int read;
                while ((read = await stream.ReadAsync(buffer, _stop.Token)) > 0)
                {
                    string? answer = Encoding.ASCII.GetString(buffer, 0, read).StartsWith("GET", StringComparison.Ordinal)
                        ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                        : _answer(++_number);
                    if (answer is null) break;
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
                }
            }
        }
    }
}
