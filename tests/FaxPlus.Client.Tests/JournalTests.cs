using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the contents of a journal, when each line is written, and how a second run continues.</summary>
[Trait("Category", "Quick")]
public class JournalTests
{
    private const string Outbox = "/outbox$";

    [Fact]
    public async Task The_intent_is_on_disk_before_the_request_reaches_the_service()
    {
        using var folder = new Folder();
        string journal = folder.Path("run.journal");
        string? seen = null;
        await using Stub stub = await Stub.StartAsync(context =>
        {
            if (context.Request.Method == "GET") return Stub.WriteAsync(context, """{"uid":"u1"}""");
            using (var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            using (var reader = new StreamReader(file))
            {
                seen = reader.ReadToEnd();
            }

            return Stub.WriteAsync(context, "{\"ids\":{\"" + Service.Destination + "\":\"o1\"}}", 201);
        });

        using (IFaxSender run = stub.Client.Outbox.BeginSending(new SendingOptions { Journal = journal }))
        {
            await run.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit);
        }

        Assert.NotNull(seen);
        Assert.EndsWith("\n", seen);
        JsonNode intent = JsonNode.Parse(seen.Split('\n')[1])!;
        Assert.Equal("sending", (string?)intent["state"]);
        Assert.Equal(Service.Destination, (string?)intent["to"]![0]);
        Assert.StartsWith("faxplus-", (string?)intent["mark"]);
    }

    [Fact]
    public async Task A_completed_send_is_returned_without_any_request()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Comment = "Invoice 4711";
        request.Tags = ["a"];
        SentFax first = await service.RunAsync(request);
        await service.ForgetRequestsAsync();

        SentFax second = await service.RunAsync(request);

