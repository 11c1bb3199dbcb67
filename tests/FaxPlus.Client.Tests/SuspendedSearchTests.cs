using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that a fax is not sent again if the search for it was interrupted by a suspension of the process or of the machine.</summary>
public class SuspendedSearchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fax_that_was_deleted_while_the_search_was_suspended_stays_in_doubt(bool countsSuspension)
    {
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.HideSeconds) = (600, 300));
        var clock = new JumpingClock();
        FaxPlusClientOptions connection = Service.Connection(service.ApiUri);
        connection.VisibilityDelay = TimeSpan.FromSeconds(4);
        using var client = new FaxPlusClient(connection, new ClientPlatform { Time = clock });
        await service.FaultAsync("drop-after", "POST", "/outbox$");
        Task<IReadOnlyList<SentFax>> sending = client.Outbox.SendAsync(service.Letter(), service.TimeLimit);
        await service.UntilAsync(async () => (await service.RequestsAsync("GET", "/outbox")).Length > 1);

        clock.Suspend(TimeSpan.FromHours(1), countsSuspension);
        foreach (JsonNode item in await service.StateAsync("outbox")) await service.Client.Outbox.CancelAsync((string)item["id"]!);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => sending);
        Assert.Equal(DoubtReason.LookInterrupted, error.Doubt);
        Assert.Equal(0, await service.AcceptedAsync());
    }

    /// <summary>A clock whose monotonic clock counts a suspension, as on Windows, or does not count it, as on Linux.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private TimeSpan _utc;
        private TimeSpan _monotonic;

        public void Suspend(TimeSpan time, bool countsSuspension)
        {
            _utc += time;
            if (countsSuspension) _monotonic += time;
        }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _utc;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(_monotonic.TotalSeconds * TimestampFrequency);
    }
}
