using System;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the wait that a worker adopts from the rows of the other workers.</summary>
public class WorkerRowsTests
{
    private static readonly DateTimeOffset s_written = new(2026, 3, 1, 8, 0, 0, 900, TimeSpan.Zero);

    /// <summary>The date of the response, which has no fractions of a second.</summary>
    private static readonly DateTimeOffset s_servedAt = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_row_that_is_newer_than_the_date_of_its_response_causes_no_wait()
    {
        Assert.Null(new WorkerRows([Row(wait: 0)], s_servedAt).Refusal);
    }

    [Fact]
    public void A_wait_is_never_longer_than_the_wait_in_the_row()
    {
        Assert.Equal((TimeSpan.FromSeconds(30), 429), new WorkerRows([Row(wait: 30_000)], s_servedAt).Refusal);
    }

    [Fact]
    public void A_wait_is_shorter_by_the_age_of_the_row()
    {
        Assert.Equal((TimeSpan.FromSeconds(25.9), 429), new WorkerRows([Row(wait: 30_000)], s_servedAt.AddSeconds(5)).Refusal);
    }

    [Fact]
    public void A_row_that_has_not_changed_is_kept_and_becomes_older()
    {
        var rows = new WorkerRows([Row(wait: 30_000)], s_servedAt);

        rows.Update(new WorkerRows([], s_servedAt.AddSeconds(5)));

        Assert.Equal((TimeSpan.FromSeconds(25.9), 429), rows.Refusal);
        Assert.True(rows.IsWorking("a"));
        rows.Update(new WorkerRows([], s_servedAt.AddSeconds(200)));
        Assert.False(rows.IsWorking("a"));
    }

    private static TableRow Row(long wait)
    {
        var row = new TableRow(WorkerLease.Prefix + "a") { Written = s_written };
        row.Columns[LeaseColumns.Lease] = 180L;
        row.Columns[LeaseColumns.Wait] = wait;
        row.Columns[LeaseColumns.WaitStatus] = 429L;
        return row;
    }
}
