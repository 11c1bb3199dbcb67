using System;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;
using Xunit;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>Tests a journal whose disk has written a line but fails to flush it.</summary>
public class FailingDiskTests
{
    private const string Path = "/failing.journal";

    // Opening a new journal takes a write (operation 0) and a flush (operation 1), and each line takes another write and flush.
    private const int FlushOfFirstLine = 3;
    private const int FlushOfSecondLine = 5;

    [Fact]
    public async Task An_intent_without_a_request_is_not_in_doubt()
    {
        SimulatedDisk disk = await FailAsync(FlushOfFirstLine);

        Assert.Empty(SendJournal.Read(Path, disk.For(new Process("next"))));
    }

    [Fact]
    public async Task The_result_of_a_send_is_kept_if_the_disk_contains_it()
    {
        SimulatedDisk disk = await FailAsync(FlushOfSecondLine);

        Assert.Equal(JournalState.Sent, Assert.Single(SendJournal.Read(Path, disk.For(new Process("next")))).State);
    }

    private static async Task<SimulatedDisk> FailAsync(int operation)
    {
        var disk = new SimulatedDisk(new Rng(1), null);
        var platform = new ClientPlatform { Storage = disk.For(new Process("run"), failsAt: operation) };
        using SendJournal journal = SendJournal.Open(Path, new Uri("https://fax.example/v3"), "account", isReadOnly: false, platform);
        var entry = new JournalEntry("k0");
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(async () =>
        {
            await journal.WriteAsync(entry,
                new JournalLine { Key = "k0", State = JournalState.Sending, Mark = "faxplus-1", To = ["+41445550101"] });
            await journal.WriteAsync(entry, new JournalLine { Key = "k0", State = JournalState.Sent, Ids = ["o1"] });
        });
        Assert.Contains("cannot be written", error.Message);
        return disk;
    }
}
