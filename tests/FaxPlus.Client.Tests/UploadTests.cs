using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

public class UploadTests
{
    [Theory]
    [InlineData("letter.pdf", "letter.pdf", "application/pdf")]
    [InlineData("with blanks (2).docx", "with blanks (2).docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("Müller-Überweisung é.TIF", "Müller-Überweisung é.TIF", "image/tiff")]
    [InlineData("見積書 😀.png", "見積書 😀.png", "image/png")]
    [InlineData("a;b=c, d'e%20.txt", "a;b=c, d'e%20.txt", "text/plain")]
    [InlineData("unknown.fax", "unknown.fax", "application/octet-stream")]
    // Browsers also percent-encode quotation marks, because many servers do not support backslashes before quotation marks.
    [InlineData("so \"called\".pdf", "so %22called%22.pdf", "application/pdf")]
    public async Task A_file_keeps_its_name_its_type_and_its_size(string name, string wireName, string type)
    {
        if (OperatingSystem.IsWindows() && name.Contains('"')) name = name.Replace("\"", "", StringComparison.Ordinal);
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Files = [service.Files.File(name, new byte[1234])];

        SentFax sent = Assert.Single(await service.SendAsync(request));

        Assert.Equal([name], sent.Files);
        JsonNode file = Assert.Single(await service.StateAsync("outbox"))["file_changes"]![0]!["files"]![0]!;
        Assert.Equal((OperatingSystem.IsWindows() ? wireName.Replace("%22", "", StringComparison.Ordinal) : wireName, type, 1234),
            ((string)file["file_name"]!, (string)file["mime_type"]!, (int)file["size"]!));
    }

    [Fact]
    public async Task An_upload_returns_its_path_name_size_and_owner()
    {
        await using Service service = await Service.StartAsync();
        UploadedFile file = await service.Client.Files.UploadAsync(service.Files.File("a.pdf", new byte[300_000]), format: FaxFormat.Tiff,
            cancellationToken: service.TimeLimit);
        Assert.StartsWith("/transient-", file.Path);
        Assert.Equal(("a.pdf", 300_000L, "self"), (file.Name, file.Length, file.UserId));
        Assert.Equal("?format=tiff", Assert.Single(await service.RequestsAsync()).Query);
        CallProgress[] progress = service.Observer.ProgressReports;
        Assert.True(progress.Length > 1, "A large upload must report its progress several times.");
        Assert.Equal((300_000, 300_000), (progress[^1].Done, progress[^1].Total));
    }

    [Fact]
    public async Task A_missing_file_a_folder_and_an_empty_file_are_reported_before_any_request()
    {
        await using Service service = await Service.StartAsync();
        string empty = service.Files.File("empty.pdf", []);
        foreach ((string path, FaxPlusErrorKind kind, string word) in new[]
        {
            (service.Files.Path("missing.pdf"), FaxPlusErrorKind.FileNotFound, "does not exist"),
            (service.Files.FullName, FaxPlusErrorKind.FileRejected, "folder"),
            (empty, FaxPlusErrorKind.FileRejected, "empty"),
            (" ", FaxPlusErrorKind.FileRejected, "empty"),
        })
        {
            FaxPlusException error =
                await Failing.WithAsync(kind, () => service.Client.Files.UploadAsync(path, cancellationToken: service.TimeLimit));
            Assert.Contains(word, error.Message);
            if (path != " ") Assert.Contains(path, error.Message);
            SendRequest request = service.Letter();
            request.Files = [service.Files.File("good.pdf"), path];
            await Failing.WithAsync(kind, () => service.SendAsync(request));
        }

        Assert.Empty(await service.RequestsAsync());
    }

    [Theory]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("truncate")]
    [InlineData("garbage")]
    [InlineData("status")]
    public async Task An_upload_is_retried_after_a_fault(string kind)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.FaultAsync(kind, "POST", "/files");
        SendRequest request = service.Letter();
        request.Files = [service.Files.File("a.pdf", new byte[400_000])];
        await service.SendAsync(request);
        Assert.Equal(400_000, (int)Assert.Single(await service.StateAsync("outbox"))["file_changes"]![0]!["files"]![0]!["size"]!);
        Assert.Equal(2, (await service.RequestsAsync("POST", "/files")).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_file_that_changes_during_its_upload_is_rejected_and_not_sent(int change)
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        string path = service.Files.File("growing.pdf", new byte[600_000]);
        request.Files = [path];
        int reports = 0;
        bool refused = false;
        service.Observer.OnProgress = _ =>
        {
            if (Interlocked.Increment(ref reports) > 1) return;
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(600_000 + (change * 200_000));
            }
            catch (IOException)
            {
                refused = true;
            }
        };

        Exception? outcome = await Record.ExceptionAsync(() => service.SendAsync(request));

        if (refused)
        {
            // On Windows, other programs cannot write to a file while it is read, so the file is sent unchanged.
            Assert.Null(outcome);
            Assert.Equal(600_000, (int)Assert.Single(await service.StateAsync("outbox"))["file_changes"]![0]!["files"]![0]!["size"]!);
            return;
        }

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () =>
            outcome is null ? Task.CompletedTask : Task.FromException(outcome));
        Assert.Contains("changed before", error.Message);
        Assert.Equal(0, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_file_that_is_replaced_by_another_of_equal_length_is_rejected_and_not_sent()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Files.File("replaced.pdf", new byte[1000]);
        SendRequest request = service.Letter();
        request.Files = [path];
        await service.AnswerAsync(503, method: "POST", path: "/files");
        service.Observer.OnVerbose = line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal)) File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)1, 1000)]);
        };

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => service.SendAsync(request));

        Assert.Contains("changed before", error.Message);
        Assert.Equal(0, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_replaced_after_its_request_was_examined_is_not_sent(bool hasJournal)
    {
        await using Service service = await Service.StartAsync();
        using IFaxSender sender = service.Client.Outbox.BeginSending(
            new SendingOptions { Journal = hasJournal ? service.Journal() : null });
        SendRequest request = service.Letter();
        Assert.Null(await sender.FindSentAsync(request, service.TimeLimit));
        await sender.ResolveSenderAsync(request, service.TimeLimit);
        byte[] contents = File.ReadAllBytes(request.Files[0]);
        File.WriteAllBytes(request.Files[0], [.. Enumerable.Reverse(contents)]);

        FaxPlusException error = await Failing.WithAsync(
            FaxPlusErrorKind.FileRejected, () => sender.SendAsync(request, service.TimeLimit));

        Assert.Contains("changed before", error.Message);
        Assert.Equal(0, await service.AcceptedAsync());
        // Setting the property again selects the new contents of the file.
        request.Files = [request.Files[0]];
        Assert.Single(await sender.SendAsync(request, service.TimeLimit));
    }

    [Fact]
    public async Task A_request_that_was_examined_before_its_file_was_replaced_sends_the_contents_that_are_uploaded_already()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using IFaxSender sender = service.Client.Outbox.BeginSending();
        await sender.SendAsync(service.Letter("+41445550101"), service.TimeLimit);
        SendRequest second = service.Letter("+41445550102");
        await sender.ResolveSenderAsync(second, service.TimeLimit);
        service.Files.File("letter.pdf", new byte[4321]);

        await sender.SendAsync(second, service.TimeLimit);

        Assert.Single(await service.RequestsAsync("POST", "/files"));
        Assert.DoesNotContain(await service.StateAsync("outbox"), item => (int)item["file_changes"]![0]!["files"]![0]!["size"]! == 4321);
    }

    [Fact]
    public async Task The_error_of_an_upload_whose_connection_broke_names_the_file_and_its_size()
    {
        await using Service service = await Service.StartAsync(client: options => options.RetryTimeout = TimeSpan.FromSeconds(0.2));
        await service.FaultAsync("drop-before", "POST", "/files", times: null);
        string path = service.Files.File("large scan.pdf", new byte[3 * 1024 * 1024]);

        FaxPlusException error = await Failing.WithAsync(
            FaxPlusErrorKind.Network, () => service.Client.Files.UploadAsync(path, cancellationToken: service.TimeLimit));

        Assert.Contains("'large scan.pdf' (3.0 MB)", error.Message);
    }

    [Fact]
    public async Task A_file_that_is_deleted_between_two_attempts_is_a_file_error()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Files.File("gone.pdf");
        await service.AnswerAsync(503, method: "POST", path: "/files");
        service.Observer.OnVerbose = line =>
        {
            if (line.Contains("trying again", StringComparison.Ordinal)) File.Delete(path);
        };

        FaxPlusException error =
            await Assert.ThrowsAsync<FaxPlusException>(() => service.Client.Files.UploadAsync(path, cancellationToken: service.TimeLimit));

        Assert.Contains(error.Kind, new[] { FaxPlusErrorKind.FileNotFound, FaxPlusErrorKind.FileRejected });
        Assert.Contains("gone.pdf", error.Message);
    }

    [Fact]
    public async Task A_response_without_a_path_is_not_an_upload()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}", 201);
        using var folder = new Folder();
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Files.UploadAsync(folder.File("a.pdf"), cancellationToken: stub.TimeLimit));
        Assert.Contains("a.pdf", error.Message);
    }

    [Fact]
    public async Task A_refused_upload_is_reported_with_the_services_message()
    {
        await using Service service = await Service.StartAsync();
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.Client.Files.UploadAsync(service.Files.File("noextension"), cancellationToken: service.TimeLimit));
        Assert.Contains("has no extension", error.Message);
        Assert.Equal("POST /accounts/{user_id}/files", error.Operation);
    }
}
