using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

public class SendingTests
{
    [Fact]
    public async Task Each_destination_has_one_receipt_with_the_id_of_its_item()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter("+41445550101", "+41445550102", "+41445550103");
        request.Comment = "Three of them";
        request.Tags = ["a", "b"];

        IReadOnlyList<SentFax> sent = await service.SendAsync(request);

        Assert.Equal(request.To, sent.Select(fax => fax.To));
        JsonNode[] outbox = await service.StateAsync("outbox");
        Assert.Equal(outbox.Select(item => ((string?)item["id"], (string?)item["to"]![0])).Order(),
            sent.Select(fax => (fax.OutboxId, (string?)fax.To)).Order());
        Assert.All(sent, fax =>
        {
            Assert.Equal((Service.Own, "submitted", "self", "Three of them"), (fax.From, fax.Status, fax.UserId, fax.Comment));
            Assert.Equal(["letter.pdf"], fax.Files);
            Assert.Equal(["a", "b"], fax.Tags.Take(2));
            Assert.Equal(3, fax.Tags.Length);
            Assert.InRange(fax.SubmitTime, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(2));
        });
    }

    [Fact]
    public async Task All_options_reach_the_service()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Files = [service.Files.File("one.pdf"), service.Files.File("two.txt")];
        request.Comment = "Überweisung \"7\"";
        request.Tags = ["größe"];
        request.RetryCount = 2;
        request.RetryDelay = 11;
        request.Enhance = false;
        request.CoverPage = new CoverPage { NameTo = "Mia", NameFrom = "Max", Subject = "Angebot", Message = "Zeile 1\nZeile 2",
            Flags = ["urgent", "confidential"] };

        SentFax sent = Assert.Single(await service.SendAsync(request));

        JsonNode item = Assert.Single(await service.StateAsync("outbox"));
        Assert.Equal("Überweisung \"7\"", (string?)item["comment"]!["text"]);
        Assert.Equal(sent.Tags, item["comment"]!["tags"]!.AsArray().Select(tag => (string)tag!));
        Assert.Contains("größe", sent.Tags);
        Assert.Equal((2, 11), ((int)item["retry"]!["count"]!, (int)item["retry"]!["delay"]!));
        Assert.False((bool)item["should_enhance"]!);
        Assert.Equal(["one.pdf", "two.txt"], item["file_changes"]![0]!["files"]!.AsArray().Select(file => (string)file!["file_name"]!));
        Assert.Equal(["application/pdf", "text/plain"],
            item["file_changes"]![0]!["files"]!.AsArray().Select(file => (string)file!["mime_type"]!));
        Assert.Equal(("Mia", "Max", "Angebot", "Zeile 1\nZeile 2"), ((string)item["cover_page"]!["name_to"]!,
            (string)item["cover_page"]!["name_from"]!, (string)item["cover_page"]!["subject"]!, (string)item["cover_page"]!["message"]!));
        Assert.Equal(["urgent", "confidential"], item["cover_page"]!["flags"]!.AsArray().Select(flag => (string)flag!));
    }

    [Fact]
    public async Task A_send_without_options_enhances_and_uses_the_account_settings()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.SendAsync(service.Letter());
        JsonNode item = Assert.Single(await service.StateAsync("outbox"));
        Assert.True((bool)item["should_enhance"]!);
        Assert.Null(item["cover_page"]);
        Assert.Null(item["send_time"]);
    }

    [Fact]
    public async Task A_file_is_uploaded_once_in_a_run_regardless_of_the_number_of_sends()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string shared = service.Files.File("shared.pdf"), other = service.Files.File("other.pdf");
        IFaxSender sender = service.Client.Outbox.BeginSending();

        for (int i = 0; i < 5; i++)
        {
            SendRequest request = service.Letter($"+4144555010{i}");
            request.Files = [shared, other];
            await sender.SendAsync(request, service.TimeLimit);
        }

        Assert.Equal(2, (await service.RequestsAsync("POST", "/files")).Length);
        Assert.Equal(5, (await service.RequestsAsync("POST", "/outbox")).Length);
    }

    [Fact]
    public async Task A_file_that_changed_during_the_run_is_uploaded_again()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        IFaxSender sender = service.Client.Outbox.BeginSending();
        SendRequest request = service.Letter();
        await sender.SendAsync(request, service.TimeLimit);
        service.Files.File("letter.pdf", new byte[4321]);
        await sender.SendAsync(request, service.TimeLimit);

        Assert.Equal(2, (await service.RequestsAsync("POST", "/files")).Length);
        Assert.Contains(await service.StateAsync("outbox"), item => (int)item["file_changes"]![0]!["files"]![0]!["size"]! == 4321);
    }

    [Fact]
    public async Task An_uploaded_file_is_not_uploaded_again_and_follows_the_local_files()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        UploadedFile uploaded =
            await service.Client.Files.UploadAsync(service.Files.File("before.pdf"), cancellationToken: service.TimeLimit);
        SendRequest request = service.Letter();
        request.UploadedFiles = [uploaded];

        SentFax sent = Assert.Single(await service.SendAsync(request));

        Assert.Equal(["letter.pdf", "before.pdf"], sent.Files);
        Assert.Equal(uploaded.Path, (string?)Assert.Single(await service.StateAsync("outbox"))["files"]![1]);
        Assert.Equal(2, (await service.RequestsAsync("POST", "/files")).Length);
    }

    [Fact]
    public async Task Sending_a_fax_again_disables_the_enhancement_as_the_service_requires()
    {
        await using Service service = await Service.StartAsync(options => (options.SeedFaxes, options.SendSeconds) = (5, 600));
        string id = (await service.FaxIdsAsync())[0];

        await service.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = id, Enhance = true });

        Assert.False((bool)Assert.Single(await service.StateAsync("outbox"))["should_enhance"]!);
        Assert.Empty(await service.RequestsAsync("POST", "/files"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5.5)]
    [InlineData(-7)]
    public async Task A_send_time_is_sent_in_UTC_with_a_plus_sign(double offsetHours)
    {
        await using Service service = await Service.StartAsync();
        var time = new DateTimeOffset(2031, 3, 4, 5, 6, 7, TimeSpan.FromHours(offsetHours));
        SendRequest request = service.Letter();
        request.SendTime = time;

        SentFax sent = Assert.Single(await service.SendAsync(request));

        Assert.Equal(time, sent.SendTime);
        Assert.Equal(TimeSpan.Zero, sent.SendTime!.Value.Offset);
        string wire = (string)Assert.Single(await service.StateAsync("outbox"))["send_time"]!;
        Assert.Equal(time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " +0000", wire);
    }

    [Fact]
    public async Task More_than_4000_destinations_are_refused_before_any_upload()
    {
        await using Service service = await Service.StartAsync();
        string[] to = [.. Enumerable.Range(0, 4001).Select(n => $"+41445{550000 + n}")];

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.SendAsync(service.Letter(to)));

        Assert.Contains("4001", error.Message);
        Assert.Contains("4000", error.Message);
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task Exactly_4000_destinations_are_4000_faxes_in_one_request()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string[] to = [.. Enumerable.Range(0, 4000).Select(n => $"+41445{550000 + n}")];

        IReadOnlyList<SentFax> sent = await service.SendAsync(service.Letter(to));

        Assert.Equal(4000, sent.Select(fax => fax.OutboxId).Distinct().Count());
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    public static TheoryData<string, Action<SendRequest>> SenselessRequests => new()
    {
        { "destination", request => request.To = [] },
        { "destination", request => request.To = [Service.Destination, " "] },
        { "nothing to send", request => request.Files = [] },
    };

    [Theory]
    [MemberData(nameof(SenselessRequests), DisableDiscoveryEnumeration = true)]
    public async Task An_invalid_request_is_refused_without_a_call(string words, Action<SendRequest> spoil)
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        spoil(request);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.SendAsync(request));

        Assert.Contains(words, error.Message);
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task An_invalid_number_is_refused_with_the_services_message_and_advice()
    {
        await using Service service = await Service.StartAsync();

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.SendAsync(service.Letter(Service.Destination, "044 555 12 34")));

        Assert.Equal(400, error.StatusCode);
        Assert.Contains("E.164", error.Message);
        Assert.Contains("'044 555 12 34'", error.RecommendedAction);
        Assert.DoesNotContain($"'{Service.Destination}'", error.RecommendedAction);
        Assert.Equal(0, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_check_makes_no_call_that_changes_data()
    {
        await using Service service = await Service.StartAsync();
        SendRequest request = service.Letter();
        request.From = null;

        Assert.Equal(Service.Own, await service.Client.Outbox.BeginSending().ResolveSenderAsync(request, service.TimeLimit));

        Assert.All(await service.RequestsAsync(), seen => Assert.Equal("GET", seen.Method));
        await Failing.WithAsync(FaxPlusErrorKind.FileNotFound, () =>
        {
            request.Files = [service.Files.Path("missing.pdf")];
            return service.Client.Outbox.BeginSending().ResolveSenderAsync(request, service.TimeLimit);
        });
    }

    [Fact]
    public async Task A_destination_that_is_specified_twice_receives_one_fax_and_has_one_receipt()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);

        IReadOnlyList<SentFax> sent = await service.SendAsync(service.Letter(Service.Destination, "+41445550102", Service.Destination));

        Assert.Equal(2, await service.AcceptedAsync());
        Assert.Equal((await service.StateAsync("outbox")).Select(item => (string?)item["id"]).Order(),
            sent.Select(fax => fax.OutboxId).Order());
    }

    [Theory]
    [InlineData("Approved")]
    [InlineData("")]
    public async Task A_new_comment_keeps_the_mark_of_the_fax(string comment)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax sent = await service.RunAsync(service.Letter());
        string? mark = Assert.Single(await service.Client.Outbox.ListAsync(cancellationToken: service.TimeLimit)).CommentMark;

        await service.Client.Outbox.SetCommentAsync(sent.OutboxId!, comment, cancellationToken: service.TimeLimit);

        OutboxFax item = await service.Client.Outbox.GetAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);
        Assert.NotNull(mark);
        Assert.Equal((comment, mark), (item.Comment ?? "", item.CommentMark));
    }

    [Fact]
    public async Task A_comment_can_be_changed_without_the_scope_to_read_it()
    {
        const string Editor = "alohi_pat_editor";
        await using Service service = await Service.StartAsync(options =>
        {
            options.SendSeconds = 600;
            options.Pats[Editor] = ["fax:fax:edit"];
        });
        SentFax sent = await service.RunAsync(service.Letter());

        await service.NewClient(Editor).Outbox.SetCommentAsync(sent.OutboxId!, "Approved", cancellationToken: service.TimeLimit);

        Assert.Equal("Approved", (await service.Client.Outbox.GetAsync(sent.OutboxId!, cancellationToken: service.TimeLimit)).Comment);
    }

    [Fact]
    public async Task An_item_can_be_read_changed_and_cancelled()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));

        await service.Client.Outbox.SetCommentAsync(sent.OutboxId!, "Neuer Text", cancellationToken: service.TimeLimit);
        OutboxFax item = await service.Client.Outbox.GetAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);
        Assert.Equal((sent.OutboxId, "Neuer Text", Service.Own), (item.Id, item.Comment, item.From));
        Assert.Equal(sent.Tags, item.Tags);
        Assert.Equal(sent.OutboxId, Assert.Single(await service.Client.Outbox.ListAsync(cancellationToken: service.TimeLimit)).Id);

        await service.Client.Outbox.CancelAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);
        Assert.Equal(0, await service.AcceptedAsync());
    }
}
