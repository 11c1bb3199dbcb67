using System;
using System.IO;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Receiving;
using FaxPlus.Client.IO;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests files that a virus scanner or a backup program has open. Files.Tests.ps1 tests the replacement of such files, which only Windows
/// refuses.
/// </summary>
public class HeldFileTests
{
    private static readonly TimeSpan s_scan = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_file_that_is_locked_briefly_is_uploaded()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Files.File("offer.pdf");
        using (new HeldFile(path, s_scan)) await service.Client.Files.UploadAsync(path, cancellationToken: service.TimeLimit);
    }

    [Fact]
    public async Task A_file_that_is_locked_briefly_is_sent_with_a_journal()
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        using (new HeldFile(request.Files[0], s_scan)) await service.RunAsync(request);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lock")]
    public async Task A_journal_that_is_locked_briefly_is_used(string suffix)
    {
        await using Service service = await Service.StartAsync();
        await service.RunAsync(service.Letter());
        using (new HeldFile(service.Journal() + suffix, s_scan)) await service.RunAsync(service.Letter("+41445550102"));
        using (new HeldFile(service.Journal() + suffix, s_scan)) Assert.Equal(2, service.Items().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lock")]
    public async Task A_checkpoint_that_is_locked_briefly_is_used(string suffix)
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        await service.ReceiveAsync(Received.Start, 1);
        await received.RunAsync();
        await service.ReceiveAsync(Received.Start.AddMinutes(1), 1);
        using (new HeldFile(received.File + suffix, s_scan)) Assert.Equal(1, await received.RunAsync());
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("send with a journal")]
    [InlineData("journal")]
    [InlineData("read a journal")]
    [InlineData("checkpoint")]
    public async Task The_error_for_a_file_that_remains_locked_names_it_and_the_cause(string what)
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        string path = service.Files.File("held.pdf");
        using var held = new HeldFile(path);
        SendRequest letter = service.Letter();
        SendRequest request = service.Letter();
        request.Files = [path];
        Func<Task> call = what switch
        {
            "upload" => () => service.Client.Files.UploadAsync(path, cancellationToken: service.TimeLimit),
            "send with a journal" => () => service.RunAsync(request),
            "journal" => () => service.Client.Outbox.BeginSending(new SendingOptions { Journal = path })
                .SendAsync(letter, service.TimeLimit),
            "read a journal" => () => Task.FromResult(new FaxPlusClientFactory().ReadJournal(path)),
            _ => () => received.RunAsync(configure: options => options.CheckpointFile = path),
        };

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, call);

        Assert.Contains("held.pdf", error.Message);
        Assert.Contains("another program has it open", error.Message);
        Assert.Contains("Close the program", error.RecommendedAction);
        Assert.DoesNotContain("permissions", error.RecommendedAction);
        Assert.DoesNotContain(await service.RequestsAsync(), request => request.Method != "GET");
    }

    [Fact]
    public void Only_files_that_another_program_has_open_are_retried()
    {
        int tries = 0;
        Assert.Throws<FileNotFoundException>(() => FileRetry.Open(() => { tries++; throw new FileNotFoundException(); }));
        Assert.Equal(1, tries);


        FileRetry.Change(() => { if (++tries < 6) throw new IOException("held", unchecked((int)0x80070020)); });
        Assert.Equal(6, tries);
    }
}
