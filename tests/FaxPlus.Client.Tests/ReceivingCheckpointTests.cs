using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Receiving;
using FaxPlus.Client.IO;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the checkpoint as a file and as a value.</summary>
public class ReceivingCheckpointTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"a\"")]
    [InlineData("<html/>")]
    [InlineData("{\"format\":\"Something\",\"version\":1}")]
    [InlineData("{\"format\":\"FaxPlus.Checkpoint\",\"version\":1}")]
    [InlineData("{\"format\":\"FaxPlus.Checkpoint\",\"version\":2}")]
    [InlineData("{\"format\":\"FaxPlus.Checkpoint\",\"version\":1,\"service\":\"http://x\",\"user\":\"self\","
        + "\"category\":[\"inbox\"],\"taken\":[]}")]
    public async Task A_file_that_is_not_a_checkpoint_is_an_error_and_not_changed(string text)
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        await File.WriteAllTextAsync(received.File, text);

        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => received.RunAsync());

        Assert.Equal(text, await File.ReadAllTextAsync(received.File));
        Assert.Empty(await service.RequestsAsync());
        if (text.Trim().Length > 0)
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
                received.RunAsync(configure: options => (options.CheckpointFile, options.State) = (null, text)));
    }

    [Fact]
    public async Task A_checkpoint_truncated_at_any_position_is_an_error_and_the_complete_one_is_used()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(Received.Start, 2);
        var received = new Received(service);
        await received.RunAsync();
        byte[] whole = await File.ReadAllBytesAsync(received.File);
        for (int length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(received.File, whole[..length]);
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => received.RunAsync());
        }

        await File.WriteAllBytesAsync(received.File, whole);
        Assert.Equal(0, await received.RunAsync());
    }

    [Fact]
    public async Task Two_runs_on_one_checkpoint_are_refused_and_the_second_may_start_after_the_first()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        using (received.Begin())
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => Task.FromResult(received.Begin()));
            Assert.Contains(received.File, error.Message);
        }

        received.Begin().Dispose();
    }

    [Fact]
    public async Task A_checkpoint_behind_a_link_is_the_target_of_the_link()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        string link = service.Files.Path("link.json");
        // A symbolic link may refer to a file that does not exist yet.
        File.CreateSymbolicLink(link, received.File);
        for (int run = 0; run < 3; run++)
        {
            await service.ReceiveAsync(Received.Start.AddMinutes(run));
            Assert.Equal(1, await received.RunAsync(configure: options => options.CheckpointFile = run == 1 ? received.File : link));
        }

        using IFaxReceiver one = received.Begin();
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => Task.FromResult(received.Begin(options => options.CheckpointFile = link)));
        received.AreJust(await service.FaxIdsAsync());
    }

    [Fact]
    public async Task A_checkpoint_of_another_member_category_or_service_is_refused()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        await received.RunAsync();
        string before = await File.ReadAllTextAsync(received.File);

        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () =>
            received.RunAsync(configure: options => options.UserId = "0123456789abcdef0123456789abcdef"));
        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () =>
            received.RunAsync(configure: options => options.Category = ["inbox", "spam"]));
        await using Service other = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => Task.FromResult(other.Client.Faxes.Receive(received.Options)));

        Assert.Equal(before, await File.ReadAllTextAsync(received.File));
        await received.RunAsync(configure: options => options.Category = ["INBOX"]);
    }

    [Fact]
    public async Task Only_the_checkpoint_and_its_lock_file_remain()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(Received.Start, 5);
        await new Received(service).RunAsync();
        Assert.Equal(["checkpoint.json", "checkpoint.json.lock"], service.Files.Names);
    }

    [Fact]
    public async Task Files_of_a_process_that_was_killed_while_writing_cause_no_error()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(Received.Start, 2);
        var received = new Received(service);
        await received.RunAsync(most: 1);
        using (var dead = new AtomicFile(received.File, overwrite: true))
        {
            await dead.Begin(4096).WriteAsync("{\"format\":\"FaxPl"u8.ToArray());
            string left = Assert.Single(service.Files.Names, name => name.EndsWith("-part", StringComparison.Ordinal));
            await File.WriteAllTextAsync(service.Files.Path(left.Replace(".faxplus-part", "0.faxplus-part", StringComparison.Ordinal)),
                "{\"format\":\"FaxPl");
        }

        await received.RunAsync();

        received.AreJust(await service.FaxIdsAsync());
        Assert.DoesNotContain(service.Files.Names, name => name.EndsWith("-part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_is_reported_before_any_fax_is_returned()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        Directory.CreateDirectory(received.File + ".lock");
        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => received.RunAsync());
        Assert.Empty(received.Ids);

        await Failing.WithAsync(FaxPlusErrorKind.FileNotFound, () =>
            received.RunAsync(configure: options => options.CheckpointFile = service.Files.Path("none/checkpoint.json")));
        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () =>
            received.RunAsync(configure: options => options.CheckpointFile = service.Files.FullName));
    }

    [Fact]
    public async Task Invalid_options_are_refused_before_any_request()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        foreach (Action<ReceiveOptions> wrong in new Action<ReceiveOptions>[]
        {
            options => options.Category = [],
            options => options.Category = ["inbox", "sent"],
            options => options.LookBack = TimeSpan.FromTicks(2),
            options => options.LookBack = TimeSpan.MaxValue,
            options => options.PollInterval = TimeSpan.Zero,
            options => options.MaxPollInterval = TimeSpan.FromTicks(1),
            options => options.State = "",
        })
        {
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => received.RunAsync(configure: wrong));
        }

        Assert.Empty(await service.RequestsAsync());
        Assert.Empty(service.Files.Names);
    }
}
