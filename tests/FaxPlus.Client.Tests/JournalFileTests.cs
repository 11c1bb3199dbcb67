using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests a journal file that is incomplete, damaged, not a journal, or in use.</summary>
public class JournalFileTests
{
    [Fact]
    public async Task A_last_line_truncated_at_any_byte_is_repaired_and_no_fax_is_lost_or_sent_twice()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.VisibilityDelay = TimeSpan.Zero);
        string[] numbers = ["+41445550101", "+41445550102"];
        foreach (string to in numbers) await service.RunAsync(service.Letter(to));
        byte[] whole = await File.ReadAllBytesAsync(service.Journal());
        int before = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int length = before; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(service.Journal(), whole[..length]);
            Assert.Equal(2, service.Items().Length);
            foreach (string to in numbers) await service.RunAsync(service.Letter(to));
            Assert.Equal([JournalState.Sent, JournalState.Sent], service.Items().Select(item => item.State));
        }

        Assert.Equal(2, await service.AcceptedAsync());
    }

    [Fact]
    public async Task An_intent_that_lacks_only_its_line_feed_is_kept()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.RunAsync(service.Letter());
        await File.WriteAllTextAsync(service.Journal(), string.Join('\n', service.Lines().Take(2)));

        await service.RunAsync(service.Letter());

        Assert.Equal(1, await service.AcceptedAsync());
        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Equal(3, service.Lines().Length);
    }

    [Fact]
    public async Task Lines_written_after_a_truncated_line_of_a_long_journal_can_be_read()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.VisibilityDelay = TimeSpan.Zero);
        await service.RunAsync(service.Letter());
        string[] lines = service.Lines();
        // The journal contains 400 faxes and a truncated line.
        string[] many = [.. Enumerable.Range(0, 400)
            .SelectMany(i => lines.Skip(1).Select(line => line.Replace("\"key\":\"", $"\"key\":\"{i}-", StringComparison.Ordinal)))];
        await File.WriteAllTextAsync(service.Journal(), string.Join('\n', [lines[0], .. many, many[0][..100]]));

        using IFaxSender run = service.Run();
        SendRequest letter = service.Letter("+41445550102");
        SentFax first = Assert.Single(await run.SendAsync(letter, service.TimeLimit));
        SentFax second = Assert.Single(await run.SendAsync(letter, service.TimeLimit));

        Assert.Equal(first.OutboxId, second.OutboxId);
        Assert.Contains(service.Observer.Warnings, warning => warning.Contains("twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_first_line_truncated_at_any_byte_is_replaced()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using (IFaxSender run = service.Run()) await run.FindSentAsync(service.Letter(), service.TimeLimit);
        byte[] header = await File.ReadAllBytesAsync(service.Journal());
        for (int length = 0; length < header.Length; length++)
        {
            await File.WriteAllBytesAsync(service.Journal(), header[..length]);
            using (IFaxSender run = service.Run()) await run.FindSentAsync(service.Letter(), service.TimeLimit);
            Assert.Equal(header, await File.ReadAllBytesAsync(service.Journal()));
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"key":"k","state":"sending","time":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"key":"k","state":"unheard-of","time":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"key":"k","state":7,"time":"2026-01-01T00:00:00Z"}""")]
    public async Task A_damaged_line_in_the_middle_is_refused_with_its_number_and_no_fax_is_sent(string line)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.RunAsync(service.Letter());
        string[] lines = service.Lines();
        await File.WriteAllLinesAsync(service.Journal(), [lines[0], line, lines[2]]);
        byte[] before = await File.ReadAllBytesAsync(service.Journal());
        await service.ForgetRequestsAsync();

        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => service.RunAsync(service.Letter("+41445550102")));

        Assert.Contains("Line 2", error.Message);
        Assert.True(error.IsFatal);
        Assert.Empty(await service.RequestsAsync("POST"));
        Assert.Equal(before, await File.ReadAllBytesAsync(service.Journal()));
    }

    [Theory]
    [InlineData("a byte order mark at the beginning")]
    [InlineData("blank lines at the end")]
    [InlineData("a blank line without a line feed")]
    [InlineData("other line endings")]
    public async Task A_journal_that_an_editor_has_saved_can_be_continued(string how)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.RunAsync(service.Letter());
        string text = await File.ReadAllTextAsync(service.Journal());
        string saved = how switch
        {
            "a byte order mark at the beginning" => "\ufeff" + text,
            "blank lines at the end" => text + "\n \r\n",
            "a blank line without a line feed" => text + "\t ",
            _ => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        };
        await File.WriteAllBytesAsync(service.Journal(), Encoding.UTF8.GetBytes(saved));

        for (int run = 0; run < 2; run++)
        {
            await service.RunAsync(service.Letter());
            await service.RunAsync(service.Letter("+41445550102"));
        }

        Assert.Equal(2, await service.AcceptedAsync());
        Assert.Equal(2, service.Items().Length);
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_created_does_not_count_as_another_run()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync();
        File.CreateSymbolicLink(service.Journal() + ".lock", service.Files.Path("missing/lock"));

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => service.RunAsync(service.Letter()));

        Assert.Contains("cannot be opened", error.Message);
        Assert.Empty(await service.RequestsAsync("POST"));
    }

    [Theory]
    [InlineData("To,Path\n+1,a.pdf\n")]
    [InlineData("To,Path")]
    [InlineData("{}\n")]
    [InlineData("[1]\n")]
    [InlineData("null\n")]
    [InlineData("\n")]
    [InlineData("{\"format\":\"Another\",\"version\":1}\n")]
    [InlineData("%PDF-1.4\n%\u00e2\u00e3\n")]
    public async Task A_file_that_is_not_a_journal_is_not_changed(string text)
    {
        await using Service service = await Service.StartAsync();
        byte[] before = Encoding.Latin1.GetBytes(text);
        await File.WriteAllBytesAsync(service.Journal(), before);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => service.RunAsync(service.Letter()));

        Assert.Contains("not a journal", error.Message);
        Assert.True(error.IsFatal);
        Assert.False(Assert.Throws<FaxPlusException>(() => service.Items()).IsFatal, "The command must continue with the other journals.");
        Assert.Equal(before, await File.ReadAllBytesAsync(service.Journal()));
        Assert.Empty(await service.RequestsAsync("POST"));
        Assert.Throws<FaxPlusException>(() => service.Items());
    }

    [Fact]
    public async Task A_large_binary_file_without_lines_is_not_changed()
    {
        await using Service service = await Service.StartAsync();
        byte[] before = new byte[300_000];
        await File.WriteAllBytesAsync(service.Journal(), before);

        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => service.RunAsync(service.Letter()));

        Assert.Equal(before, await File.ReadAllBytesAsync(service.Journal()));
    }

    [Theory]
    [InlineData("service", "https://restapi.fax.plus/v3", FaxPlusErrorKind.Conflict)]
    [InlineData("version", 2, FaxPlusErrorKind.FileRejected)]
    public async Task A_journal_of_another_service_or_of_a_newer_version_is_refused(string field, object value, FaxPlusErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        await service.RunAsync(service.Letter());
        string[] lines = service.Lines();
        var header = System.Text.Json.Nodes.JsonNode.Parse(lines[0])!;
        header[field] = value is int number ? number : (string)value;
        lines[0] = header.ToJsonString();
        await File.WriteAllLinesAsync(service.Journal(), lines);
        await service.ForgetRequestsAsync();

        FaxPlusException error = await Failing.WithAsync(kind, () => service.RunAsync(service.Letter()));

        Assert.True(error.IsFatal);
        Assert.Empty(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task Two_runs_on_one_journal_are_refused_even_within_one_process_and_by_another_name()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using (IFaxSender first = service.Run())
        {
            await first.SendAsync(service.Letter(), service.TimeLimit);
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => service.RunAsync(service.Letter()));
            Assert.Contains("Another run is using", error.Message);
            Assert.True(error.IsFatal);

            if (!OperatingSystem.IsWindows())
            {
                File.CreateSymbolicLink(service.Files.Path("link.journal"), service.Journal());
                using (IFaxSender second =
                    service.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Files.Path("link.journal") }))
                {
                    await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => second.SendAsync(service.Letter(), service.TimeLimit));
                }

                // The lock file of the hard link has another name, but the journal is the same file.
                if (!OperatingSystem.IsLinux()) return;
                HardLink.Create(service.Files.Path("hard.journal"), service.Journal());
                using IFaxSender third =
                    service.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Files.Path("hard.journal") });
                error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => third.SendAsync(service.Letter(), service.TimeLimit));
                Assert.Contains("another program has it open", error.Message);
            }
        }

        await service.RunAsync(service.Letter());
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData("missing/run.journal", FaxPlusErrorKind.FileNotFound)]
    [InlineData("", FaxPlusErrorKind.FileRejected)]
    public async Task An_unusable_journal_path_is_reported_before_any_fax_is_sent(string name, FaxPlusErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        using IFaxSender run =
            service.Client.Outbox.BeginSending(new SendingOptions { Journal = Path.Combine(service.Files.FullName, name) });

        FaxPlusException error = await Failing.WithAsync(kind, () => run.SendAsync(service.Letter(), service.TimeLimit));

        Assert.True(error.IsFatal);
        Assert.Empty(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task A_new_journal_is_accessible_only_by_its_owner()
    {
        if (OperatingSystem.IsWindows()) return;
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);

        await service.RunAsync(service.Letter());

#if NET
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(service.Journal()));
#endif
    }

    [Fact]
    public async Task Lines_that_are_written_concurrently_are_all_complete()
    {
        using var folder = new Folder();
        string path = folder.Path("run.journal");
        using (var file = JournalFile.Open(path, new Uri("https://example.com/v3"), null, new JournalIndex(), ClientPlatform.Default))
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => file.AppendAsync(
                JournalText.Write(new JournalLine { Key = $"k{i}", State = JournalState.Failed, Message = new string('x', i) })))));
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(i => ($"k{i}", new string('x', i))).Order(),
            SendJournal.Read(path).Select(item => (item.Key, item.Error!)).Order());
    }

    [Fact]
    public async Task A_line_after_the_end_fails_and_does_not_wait_forever()
    {
        using var folder = new Folder();
        var file = JournalFile.Open(folder.Path("run.journal"), new Uri("https://example.com/v3"), null, new JournalIndex(),
            ClientPlatform.Default);
        Task[] early = [.. Enumerable.Range(0, 50)
            .Select(i => file.AppendAsync(JournalText.Write(new JournalLine { Key = $"k{i}", State = JournalState.Failed })))];
        file.Dispose();
        await Task.WhenAll(early).WaitAsync(TimeSpan.FromMinutes(5));

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => file.AppendAsync(
            JournalText.Write(new JournalLine { Key = "late", State = JournalState.Failed })).WaitAsync(TimeSpan.FromMinutes(5)));

        Assert.True(error.IsFatal);
    }

    [Fact]
    public async Task A_line_with_4000_destinations_is_read_completely()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter([.. Enumerable.Range(0, 4000).Select(i => $"+4144{i:0000000}")]);
        using (IFaxSender run = service.Run()) await run.SendAsync(request, service.TimeLimit);

        Assert.Equal(request.To, service.Item().To);
        Assert.Equal(4000, service.Item().Sent.Select(fax => fax.OutboxId).Distinct().Count());
    }

    [Fact]
    public async Task A_run_that_ends_while_it_opens_the_journal_releases_it()
    {
        await using Service service = await Service.StartAsync();
        string journal = service.Files.Path("run.journal");
        for (int i = 0; i < 50; i++)
        {
            IFaxSender run = service.Client.Outbox.BeginSending(new SendingOptions { Journal = journal });
            Task opening = run.FindSentAsync(service.Letter(), service.TimeLimit);
            run.Dispose();
            await Record.ExceptionAsync(() => opening);
            FileLock? free = FileLock.TryTake(journal);
            Assert.NotNull(free);
            free!.Dispose();
        }
    }
}
