using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using Xunit;

namespace FaxPlus.Client.Tests.Simulation;

public class FollowingPaceTests
{
    private const string Item = """{"records":[{"id":"a","uid":"u","status":"sending","to":["+14155550123"]}]}""";
    private const string Record = """
        {"data":{"records":[{"id":"f","direction":"outgoing","to":"+14155550123","from":"+14155550100","status":"success",
        "submit_time":"2026-03-01 08:00:00"}]}}
        """;

    [Fact]
    public async Task After_the_first_minute_polls_are_30_seconds_apart()
    {
        var scheduler = new Scheduler(new Rng(1));
        var looks = new List<TimeSpan>();

        FollowedFax followed = await FollowAsync(scheduler, request =>
        {
            looks.Add(scheduler.Elapsed);
            return Answer(request, Item);
        });

        Assert.Equal(FaxPlusErrorKind.Timeout, followed.Error?.Kind);
        TimeSpan[] later = [.. looks.Where(look => look > TimeSpan.FromMinutes(1))];
        Assert.True(looks.Count - later.Length > 5, "There were too few polls in the first minute.");
        // The last poll is at the end of the timeout.
        Assert.All(later.Zip(later.Skip(1)).SkipLast(1), pair =>
            Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(30), $"{pair.First} and {pair.Second}"));
        Assert.InRange(later.Length, 10, 20);
    }

    [Theory]
    [InlineData("the network is down")]
    [InlineData("the service is unavailable")]
    [InlineData("the sent faxes fail")]
    public async Task A_fax_that_left_the_outbox_at_the_end_of_an_outage_is_not_missing_yet(string outage)
    {
        // The outage is longer than the time for which the service may hide a fax. For 15 s after the outage, both lists lack the fax.
        var scheduler = new Scheduler(new Rng(1));
        TimeSpan begin = TimeSpan.FromSeconds(3), end = TimeSpan.FromSeconds(100), shown = end + TimeSpan.FromSeconds(15);

        FollowedFax followed = await FollowAsync(scheduler, request =>
        {
            bool isOutbox = request.RequestUri!.AbsolutePath.EndsWith("/outbox", StringComparison.Ordinal);
            bool isOut = scheduler.Elapsed >= begin && scheduler.Elapsed < end;
            if (isOut && outage == "the network is down") throw new HttpRequestException("The network is down.");
            if (isOut && outage == "the service is unavailable")
                return Answer(request, """{"error":"unavailable"}""", HttpStatusCode.ServiceUnavailable);
            if (isOut && !isOutbox) return Answer(request, """{"error":"internal"}""", HttpStatusCode.InternalServerError);
            if (isOutbox)
                return Answer(request, scheduler.Elapsed < (outage == "the sent faxes fail" ? begin : end) ? Item : """{"records":[]}""");
            return Answer(request, scheduler.Elapsed < shown ? """{"data":{"records":[]}}""" : Record);
        });

        Assert.Null(followed.Error);
        Assert.Equal("f", followed.Fax?.Id);
    }

    [Fact]
    public async Task A_fax_that_was_hidden_for_the_maximum_time_and_then_left_the_outbox_is_not_missing()
    {
        // The fax left the outbox before it became visible there.
        var scheduler = new Scheduler(new Rng(1));
        TimeSpan shown = TimeSpan.FromSeconds(40 + 19);

        FollowedFax followed = await FollowAsync(scheduler, request =>
            Answer(request, request.RequestUri!.AbsolutePath.EndsWith("/outbox", StringComparison.Ordinal)
                ? """{"records":[]}""" : scheduler.Elapsed < shown ? """{"data":{"records":[]}}""" : Record));

        Assert.Null(followed.Error);
        Assert.Equal("f", followed.Fax?.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task The_timeout_also_ends_a_poll_without_a_response(int? status)
    {
        var scheduler = new Scheduler(new Rng(1));
        bool isReachable = true;

        FollowedFax followed = await FollowAsync(
            scheduler,
            request =>
            {
                if (scheduler.Elapsed > TimeSpan.FromSeconds(2)) isReachable = false;
                if (isReachable) return Answer(request, Item);
                return status is int code ? Answer(request, """{"error":"unavailable"}""", (HttpStatusCode)code)
                    : throw new HttpRequestException("The network is down.");
            },
            TimeSpan.FromSeconds(25));

        Assert.Equal(FaxPlusErrorKind.Timeout, followed.Error?.Kind);
        Assert.NotNull(followed.Error!.InnerException);
        // The last poll may take ten seconds.
        Assert.InRange(scheduler.Elapsed, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(36));
    }

    [Fact]
    public async Task A_fax_that_no_list_shows_for_two_minutes_is_missing()
    {
        var scheduler = new Scheduler(new Rng(1));
        var looks = new List<TimeSpan>();

        FollowedFax followed = await FollowAsync(scheduler, request =>
        {
            looks.Add(scheduler.Elapsed);
            return Answer(request, request.RequestUri!.AbsolutePath.EndsWith("/outbox", StringComparison.Ordinal)
                ? """{"records":[]}""" : """{"data":{"records":[]}}""");
        });

        Assert.Equal(FaxPlusErrorKind.NotFound, followed.Error?.Kind);
        Assert.InRange(looks[^1], TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(120));
    }

    private static async Task<FollowedFax> FollowAsync(Scheduler scheduler, Func<HttpRequestMessage, HttpResponseMessage> answer,
        TimeSpan? timeout = null)
    {
        using var client = new FaxPlusClient(
            new FaxPlusClientOptions(new Secret("good-token")) { ApiUri = new Uri("https://fax.example/v3") },
            new ClientPlatform
            {
                Time = scheduler,
                PrimaryHandler = () => new Handler(answer),
                Start = work => scheduler.After(TimeSpan.Zero, null, work),
                Completions = TaskCreationOptions.None,
            });
        IFaxFollower follower = client.Faxes.Follow();
        follower.Add(new SentFax { OutboxId = "a", To = "+14155550123", From = "+14155550100", SubmitTime = scheduler.GetUtcNow() });

        // The task runs outside the synchronization context of the test, which would run continuations on other threads.
        IReadOnlyList<FollowedFax> ended = await Task.Run(() =>
        {
            Task<IReadOnlyList<FollowedFax>> next = follower.NextAsync(timeout ?? TimeSpan.FromMinutes(10));
            // The code after a cancelled delay runs on another thread, so the loop waits for its events.
            while (!next.IsCompleted)
                Assert.True(scheduler.RunNext()
                    || SpinWait.SpinUntil(() => next.IsCompleted || scheduler.RunNext(), TimeSpan.FromSeconds(20)));
            return next;
        });
        return Assert.Single(ended);
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status)
    {
        RequestMessage = request,
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