        Assert.Empty(await service.RequestsAsync());
        Assert.Equal((first.OutboxId, first.To, first.From, first.SubmitTime, first.Comment),
            (second.OutboxId, second.To, second.From, second.SubmitTime, second.Comment));
        Assert.Equal(first.Tags, second.Tags);
        Assert.Equal(first.Files, second.Files);
        Assert.Equal(JournalState.Sent, service.Item().State);
    }

    [Fact]
    public async Task A_run_with_WhatIf_creates_no_journal_and_reads_an_existing_one()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        var options = new SendingOptions { Journal = service.Journal(), JournalIsReadOnly = true };
        using (IFaxSender look = service.Client.Outbox.BeginSending(options))
            Assert.Null(await look.FindSentAsync(service.Letter(), service.TimeLimit));
        Assert.DoesNotContain(service.Files.Names, name => name.Contains("journal", StringComparison.Ordinal));

        await service.RunAsync(service.Letter());
        using (IFaxSender look = service.Client.Outbox.BeginSending(options))
            Assert.Single((await look.FindSentAsync(service.Letter(), service.TimeLimit))!);
    }

    [Fact]
    public async Task Failed_items_are_sent_by_the_next_run()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.AnswerAsync(400, method: "POST", path: Outbox);
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.RunAsync(service.Letter()));
        JournalItem failed = service.Item();
        Assert.Equal((JournalState.Failed, "FaxPlus.BadRequest", 1), (failed.State, failed.ErrorId, failed.Attempts));
        Assert.NotNull(failed.Ended);

        await service.RunAsync(service.Letter());

        Assert.Equal((JournalState.Sent, null, 2), (service.Item().State, service.Item().ErrorId, service.Item().Attempts));
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task An_item_that_fails_before_its_intent_is_also_in_the_journal()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.AnswerAsync(400, method: "POST", path: "/files$");

        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.RunAsync(service.Letter()));

        JournalItem item = service.Item();
        Assert.Equal((JournalState.Failed, Service.Destination, 0), (item.State, item.To.Single(), item.Attempts));
        Assert.Equal(["letter.pdf"], item.Files);
        await service.RunAsync(service.Letter());
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_fax_that_occurs_twice_in_a_run_is_sent_once_with_a_warning()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using IFaxSender run = service.Run();
        SendRequest request = service.Letter();

        IReadOnlyList<SentFax>[] both =
            await Task.WhenAll(run.SendAsync(request, service.TimeLimit), run.SendAsync(request, service.TimeLimit));

        Assert.Equal(both[0].Single().OutboxId, both[1].Single().OutboxId);
        Assert.Contains(Service.Destination, Assert.Single(service.Observer.Warnings));
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_of_another_fax_is_a_conflict_and_no_fax_is_sent(bool sameRun)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest first = service.Letter(), other = service.Letter("+41445550199");
        (first.Key, other.Key) = ("k", "k");
        IFaxSender run = service.Run();
        await run.SendAsync(first, service.TimeLimit);
        if (!sameRun)
        {
            run.Dispose();
            run = service.Run();
        }

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => run.SendAsync(other, service.TimeLimit));

        Assert.Contains("+41445550199", error.Message);
        Assert.Contains("k", error.Message);
        Assert.Equal(1, await service.AcceptedAsync());
        run.Dispose();
    }

    [Fact]
    public async Task A_key_with_other_contents_within_a_run_is_a_conflict()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest first = service.Letter(), other = service.Letter();
        other.Files = [service.Files.File("other.pdf")];
        (first.Key, other.Key) = ("k", "k");
        using IFaxSender run = service.Run();
        await run.SendAsync(first, service.TimeLimit);

        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => run.SendAsync(other, service.TimeLimit));

        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_key_with_an_unpaired_surrogate_is_refused_because_no_run_could_find_it()
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        request.Key = "letter \ud83d";

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.RunAsync(request));

        Assert.Contains("incomplete character", error.Message);
        Assert.Empty(await service.RequestsAsync("POST"));
        request.Key = "letter \ud83d\ude00";
        await service.RunAsync(request);
        await service.RunAsync(request);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task Files_with_other_contents_are_other_faxes_even_with_equal_length_and_time()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using IFaxSender run = service.Run();
        foreach (string name in new[] { "Ann", "Bob" })
        {
            SendRequest request = service.Letter();
            service.Files.File("letter.pdf", Encoding.ASCII.GetBytes($"%PDF-1.4 for {name}"));
            // The modification time is old, as for a copied or extracted file.
            File.SetLastWriteTimeUtc(request.Files[0], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            await run.SendAsync(request, service.TimeLimit);
        }

        Assert.Equal(2, await service.AcceptedAsync());
        Assert.Equal(2, (await service.RequestsAsync("POST", "/files")).Length);
        Assert.Empty(service.Observer.Warnings);
    }

    [Fact]
    public async Task An_uploaded_file_requires_a_key_and_no_fax_is_sent_without_one()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.UploadedFiles = [await service.Client.Files.UploadAsync(request.Files[0], cancellationToken: service.TimeLimit)];
        request.Files = [];

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.RunAsync(request));

        Assert.Equal(FaxPlusAdvice.Key, error.Advice);
        Assert.Equal(0, await service.AcceptedAsync());
        request.Key = "k";
        await service.RunAsync(request);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task The_items_are_returned_in_the_order_in_which_they_were_started_including_items_in_progress()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        using (IFaxSender run = service.Run())
        {
            foreach (string to in new[] { "+41445550103", "+41445550101", "+41445550102" })
                await run.SendAsync(service.Letter(to), service.TimeLimit);
            await service.FaultAsync("delay", "POST", Outbox, more: fault => fault["delayMs"] = 60_000);
            using var stop = new System.Threading.CancellationTokenSource();
            Task last = run.SendAsync(service.Letter("+41445550100"), stop.Token);
            await service.UntilAsync(() => Task.FromResult(service.Items().Length == 4));

            Assert.Equal(["+41445550103", "+41445550101", "+41445550102", "+41445550100"],
                service.Items().Select(item => item.To.Single()));
            Assert.Equal([JournalState.Sent, JournalState.Sent, JournalState.Sent, JournalState.Sending],
                service.Items().Select(item => item.State));
            stop.Cancel();
            await Failing.CancelledAsync(() => last);
        }

        JournalItem left = service.Items()[^1];
        Assert.Equal((JournalState.InDoubt, null, 1), (left.State, left.Ended, left.Attempts));
    }

    [Fact]
    public async Task The_journal_contains_no_secret_no_comment_and_no_contents()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Comment = "For your eyes only";
        request.Files = [service.Files.File("letter.pdf", "SecretContents"u8.ToArray())];
        await service.RunAsync(request);
        await service.AnswerAsync(401, method: "POST", path: Outbox);
        request.To = ["+41445550199"];
        await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => service.RunAsync(request));

        string text = string.Join('\n', service.Lines());
        foreach (string secret in new[] { Service.Token, "For your eyes", "SecretContents" }) Assert.DoesNotContain(secret, text);
    }

    [Fact]
    public async Task A_receipt_from_the_journal_can_be_tracked_although_it_contains_no_comment()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.1);
        SendRequest request = service.Letter();
        request.Comment = "Run of Monday";
        await service.RunAsync(request);
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        request.Comment = "Run of Tuesday";
        SentFax recalled = await service.RunAsync(request);

        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(recalled);
        follower.Add(service.Item().Sent.Single());

        FollowedFax[] followed = [.. await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit)];
        Assert.Equal(Assert.Single(await service.FaxIdsAsync()), followed[0].Fax?.Id);
        Assert.Null(recalled.Comment);
    }
}
