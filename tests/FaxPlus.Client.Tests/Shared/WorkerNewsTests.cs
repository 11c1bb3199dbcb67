using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the events of items that workers exchange in their rows.</summary>
public class WorkerNewsTests
{
    [Fact]
    public void A_worker_that_reads_the_rows_only_with_every_idle_poll_misses_no_event()
    {
        TableIndex own = new(), other = new();
        WorkerNews writer = new(own), reader = new(other);
        var row = new TableRow(WorkerLease.Prefix + "a");
        const int count = 3 * WorkerLease.IdleBeats;
        for (int i = 1; i <= count; i++)
        {
            own.SetOwn(ItemHash.Of($"k{i}"), JournalState.Sent, null);
            writer.Write(row);
            if (i % WorkerLease.IdleBeats == 0) reader.Read(row);
        }

        Assert.Equal(count, other.Count(JournalState.Sent));
    }
}
