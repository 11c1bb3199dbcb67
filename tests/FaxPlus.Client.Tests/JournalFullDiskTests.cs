using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests a run whose disk becomes full. A limit of the file size of a separate process simulates the full disk.</summary>
public class JournalFullDiskTests
{
    private const int Sends = 60;

    [Fact]
    public async Task No_fax_is_sent_without_its_intent_and_the_next_run_sends_the_others()
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
        string[] taken = await AcceptedAsync(service);
        // The run has removed the intents of the failed write.
        Assert.InRange(new FileInfo(service.Journal()).Length, 1, 16 * 512);
        Assert.NotEmpty(taken);
        Assert.True(taken.Length < Sends);
        Assert.Empty(taken.Except(intents));

        using (Child child = Child.Begin(arguments)) Assert.Equal(0, await child.LiveAsync(""));
        // If the failed write also contained results of sends, the journal keeps the part that fitted on the disk. No request followed the
        // intents in this part, but the next run cannot determine this.
        string[] doubtful = [.. service.Items().Where(item => item.State != JournalState.Sent).Select(item => item.To.Single())];
        Assert.Empty(doubtful.Except(intents.Except(taken)));
        Assert.All(service.Items().Where(item => doubtful.Contains(item.To.Single())), item =>
            Assert.Equal(JournalState.InDoubt, item.State));
        string[] all = await AcceptedAsync(service);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Sends, all.Length + doubtful.Length);
    }

    private static async Task<string[]> AcceptedAsync(Service service) =>
        [.. (await service.StateAsync("outbox")).Select(item => (string)item["to"]![0]!)];
}
