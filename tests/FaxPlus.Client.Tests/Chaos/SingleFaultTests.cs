using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Authentication;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>
/// Tests every kind of fault at every request of common operations, one at a time. The results are compared with the state of the service.
/// A single fault must not have any effect except a delay.
/// </summary>
public class SingleFaultTests
{
    private const int AtATime = 12;

    private static readonly TimeSpan s_enough = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0)]
    [InlineData(0.15)]
    public Task A_send_creates_one_fax_and_reports_it(double hideSeconds) => AtEachRequestAsync(3, async run =>
    {
        await using Service service =
            await Service.StartAsync(options =>
                (options.SendSeconds, options.HideSeconds) = (600, hideSeconds), InjectedFault.UseShortDelays);
        SendRequest letter = service.Letter();
        letter.From = null;

        await run.BeginAsync(service);
        SentFax sent = Assert.Single(await service.SendAsync(letter));
        await run.EndAsync(service);

        Assert.Equal(Assert.Single(await service.StateAsync("outbox"))["id"]!.ToString(), sent.OutboxId);
        Assert.Equal(Service.Own, sent.From);
    });

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_fax_that_is_sent_before_the_search_after_its_lost_response_is_found() => AtEachRequestAsync(2, async run =>
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0, InjectedFault.UseShortDelays);

        await run.BeginAsync(service);
        // The fax is found by its mark, which only a run with a journal adds to the comment.
        SentFax sent = await service.RunAsync(service.Letter());
        FollowedFax end = await FollowAsync(service, sent);
        await run.EndAsync(service);

        Assert.Equal(1, await service.AcceptedAsync());
        Assert.Equal(("success", Assert.Single(await service.FaxIdsAsync())), (end.Fax?.Status, end.Fax?.Id));
    });

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("+14155550123", "success")]
    [InlineData("+14155550001", "failed_user_busy")]
    [InlineData("+14155550023", "success")]
    public Task A_wait_ends_with_the_end_of_the_fax(string to, string status) => AtEachRequestAsync(2, async run =>
    {
        await using Service service =
            await Service.StartAsync(options => (options.SendSeconds, options.HideSeconds) = (0.2, 0.05), InjectedFault.UseShortDelays);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter(to)));

        await run.BeginAsync(service);
        FollowedFax end = await FollowAsync(service, sent);
        await run.EndAsync(service);

        Assert.Null(end.Error);
        Assert.Equal((Assert.Single(await service.FaxIdsAsync()), status), (end.Fax?.Id, end.Fax?.Status));
    }, always: false);

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_list_contains_each_fax_once() => AtEachRequestAsync(3, async run =>
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 120, InjectedFault.UseShortDelays);

        await run.BeginAsync(service);
        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery());
        await run.EndAsync(service);

        Assert.Equal((await service.FaxIdsAsync()).Order(StringComparer.Ordinal),
            faxes.Select(fax => fax.Id).Order(StringComparer.Ordinal));
        Assert.Empty(service.Observer.Warnings);
    });

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_saved_file_equals_the_sent_file_and_no_other_file_remains() => AtEachRequestAsync(2, async run =>
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0, InjectedFault.UseShortDelays);
        byte[] letter = new byte[200_000];
        new Random(letter.Length).NextBytes(letter);
        await service.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination],
            Files = [service.Files.File("letter.pdf", letter)] });
        string id = await SentIdAsync(service);
        using var folder = new Folder();
        await service.Client.Files.SaveReportAsync(id, new SaveOptions(folder.Path("expected")), cancellationToken: service.TimeLimit);
        byte[] report = File.ReadAllBytes(folder.Path("expected"));

        await run.BeginAsync(service);
        await service.Client.Files.SaveFaxAsync(id, FaxFormat.Pdf, new SaveOptions(folder.Path("fax.pdf")),
            cancellationToken: service.TimeLimit);
        await service.Client.Files.SaveReportAsync(id, new SaveOptions(folder.Path("report.pdf")), cancellationToken: service.TimeLimit);
        await run.EndAsync(service);

        Assert.Equal(letter, File.ReadAllBytes(folder.Path("fax.pdf")));
        Assert.Equal(report, File.ReadAllBytes(folder.Path("report.pdf")));
        Assert.Equal(["expected", "fax.pdf", "report.pdf"], folder.Names);
    });

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_refresh_before_a_send_leaves_one_fax_and_one_valid_grant(bool rotates) => AtEachRequestAsync(5, async run =>
    {
        await using OAuthService oauth =
            await OAuthService.StartAsync(options => (options.SendSeconds, options.RotateRefreshTokens) = (600, rotates));
        Service service = oauth.Service;
        OAuthGrant grant = await oauth.SignInAsync();
        var connection = new FaxPlusClientOptions(grant) { ApiUri = service.ApiUri };
        InjectedFault.UseShortDelays(connection);
        IFaxPlusClient client = service.Keep(new FaxPlusClient(connection)).Observe(service.Observer);
        await oauth.RevokeAsync("access");
        SendRequest letter = service.Letter();
        letter.From = null;

        await run.BeginAsync(service);
        FaxPlusException? error = null;
        try
        {
            using IFaxSender sender = client.Outbox.BeginSending();
            Assert.Single(await sender.SendAsync(letter, service.TimeLimit));
        }
        catch (FaxPlusException caught)
        {
            error = caught;
        }

        await run.EndAsync(service);
        if (rotates && run.InjectedFault?.LosesAnswer == true && run.FaultedRequest?.Path == "/token")
        {
            // The service has invalidated the old refresh token, and the response with the new token was lost.
            Assert.Equal(FaxPlusErrorKind.TokenExpired, error?.Kind);
            Assert.Contains("Sign in again", error!.RecommendedAction);
            Assert.Equal(0, await service.AcceptedAsync());
            return;
        }

        Assert.Null(error);
        Assert.Equal(1, await service.AcceptedAsync());
        await oauth.RevokeAsync("access");
        Assert.NotNull(await client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
    });

    /// <summary>
    /// Runs a scenario without a fault, and checks that it makes at least the given number of requests. Then runs it once for each fault
    /// at each of its requests.
    /// </summary>
    private static async Task AtEachRequestAsync(int least, Func<Run, Task> scenario, bool always = true)
    {
        var calm = new Run(null, 0);
        await scenario(calm);
        Assert.True(calm.Requests.Count >= least, $"The scenario made only {calm.Requests.Count} requests.");

        var failures = new ConcurrentQueue<string>();
        int hits = 0;
        Run[] runs = [.. Enumerable.Range(0, calm.Requests.Count)
            .SelectMany(at => InjectedFault.All.Select(injected => new Run(injected, at)))];
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (run, _) =>
        {
            try
            {
                await scenario(run);
                if (run.Hit) Interlocked.Increment(ref hits);
                else if (always) failures.Enqueue($"{run}: it did not come.");
            }
            catch (Exception exception)
            {
                failures.Enqueue($"{run}: {exception}");
            }
        });
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        Assert.True(hits > InjectedFault.All.Count, "Too few faults were injected.");
    }

    private static async Task<FollowedFax> FollowAsync(Service service, SentFax sent)
    {
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        return Assert.Single(await follower.NextAsync(s_enough, service.TimeLimit));
    }

    private static async Task<string> SentIdAsync(Service service)
    {
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        return (await service.FaxIdsAsync())[0];
    }
}
