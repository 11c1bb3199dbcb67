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
    public async Task A_later_fax_of_somebody_else_to_the_same_number_is_no_proof()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.05);
        await service.BeginAndDieAsync(service.Letter());
        await service.SendAsync(service.Letter());
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);

        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.Equal((JournalState.InDoubt, DoubtReason.SimilarFax), (service.Item().State, service.Item().Doubt));
        Assert.Equal(1, await service.TakenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_that_was_deleted_or_edited_between_two_runs_leaves_a_doubt(bool deleted)
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
    public async Task An_account_that_keeps_no_sent_faxes_proves_nothing_by_a_missing_record(string kind)
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
    public async Task A_doubt_whose_fax_is_between_the_outbox_and_the_list_is_looked_for_until_it_is_listed()
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
    public async Task A_lost_answer_is_looked_for_until_a_fax_in_the_gap_would_be_listed(string kind, int posts)
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
    public async Task The_journal_of_another_account_is_refused_and_one_that_names_none_is_adopted()
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
        Assert.Equal(1, await service.TakenAsync());
    }

    [Fact]
    public async Task A_token_that_may_not_read_the_account_goes_on_with_its_own_journal_only()
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
        Assert.Equal(1, await service.TakenAsync());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_clock_of_the_service_that_is_set_during_a_run_hides_no_fax(int seconds)
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (0.1, 600), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(3));
        using IFaxSender run = service.Run();
        await run.SendAsync(service.Letter("+41445550101"), service.TimeLimit);
        await service.ControlAsync("clock", new JsonObject { ["offsetSeconds"] = seconds });
        await service.FaultAsync("drop-after", "POST", Outbox);

        await run.SendAsync(service.Letter("+41445550102"), service.TimeLimit);

        Assert.Equal(2, (await service.RequestsAsync("POST", "/outbox")).Length);
        Assert.Equal(2, await service.TakenAsync());
    }

    [Theory]
    [InlineData("""{"error":"unavailable","description":"Try later."}""", null, 2)]
    [InlineData("no healthy upstream", 0, 2)]
    [InlineData("upstream connect error or disconnect/reset before headers", null, 1)]
    [InlineData("""{"message":"Service Unavailable"}""", null, 1)]
    [InlineData("""{"status":503,"error":"Service Unavailable","path":"/v3"}""", null, 1)]
    public async Task A_503_is_a_refusal_only_where_it_is_the_services_own(string body, int? retryAfter, int posts)
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
    public async Task An_answer_that_is_not_encoded_as_it_says_is_a_lost_one()
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
    public async Task Destinations_that_an_answer_leaves_out_are_told_also_by_a_later_run()
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

    [Fact]
    public async Task Destinations_that_no_look_shows_are_told_when_the_answer_was_lost()
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
    public async Task A_number_that_the_service_spells_in_another_way_is_the_same_number()
    {
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.NormalizeNumbers) = (0.5, true));
        await service.FaultAsync("drop-after", "POST", Outbox);

        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("0041445551234")));

        Assert.NotNull(sent.OutboxId);
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        Assert.Null(Assert.Single(await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit)).Error);
        Assert.Equal(1, await service.TakenAsync());
    }

    [Theory]
    [InlineData("+41445551234", "0041 44 555 12 34", true, true)]
    [InlineData("+41445551234", "0445551234", false, true)]
    [InlineData("+41445551234", "445551234", false, true)]
    [InlineData("+41445551234", "+41445551235", false, false)]
    [InlineData("+41445551234", "1234", false, false)]
    public void Numbers_are_compared_as_numbers_and_a_match_in_part_is_a_possible_one(string one, string other, bool same, bool possible)
    {
        Assert.Equal(same, PhoneNumber.AreSame(one, other));
        Assert.Equal(possible, PhoneNumber.MayBeSame(one, other));
    }

    [Fact]
    public async Task What_was_sent_again_on_the_users_word_and_refused_stays_in_doubt()
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
        Assert.Equal(1, await service.TakenAsync());
    }

    [Fact]
    public async Task A_key_that_was_sent_with_other_documents_is_not_sent_and_the_user_is_told()
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
        Assert.Equal(1, await service.TakenAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_comment_ends_with_a_mark_that_our_models_do_not_show(bool isMarked)
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
    public async Task What_was_learnt_of_the_records_is_kept_in_the_journal_and_the_mark_survives_a_read_mark()
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
    public async Task A_fax_is_followed_by_the_id_of_the_send_where_that_is_the_id_of_the_record(bool sameId)
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
