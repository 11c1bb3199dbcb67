using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests uploaded files that the service deletes during a run. The vendor does not document how long uploads are kept.</summary>
public class LostUploadTests
{
    [Fact]
    public async Task A_run_uploads_a_lost_file_again_once_for_all_sends_that_share_it()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string letterhead = service.Files.File("letterhead.pdf"), terms = service.Files.File("terms.pdf");
        using IFaxSender run = service.Client.Outbox.BeginSending();
        Task<IReadOnlyList<SentFax>> SendAsync(int row) => run.SendAsync(Letter(service, row, letterhead, terms), service.TimeLimit);

        await SendAsync(0);
        await service.LoseUploadsAsync();
        IReadOnlyList<SentFax>[] sent = await Task.WhenAll(Enumerable.Range(1, 20).Select(SendAsync));

        Assert.All(sent, receipts => Assert.Equal(["letterhead.pdf", "terms.pdf"], Assert.Single(receipts).Files));
        Assert.Equal(21, (await service.StateAsync("outbox")).Length);
        Assert.Equal(4, (await service.RequestsAsync("POST", "/files")).Length);
    }

    [Fact]
    public async Task A_file_that_was_uploaded_after_the_loss_is_not_uploaded_again()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string letterhead = service.Files.File("letterhead.pdf"), terms = service.Files.File("terms.pdf");
        using IFaxSender run = service.Client.Outbox.BeginSending();
        Task SendAsync(int row, params string[] files) => run.SendAsync(Letter(service, row, files), service.TimeLimit);

        await SendAsync(0, letterhead, terms);
        await service.LoseUploadsAsync();
        await SendAsync(1, terms);
        await SendAsync(2, letterhead, terms);

        Assert.Equal(3, (await service.StateAsync("outbox")).Length);
        Assert.Equal(4, (await service.RequestsAsync("POST", "/files")).Length);
    }

    [Fact]
    public async Task Repeated_losses_of_uploads_in_a_run_fail_no_fax()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string one = service.Files.File("one.pdf"), two = service.Files.File("two.pdf");
        using IFaxSender run = service.Client.Outbox.BeginSending();
        Task SendAsync(int row, params string[] files) => run.SendAsync(Letter(service, row, files), service.TimeLimit);

        await SendAsync(0, one, two);
        for (int loss = 0; loss < 3; loss++)
        {
            await service.LoseUploadsAsync();
            await SendAsync((loss * 10) + 1, one);
            await service.LoseUploadsAsync();
            await Task.WhenAll(Enumerable.Range(2, 8).Select(row => SendAsync((loss * 10) + row, two, one)));
        }

        Assert.Equal(28, (await service.StateAsync("outbox")).Length);
    }

    [Fact]
    public async Task A_number_whose_refusal_names_the_files_does_not_prevent_later_uploads()
    {
        using var folder = new Folder();
        string shared = folder.File("shared.pdf");
        int uploads = 0, kept = 0;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/files", StringComparison.Ordinal))
            {
                kept = ++uploads;
                await Stub.WriteAsync(context, $$"""{"path":"/transient-{{uploads}}"}""", 201);
                return;
            }

            JsonNode body = JsonNode.Parse(await new StreamReader(context.Request.Body).ReadToEndAsync())!;
            string path = (string)body["files"]![0]!;
            string to = (string)body["to"]![0]!;
            bool isTaken = to != "+41445550199" && path == $"/transient-{kept}";
            if (isTaken) await Stub.WriteAsync(context, $$$"""{"ids":{"{{{to}}}":"0123456789abcdef01234567"}}""", 201);
            else await Stub.WriteAsync(context, $$"""{"error":"invalid_request","description":"{{path}} cannot be sent to {{to}}."}""",
                400);
        });
        using IFaxSender run = stub.Client.Outbox.BeginSending();
        Task SendAsync(string to) => run.SendAsync(new SendRequest { From = Service.Own, To = [to], Files = [shared] }, stub.TimeLimit);

        for (int i = 0; i < 5; i++)
        {
            await SendAsync($"+4144555010{i}");
            FaxPlusException refused = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => SendAsync("+41445550199"));
            Assert.Contains("uploaded again", refused.RecommendedAction);
            kept = 0;
            await SendAsync($"+4144555011{i}");
        }
    }

    [Fact]
    public async Task A_journal_contains_the_intent_and_then_the_result()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string shared = service.Files.File("shared.pdf");
        SendRequest first = service.Letter("+41445550101"), second = service.Letter("+41445550102");
        first.Files = second.Files = [shared];
        using (IFaxSender run = service.Run())
        {
            await run.SendAsync(first, service.TimeLimit);
            await service.LoseUploadsAsync();
            await run.SendAsync(second, service.TimeLimit);
        }

        Assert.Equal([JournalState.Sent, JournalState.Sent], service.Items().Select(item => item.State));
        Assert.Equal(["sending", "sent", "sending", "sent"],
            service.Lines().Skip(1).Select(line => (string)JsonNode.Parse(line)!["state"]!));
        Assert.Equal(2, (await service.StateAsync("outbox")).Length);
    }

    [Fact]
    public async Task A_file_that_no_longer_exists_is_the_error_of_the_fax_and_the_journal_contains_the_failure()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string shared = service.Files.File("shared.pdf");
        SendRequest first = service.Letter("+41445550101"), second = service.Letter("+41445550102");
        first.Files = second.Files = [shared];
        using (IFaxSender run = service.Run())
        {
            await run.SendAsync(first, service.TimeLimit);
            await service.LoseUploadsAsync();
            await service.AnswerAsync(413, method: "POST", path: "/files$");
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => run.SendAsync(second, service.TimeLimit));
        }

        Assert.Equal([JournalState.Sent, JournalState.Failed], service.Items().Select(item => item.State));
        Assert.Equal("+41445550102", (await service.RunAsync(second)).To);
    }

    [Fact]
    public async Task An_upload_of_an_earlier_command_is_not_repeated_and_the_error_states_its_origin()
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        request.Files = [];
        request.UploadedFiles =
            [await service.Client.Files.UploadAsync(service.Files.File("offer.pdf"), cancellationToken: service.TimeLimit)];
        await service.LoseUploadsAsync();

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.SendAsync(request));

        Assert.Contains("Upload 'offer.pdf' again", error.RecommendedAction);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Fact]
    public async Task A_service_that_names_the_files_in_every_refusal_does_not_receive_a_file_repeatedly()
    {
        int uploads = 0;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/files", StringComparison.Ordinal))
                await Stub.WriteAsync(context, $"{{\"path\":\"/transient-{++uploads}\"}}", 201);
            else await Stub.WriteAsync(context,
                $"{{\"error\":\"invalid_number\",\"request\":{await new StreamReader(context.Request.Body).ReadToEndAsync()}}}", 400);
        });
        using var folder = new Folder();
        string shared = folder.File("shared.pdf");
        using IFaxSender run = stub.Client.Outbox.BeginSending();
        for (int row = 0; row < 5; row++)
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
                run.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], Files = [shared] }, stub.TimeLimit));
            Assert.Contains("invalid_number", error.Message);
        }

        Assert.Equal(5, uploads);
        Assert.Equal(9, stub.Requests.Count(request => request.Target.EndsWith("/outbox", StringComparison.Ordinal)));
    }

    private static SendRequest Letter(Service service, int row, params string[] files)
    {
        SendRequest request = service.Letter($"+414455501{row:00}");
        request.Files = files;
        return request;
    }
}
