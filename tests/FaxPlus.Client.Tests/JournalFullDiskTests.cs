using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>A disk that is full in the middle of a run, by a process of its own that may write no more.</summary>
public class JournalFullDiskTests
{
    private const int Sends = 60;

    [Fact]
    public async Task Nothing_is_sent_without_its_intent_and_the_next_run_sends_the_rest()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string file = service.Files.File("letter.pdf");
        string[] arguments = ["send", service.ApiUri.AbsoluteUri, service.Journal(), file, $"{Sends}"];

        using (Child child = Child.BeginOnFullDisk(16, arguments))
        {
            await child.LiveAsync("");
            Assert.Contains("cannot be written", child.Said);
        }

        string[] intents = [.. service.Items().Select(item => item.To.Single())];
        string[] taken = await TakenAsync(service);
        // Intents of the last write are cut off again.
        Assert.InRange(new FileInfo(service.Journal()).Length, 1, 16 * 512);
        Assert.NotEmpty(taken);
        Assert.True(taken.Length < Sends);
        Assert.Empty(taken.Except(intents));

        using (Child child = Child.Begin(arguments)) Assert.Equal(0, await child.LiveAsync(""));
        // A last write that also had ends of sends is kept as far as the disk had room. Its intents were not acted on: the next run cannot know that.
        string[] doubtful = [.. service.Items().Where(item => item.State != JournalState.Sent).Select(item => item.To.Single())];
        Assert.Empty(doubtful.Except(intents.Except(taken)));
        Assert.All(service.Items().Where(item => doubtful.Contains(item.To.Single())), item => Assert.Equal(JournalState.InDoubt, item.State));
        string[] all = await TakenAsync(service);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Sends, all.Length + doubtful.Length);
    }

    private static async Task<string[]> TakenAsync(Service service) => [.. (await service.StateAsync("outbox")).Select(item => (string)item["to"]![0]!)];
}
