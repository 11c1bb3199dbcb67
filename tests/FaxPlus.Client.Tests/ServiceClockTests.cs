using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests a change of the service's clock during a session, after which the client's estimate of the service's time is wrong.
/// </summary>
public class ServiceClockTests
{
    [Theory]
    [InlineData(3600, false, false)]
    [InlineData(-3600, false, false)]
    [InlineData(3600, true, false)]
    [InlineData(-3600, true, false)]
    [InlineData(3600, false, true)]
    [InlineData(-3600, false, true)]
    [InlineData(3600, true, true)]
    [InlineData(-3600, true, true)]
    public async Task A_fax_is_tracked_to_its_record_although_the_clock_was_corrected_before_its_request(int seconds, bool isLost,
        bool hasJournal)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = isLost ? 0.5 : 0);
        using IFaxSender run = hasJournal ? service.Run() : service.Client.Outbox.BeginSending();
        SendRequest request = service.Letter();
        request.UploadedFiles = [await service.Client.Files.UploadAsync(request.Files[0], cancellationToken: service.TimeLimit)];
        request.Files = [];
        request.Key = hasJournal ? "letter" : null;
        // The first send makes the requests that a run with a journal makes only once.
        if (hasJournal) await run.SendAsync(service.Letter("+41445550101"), service.TimeLimit);
        await service.ControlAsync("clock", new JsonObject { ["offsetSeconds"] = seconds });
        if (isLost) await service.FaultAsync("drop-after", "POST", "/outbox");
        SentFax sent = Assert.Single(await run.SendAsync(request, service.TimeLimit));
        await service.UntilAsync(async () => (await service.StateAsync("outbox")).Length == 0);

        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        FollowedFax followed = Assert.Single(await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit));

        Assert.Null(followed.Error);
        Assert.Equal((sent.To, "success"), (followed.Fax!.To, followed.Fax.Status));
    }
}
