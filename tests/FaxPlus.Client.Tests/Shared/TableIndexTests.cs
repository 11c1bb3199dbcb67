using System;
using System.Globalization;
using System.Linq;
using System.Text;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the data and the memory that a worker uses for the items of a run.</summary>
[Collection(Alone.Name)]
public class TableIndexTests
{
    private const int Items = 20_000;
    private const string Contents = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void An_item_that_this_worker_sends_takes_no_more_than_160_bytes() => Assert.InRange(
        TakenPerItem(index =>
        {
            for (int i = 0; i < Items; i++)
            {
                ItemHash hash = HashOf(i);
                index.SetOwn(hash, JournalState.Sending, Contents);
                index.SetOwn(hash, JournalState.Sent, new string([.. Contents]));
                if (i % 100 == 0) index.TakeNews(1000);
            }
        }),
        1,
        160);

    [Fact]
    public void An_item_that_was_sent_before_takes_no_more_than_its_data_and_160_bytes() => Assert.InRange(
        TakenPerItem(index =>
        {
            for (int i = 0; i < Items; i++) index.AddExisting(Row(i, 400));
        }),
        400,
        // The data begin with the number of the item, which has up to 6 characters.
        400 + 6 + 160);

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void The_data_of_an_item_are_those_of_its_row(int size)
    {
        var index = new TableIndex();
        for (int i = 0; i < 300; i++) index.AddExisting(Row(i, i % 3 == 0 ? size : i));

        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(DataOf(i, i % 3 == 0 ? size : i), index.DataOf(HashOf(i)));
            Assert.Equal("worker", index.Find(HashOf(i))!.Value.Worker);
        }

        Assert.Equal(300, index.Count(JournalState.Sent));
        Assert.Null(index.DataOf(HashOf(300)));
    }

    [Fact]
    public void A_row_that_was_read_before_another_worker_reported_an_event_of_its_item_does_not_replace_the_event()
    {
        var index = new TableIndex();
        TableRow row = Row(1, 10);
        row.Columns["State"] = nameof(JournalState.Sending);
        index.SetOther(new ItemNews(HashOf(1), JournalState.Sent, 1), "other");

        index.AddExisting(row);

        TableIndex.Known known = index.Find(HashOf(1))!.Value;
        Assert.Equal((JournalState.Sent, true, false), (known.State, known.IsOfOther, known.HasData));
        Assert.Equal((0, 1), (index.Count(JournalState.Sending), index.Count(JournalState.Sent)));
    }

    [Theory]
    [InlineData(JournalState.Failed, JournalState.Sent, JournalState.Sent)]
    [InlineData(JournalState.InDoubt, JournalState.Sent, JournalState.Sent)]
    [InlineData(JournalState.Sent, JournalState.Failed, JournalState.Sent)]
    [InlineData(JournalState.Failed, JournalState.Sending, JournalState.Failed)]
    public void Only_the_event_that_another_worker_has_sent_an_item_replaces_an_own_event(
        JournalState own, JournalState other, JournalState expected)
    {
        var index = new TableIndex();
        index.SetOwn(HashOf(1), own, Contents);

        index.SetOther(new ItemNews(HashOf(1), other, 5), "w2");

        Assert.Equal(expected, index.Find(HashOf(1))!.Value.State);
        Assert.Equal(1, index.Count(expected));
    }

    [Fact]
    public void An_own_item_has_its_contents_and_no_longer_the_data_of_its_row()
    {
        var index = new TableIndex();
        TableRow row = Row(1, 10);
        row.Columns["State"] = nameof(JournalState.Failed);
        row.ETag = "tag";
        index.AddExisting(row);
        Assert.Equal("tag", index.Find(HashOf(1))!.Value.ETag);

        index.SetOwn(HashOf(1), JournalState.Sent, Contents);

        TableIndex.Known known = index.Find(HashOf(1))!.Value;
        Assert.Equal(
            (JournalState.Sent, true, false, Contents, null), (known.State, known.IsOwn, known.HasData, known.Contents, known.ETag));
        Assert.Equal((0, 1), (index.Count(JournalState.Failed), index.Count(JournalState.Sent)));
    }

    [Fact]
    public void Only_the_last_event_of_an_item_is_reported_and_only_once()
    {
        var index = new TableIndex();
        for (int i = 0; i < 3; i++) index.SetOwn(HashOf(i), JournalState.Sending, Contents);
        index.SetOwn(HashOf(0), JournalState.Sent, Contents);
        index.SetOwn(HashOf(1), JournalState.Failed, null);

        ItemNews first = Assert.Single(index.TakeNews(1));
        Assert.Equal((HashOf(0), JournalState.Sent), (first.Hash, first.State));
        Assert.Equal(
            [(HashOf(1), JournalState.Failed, false), (HashOf(2), JournalState.Sending, true)],
            index.TakeNews(10).Select(news => (news.Hash, news.State, news.Fingerprint != 0)));
        Assert.Empty(index.TakeNews(10));

        index.SetOwn(HashOf(2), JournalState.Sent, Contents);
        Assert.Equal(JournalState.Sent, Assert.Single(index.TakeNews(10)).State);
    }

    [Fact]
    public void An_item_that_another_worker_has_taken_over_is_not_reported()
    {
        var index = new TableIndex();
        index.SetOwn(HashOf(1), JournalState.Sending, Contents);
        index.SetFound(Row(1, 10));
        Assert.Empty(index.TakeNews(10));

        index.SetOwn(HashOf(1), JournalState.Sending, Contents);
        index.SetFound(Row(1, 10));
        index.SetOwn(HashOf(1), JournalState.Sent, Contents);
        Assert.Equal(JournalState.Sent, Assert.Single(index.TakeNews(10)).State);
    }

    private static long TakenPerItem(Action<TableIndex> fill)
    {
        // The first call compiles the code, so that the measurement below does not include the compilation.
        fill(new TableIndex());
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new TableIndex();
        fill(index);
        long taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(Items, index.Count(JournalState.Sent));
        return taken / Items;
    }

    private static ItemHash HashOf(int number) => ItemHash.Of(number.ToString(CultureInfo.InvariantCulture));

    private static byte[] DataOf(int number, int size) =>
        [.. Encoding.UTF8.GetBytes($"{number}:"), .. Enumerable.Repeat((byte)number, size)];

    private static TableRow Row(int number, int size)
    {
        var row = new TableRow(TableEntry.RowKeyOf(HashOf(number)));
        row.Columns["State"] = nameof(JournalState.Sent);
        row.Columns["Worker"] = new string([.. "worker"]);
        byte[] data = DataOf(number, size);
        // A column of a table contains at most 64 KiB.
        for (int i = 0; i * 65536 < data.Length; i++)
        {
            row.Columns[i == 0 ? "Data" : $"Data{i}"] = data[(i * 65536)..Math.Min(data.Length, (i + 1) * 65536)];
        }

        return row;
    }
}
