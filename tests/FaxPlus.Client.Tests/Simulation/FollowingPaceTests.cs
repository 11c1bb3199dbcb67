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
    [Fact]
    public async Task After_the_first_minute_a_fax_is_looked_at_once_in_30_seconds()
    {
        var scheduler = new Scheduler(new Rng(1));
        var looks = new List<TimeSpan>();
        using var client = new FaxPlusClient(
            new FaxPlusClientOptions(new Secret("good-token")) { ApiUri = new Uri("https://fax.example/v3") },
            new ClientPlatform
            {
                Time = scheduler,
                PrimaryHandler = () => new StuckOutbox(() => looks.Add(scheduler.Elapsed)),
                Start = work => scheduler.After(TimeSpan.Zero, null, work),
                Completions = TaskCreationOptions.None,
            });
        IFaxFollower follower = client.Faxes.Follow();
        follower.Add(new SentFax { OutboxId = "a", To = "+14155550123" });

        // Not in the synchronization context of the test, in which continuations would go to other threads.
        IReadOnlyList<FollowedFax> ended = await Task.Run(() =>
        {
            Task<IReadOnlyList<FollowedFax>> next = follower.NextAsync(TimeSpan.FromMinutes(10));
            while (!next.IsCompleted) Assert.True(scheduler.RunNext());
            return next;
        });

        Assert.Equal(FaxPlusErrorKind.Timeout, Assert.Single(ended).Error?.Kind);
        TimeSpan[] later = [.. looks.Where(look => look > TimeSpan.FromMinutes(1))];
        Assert.True(looks.Count - later.Length > 5, "The first minute has closer looks.");
        // The last one is at the end of the time that was given.
        Assert.All(later.Zip(later.Skip(1)).SkipLast(1), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(30), $"{pair.First} and {pair.Second}"));
        Assert.InRange(later.Length, 10, 20);
    }

    private sealed class StuckOutbox(Action look) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            look();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent("""{"records":[{"id":"a","uid":"u","status":"sending","to":["+14155550123"]}]}""", Encoding.UTF8, "application/json"),
            });
        }
    }
}
