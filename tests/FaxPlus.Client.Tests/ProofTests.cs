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

/// <summary>
/// Tests the rules in docs/architecture.md, "What counts as proof": the conclusions about a fax whose response was lost, and the conditions
/// under which it remains in doubt.
/// </summary>
public class ProofTests
{
    private const string Outbox = "/outbox$";

    [Fact]
    public async Task A_later_fax_of_another_user_to_the_same_number_is_not_a_proof()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.05);
        await service.CrashAfterSendAsync(service.Letter());
        await service.SendAsync(service.Letter());
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);

        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.Equal((JournalState.InDoubt, DoubtReason.SimilarFax), (service.Item().State, service.Item().Doubt));
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_that_was_deleted_or_edited_between_two_runs_leaves_the_fax_in_doubt(bool deleted)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.05);
        await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        string id = (await service.FaxIdsAsync())[0];
        if (deleted) await service.Client.Faxes.DeleteAsync(id, cancellationToken: service.TimeLimit);
        else await service.Client.Faxes.UpdateAsync(id, "filed", true, cancellationToken: service.TimeLimit);
        await service.ForgetRequestsAsync();

        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.Empty(await service.RequestsAsync("POST", "/outbox"));
        Assert.Equal(JournalState.InDoubt, service.Item().State);
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("drop-before")]
    public async Task For_an_account_that_keeps_no_sent_faxes_a_missing_record_is_not_a_proof(string kind)
    {
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.HideSeconds) = (0.05, 600));
        await service.Client.Accounts.ApplyAsync(await service.Client.Accounts.PrepareAsync(
            new Dictionary<string, object?> { ["account_data.save_history"] = false }, cancellationToken: service.TimeLimit),
            service.TimeLimit);
        await service.FaultAsync(kind, "POST", Outbox);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.Contains("save_history", error.Message);
        Assert.Equal(DoubtReason.HistoryNotKept, service.Item().Doubt);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Fact]
    public async Task A_fax_in_doubt_that_is_in_neither_list_is_searched_for_until_it_is_listed()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.GapSeconds) = (0.1, 2), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(6));
        await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.UntilAsync(async () => (await service.StateAsync("outbox")).Length == 0);

        await service.RunAsync(service.Letter());

        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Theory]
    [InlineData("drop-before", 2)]
    [InlineData("drop-after", 1)]
    public async Task A_fax_with_a_lost_response_is_searched_for_until_it_would_be_listed_after_the_gap(string kind, int posts)
    {
        // The outbox never shows the fax, and the list shows it only after the gap.
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.HideSeconds, options.GapSeconds) =
            (1.8, 600, 0.6), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(2));
        await service.FaultAsync(kind, "POST", Outbox);

        await service.RunAsync(service.Letter());

        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Equal(posts, (await service.RequestsAsync("POST", "/outbox")).Length);
    }

    [Fact]
    public async Task The_journal_of_another_account_is_refused_and_one_without_an_account_is_assigned()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string uid = (await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)).Uid!;
        await service.RunAsync(service.Letter());
        string[] lines = service.Lines();
        Assert.Contains($"\"account\":\"{uid}\"", lines[0]);

        await File.WriteAllLinesAsync(service.Journal(), [lines[0].Replace(uid, "another"), .. lines.Skip(1)]);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => service.RunAsync(service.Letter()));
        Assert.True(error.IsFatal);
        Assert.Contains("another", error.Message);
        Assert.Contains(uid, error.Message);

        await File.WriteAllLinesAsync(service.Journal(), [lines[0].Replace($",\"account\":\"{uid}\"", ""), .. lines.Skip(1)]);
        await service.RunAsync(service.Letter());
        Assert.Contains($"\"account\":\"{uid}\"", service.Lines()[^1]);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_token_that_cannot_read_the_account_continues_only_its_own_journal()
    {
        await using Service service =
            await Service.StartAsync(options => (options.SendSeconds, options.Pats["fax-only"]) = (600, ["fax:fax:edit", "fax:fax:read"]));
        IFaxPlusClient client = service.NewClient("fax-only");
        await service.RunAsync(service.Letter(), client: client);
        await service.RunAsync(service.Letter(), client: client);
        // A token that may read the account assigns the journal to the account.
        await service.RunAsync(service.Letter());

        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => service.RunAsync(service.Letter(), client: client));

        Assert.Contains("fax:user:read", error.RecommendedAction);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_change_of_the_services_clock_during_a_run_hides_no_fax(int seconds)
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (0.1, 600), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(3));
        using IFaxSender run = service.Run();
        await run.SendAsync(service.Letter("+41445550101"), service.TimeLimit);
        await service.ControlAsync("clock", new JsonObject { ["offsetSeconds"] = seconds });
        await service.FaultAsync("drop-after", "POST", Outbox);

        await run.SendAsync(service.Letter("+41445550102"), service.TimeLimit);

        Assert.Equal(2, (await service.RequestsAsync("POST", "/outbox")).Length);
        Assert.Equal(2, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData("""{"error":"unavailable","description":"Try later."}""", null, 2)]
    [InlineData("no healthy upstream", 0, 2)]
    [InlineData("upstream connect error or disconnect/reset before headers", null, 1)]
    [InlineData("""{"message":"Service Unavailable"}""", null, 1)]
    [InlineData("""{"status":503,"error":"Service Unavailable","path":"/v3"}""", null, 1)]
    public async Task A_503_is_a_refusal_only_if_the_service_itself_returns_it(string body, int? retryAfter, int posts)
    {
        // The stub always accepts the fax. The client may send a second request only after a proved refusal.
        int count = 0;
        string? tag = null;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                tag = TagOf(await JsonNode.ParseAsync(context.Request.Body));
                if (++count > 1)
                {
                    await Stub.WriteAsync(context, """{"ids":{}}""", 201);
                    return;
                }

                if (retryAfter is not null) context.Response.Headers["Retry-After"] = retryAfter.ToString()!;
                await Stub.WriteAsync(context, body, 503);
                return;
            }

            await Stub.WriteAsync(context, OutboxOf(tag));
        });

        Assert.Single(await stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit));

        Assert.Equal(posts, count);
    }

    [Fact]
    public async Task A_response_without_its_declared_encoding_is_a_lost_response()
    {
        int posts = 0;
        string? tag = null;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                posts++;
                tag = TagOf(await JsonNode.ParseAsync(context.Request.Body));
                context.Response.Headers["Content-Encoding"] = "gzip";
                await Stub.WriteAsync(context, """{"ids":{}}""", 201);
                return;
            }

            await Stub.WriteAsync(context, OutboxOf(tag));
        });

        SentFax sent = Assert.Single(await stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit));

        Assert.Equal(("o1", 1), (sent.OutboxId, posts));
    }

    [Fact]
    public async Task Destinations_that_a_response_omits_are_reported_even_by_a_later_run()
    {
        using var folder = new Folder();
        await using Stub stub = await Stub.StartAsync(context => Stub.WriteAsync(context, context.Request.Method == "POST"
            ? """{"ids":{"+41445550101":"o1"}}""" : """{"uid":"u1","records":[]}""", context.Request.Method == "POST" ? 201 : 200));
        var request = new SendRequest { From = Service.Own, To = ["+41445550101", "+41445550102"], FaxId = "f0" };
        var options = new SendingOptions { Journal = folder.Path("run.journal") };
        IReadOnlyList<SentFax> sent, again;

        using (IFaxSender run = stub.Client.Outbox.BeginSending(options)) sent = await run.SendAsync(request, stub.TimeLimit);
        using (IFaxSender run = stub.Client.Outbox.BeginSending(options)) again = (await run.FindSentAsync(request, stub.TimeLimit))!;

        foreach (IReadOnlyList<SentFax> receipts in new[] { sent, again })
            Assert.Equal([("o1", "submitted"), (null, "unconfirmed")], receipts.Select(fax => (fax.OutboxId, fax.Status)));
        Assert.Contains("+41445550102", Assert.Single(stub.Observer.Warnings));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_with_the_id_of_another_number_only_is_checked_in_the_outbox(bool isInOutbox)
    {
        string? tag = null;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                tag = TagOf(await JsonNode.ParseAsync(context.Request.Body));
                await Stub.WriteAsync(context, """{"ids":{"+4999912345":"o9"}}""", 201);
                return;
            }

            await Stub.WriteAsync(context, isInOutbox ? OutboxOf(tag) : """{"uid":"u1","records":[]}""");
        });
        var request = new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" };

        SentFax sent = Assert.Single(await stub.Client.Outbox.BeginSending().SendAsync(request, stub.TimeLimit));

        Assert.Equal(isInOutbox ? ("o1", "submitted") : (null, "unconfirmed"), (sent.OutboxId, sent.Status));
        Assert.Equal(isInOutbox ? 0 : 1, stub.Observer.Warnings.Length);
    }

    [Fact]
    public async Task Destinations_that_no_poll_shows_are_reported_after_a_lost_response()
    {
        string? tag = null;
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                tag = TagOf(await JsonNode.ParseAsync(context.Request.Body));
                context.Abort();
                return;
            }

            await Stub.WriteAsync(context, OutboxOf(tag));
        });

        IReadOnlyList<SentFax> sent = await stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination, "+41445550102"], FaxId = "f0" }, stub.TimeLimit);

        Assert.Equal([("o1", "submitted"), (null, "unconfirmed")], sent.Select(fax => (fax.OutboxId, fax.Status)));
        Assert.Contains("+41445550102", Assert.Single(stub.Observer.Warnings));
    }

    [Fact]
    public async Task A_number_in_another_spelling_of_the_service_is_the_same_number()
    {
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.NormalizeNumbers) = (0.5, true));
        await service.FaultAsync("drop-after", "POST", Outbox);

        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("0041445551234")));

        Assert.NotNull(sent.OutboxId);
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        Assert.Null(Assert.Single(await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit)).Error);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData("+41445551234", "0041 44 555 12 34", true, true)]
    [InlineData("+41445551234", "0445551234", false, true)]
    [InlineData("+41445551234", "445551234", false, true)]
    [InlineData("+41445551234", "+41445551235", false, false)]
    [InlineData("+41445551234", "1234", false, false)]
    public void Numbers_are_compared_in_normalized_form_and_a_partial_match_is_possible(string one, string other, bool same, bool possible)
    {
        Assert.Equal(same, PhoneNumber.AreSame(one, other));
        Assert.Equal(possible, PhoneNumber.MayBeSame(one, other));
    }

    [Fact]
    public async Task A_fax_that_was_sent_again_on_request_and_refused_remains_in_doubt()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.MaxRetries = 0);
        SentFax sent = await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.AnswerAsync(500, method: "GET", path: "/(outbox|faxes)", times: null);
        await service.AnswerAsync(402, new JsonObject { ["error"] = "insufficient_credit" }, "POST", Outbox);

        await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () => service.RunAsync(service.Letter(), resendInDoubt: true));

        Assert.Equal((JournalState.InDoubt, DoubtReason.ResendRefused, "FaxPlus.Forbidden"),
            (service.Item().State, service.Item().Doubt, service.Item().ErrorId));
        await service.ClearFaultsAsync();
        Assert.Equal(sent.OutboxId, (await service.RunAsync(service.Letter())).OutboxId);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_key_that_was_sent_with_other_documents_is_not_sent_again_and_causes_a_warning()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Key = "invoice-7";
        await service.RunAsync(request);
        await service.RunAsync(request);
        Assert.Empty(service.Observer.Warnings);
        request.Files = [service.Files.File("other.pdf", Encoding.ASCII.GetBytes("%PDF-1.4 another document"))];

        await service.RunAsync(request);

        string warning = Assert.Single(service.Observer.Warnings);
        Assert.Contains("invoice-7", warning);
        Assert.Contains("other documents", warning);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_comment_ends_with_a_mark_that_the_models_do_not_show(bool isMarked)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Comment = "Invoice 7";
        using (IFaxSender run = service.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Journal(),
            MarkComments = isMarked })) Assert.Equal("Invoice 7", (await run.SendAsync(request, service.TimeLimit))[0].Comment);

        string text = (string)Assert.Single(await service.StateAsync("outbox"))["comment"]!["text"]!;
        Assert.Matches(isMarked ? "^Invoice 7 #fp-[0-9a-f]{16}$" : "^Invoice 7$", text);
        Assert.Equal("Invoice 7", Assert.Single(await service.Client.Outbox.ListAsync(cancellationToken: service.TimeLimit)).Comment);
    }

    [Fact]
    public async Task The_known_facts_about_records_are_kept_in_the_journal_and_a_read_mark_keeps_the_mark()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.05);
        await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        await service.Client.Faxes.UpdateAsync((await service.FaxIdsAsync())[0], null, true, cancellationToken: service.TimeLimit);

        await service.RunAsync(service.Letter());

        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Contains("\"keepsMarks\":true", service.Lines()[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fax_is_tracked_by_the_id_of_the_send_if_it_is_also_the_id_of_the_record(bool sameId)
    {
        // The id is the only difference between the two records.
        await using Service service =
            await Service.StartAsync(options => (options.SendSeconds, options.KeepComments, options.SameId) = (0.2, false, sameId));
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        await service.ForgetRequestsAsync();
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);

        FollowedFax followed = Assert.Single(await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit));

        Assert.Equal((await service.FaxIdsAsync())[0], followed.Fax?.Id);
        Assert.Equal(sameId, sent.OutboxId == followed.Fax?.Id);
        Assert.Equal(!sameId, (await service.RequestsAsync("GET", "/faxes")).Length > 0);
    }

    private static string TagOf(JsonNode? body) => (string)body!["comment"]!["tags"]!.AsArray()[^1]!;

    private static string OutboxOf(string? tag) =>
        $$"""{"records":[{"id":"o1","to":["{{Service.Destination}}"],"comment":{"text":"","tags":["{{tag}}"]},"status":"submitted"}]}""";
}
