using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that no fax is lost or sent twice, regardless of what happens to the response to a send.</summary>
public class LostAnswerTests
{
    private const string Outbox = "/outbox$";

    [Theory]
    [Trait("Category", "Quick")]
    [InlineData("drop-after", null)]
    [InlineData("drop-before", null)]
    [InlineData("truncate", null)]
    [InlineData("garbage", null)]
    [InlineData("garbage", 500)]
    [InlineData("garbage", 502)]
    [InlineData("garbage", 504)]
    [InlineData("garbage", 520)]
    [InlineData("garbage", 524)]
    [InlineData("garbage", 408)]
    [InlineData("status", 500)]
    [InlineData("status", 502)]
    [InlineData("status", 524)]
    public async Task A_fax_whose_answer_is_lost_is_sent_exactly_once(string kind, int? status)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.FaultAsync(kind, "POST", Outbox, more: fault => fault["status"] = status);

        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));

        Assert.Equal((string?)Assert.Single(await service.StateAsync("outbox"))["id"], sent.OutboxId);
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("drop-before")]
    [InlineData("garbage")]
    public async Task Several_destinations_are_resolved_together(string kind)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.FaultAsync(kind, "POST", Outbox);

        IReadOnlyList<SentFax> sent = await service.SendAsync(service.Letter("+41445550101", "+41445550102", "+41445550103"));

        Assert.Equal((await service.StateAsync("outbox")).Select(item => ((string?)item["id"], (string?)item["to"]![0])).Order(),
            sent.Select(fax => (fax.OutboxId, (string?)fax.To)).Order());
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("drop-before")]
    public async Task A_destination_that_is_specified_twice_is_also_resolved(string kind)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.FaultAsync(kind, "POST", Outbox);

        await service.SendAsync(service.Letter(Service.Destination, Service.Destination));

        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task The_search_waits_for_a_fax_that_the_service_hides()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (600, 1), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(4));
        await service.FaultAsync("drop-after", "POST", Outbox);

        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));

        Assert.Equal((string?)Assert.Single(await service.StateAsync("outbox"))["id"], sent.OutboxId);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Fact]
    public async Task A_long_search_is_announced_once_unless_its_first_poll_ends_it()
    {
        await using Service service = await Service.StartAsync(
            options => (options.SendSeconds, options.HideSeconds) = (600, 1),
            connection => connection.VisibilityDelay = TimeSpan.FromSeconds(40));
        await service.FaultAsync("drop-after", "POST", Outbox, times: 3);

        SendRequest[] letters = [.. Enumerable.Range(1, 3).Select(i => service.Letter($"+4144555010{i}"))];
        using (IFaxSender sender = service.Client.Outbox.BeginSending())
        {
            await Task.WhenAll(letters.Select(letter => sender.SendAsync(letter, service.TimeLimit)));
        }

        string warning = Assert.Single(service.Observer.Warnings);
        Assert.Contains("the response was lost", warning, StringComparison.Ordinal);
        Assert.Contains("60 s", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(0.2, 1)]
    public async Task A_short_search_is_not_announced(double hideSeconds, double visibilityDelay)
    {
        await using Service service = await Service.StartAsync(
            options => (options.SendSeconds, options.HideSeconds) = (600, hideSeconds),
            connection => connection.VisibilityDelay = TimeSpan.FromSeconds(visibilityDelay));
        await service.FaultAsync("drop-after", "POST", Outbox);

        await service.SendAsync(service.Letter());

        Assert.Empty(service.Observer.Warnings);
    }

    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_fax_that_has_left_the_outbox_is_found_among_the_sent_faxes()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (0.2, 600), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(3));
        await service.FaultAsync("drop-after", "POST", Outbox);
        SendRequest request = service.Letter();
        request.Comment = "Invoice 4711";

        SentFax sent = await service.RunAsync(request);

        Assert.Null(sent.OutboxId);
        Assert.Equal(1, await service.AcceptedAsync());
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        FollowedFax followed = Assert.Single(await follower.NextAsync(TimeSpan.FromMinutes(5), service.TimeLimit));
        Assert.Equal(Assert.Single(await service.FaxIdsAsync()), followed.Fax?.Id);
    }

    [Fact]
    public async Task A_fax_that_never_reaches_the_service_fails_after_a_few_retries()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("drop-before", "POST", Outbox, times: null);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.SendAsync(service.Letter()));

        Assert.True(error.IsTransient);
        Assert.Equal(0, await service.AcceptedAsync());
        Assert.InRange((await service.RequestsAsync("POST", "/outbox")).Length, 2, 4);
    }

    [Theory]
    [Trait("Category", "Quick")]
    [InlineData("status")]
    [InlineData("drop-before")]
    [InlineData("garbage")]
    public async Task If_the_search_also_fails_the_fax_is_in_doubt_and_is_not_sent_again(string kind)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.FaultAsync("drop-after", "POST", Outbox);
        await service.FaultAsync(kind, "GET", times: null);

        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.SendAsync(service.Letter(Service.Destination, "+41445550102")));

        Assert.Contains(Service.Destination, error.Message);
        Assert.Contains("+41445550102", error.Message);
        Assert.Contains("Do not send the fax again", error.RecommendedAction);
        Assert.Contains("faxplus-", error.RecommendedAction);
        Assert.Equal("POST /accounts/{user_id}/outbox", error.Operation);
        Assert.False(error.IsTransient);
        Assert.NotNull(error.InnerException);
        Assert.Single(await service.RequestsAsync("POST", "/outbox"));
    }

    [Fact]
    public async Task A_token_that_cannot_read_faxes_leaves_a_lost_response_in_doubt_and_the_error_names_the_scope()
    {
        await using Service service = await Service.StartAsync(options => options.Pats["edit-only"] = ["fax:fax:edit"]);
        await service.FaultAsync("drop-after", "POST", Outbox);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () =>
            service.NewClient("edit-only").Outbox.BeginSending().SendAsync(service.Letter(), service.TimeLimit));

        Assert.Contains("fax:fax:read", error.RequiredScopes);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task An_error_in_doubt_contains_the_words_and_the_status_of_the_response()
    {
        await using Stub stub = await Stub.StartAsync(context => context.Request.Method == "POST"
            ? Stub.WriteAsync(context, """{"error":"broken","description":"Out of paper."}""", 500)
            : Stub.WriteAsync(context, """{"error":"forbidden","description":"Not today."}""", 403));
        var request = new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" };

        FaxPlusException error = await Failing.WithAsync(
            FaxPlusErrorKind.InDoubt, () => stub.Client.Outbox.BeginSending().SendAsync(request, stub.TimeLimit));

        Assert.Equal((500, "broken"), (error.StatusCode, error.ErrorCode));
        Assert.Contains("the service returned 500", error.Message);
        Assert.Contains("Out of paper", error.Message);
    }

    [Fact]
    public async Task An_equal_fax_of_the_same_run_is_not_mistaken_for_the_lost_fax()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.05);
        IFaxSender sender = service.Client.Outbox.BeginSending();
        await sender.SendAsync(service.Letter(), service.TimeLimit);
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        await service.FaultAsync("drop-before", "POST", Outbox);

        await AssertSentTwiceOrInDoubtAsync(service, sender);
    }

    [Fact]
    public async Task An_equal_fax_of_another_run_is_not_mistaken_for_the_lost_fax()
    {
        // As with two calls of Send-FaxPlusFax in a loop, the first fax is still in the outbox when the request for the second is lost.
        await using Service service = await Service.StartAsync(options =>
            options.SendSeconds = 1.2, connection => connection.VisibilityDelay = TimeSpan.FromSeconds(2.5));
        await service.SendAsync(service.Letter());
        await service.FaultAsync("drop-before", "POST", Outbox);

        await AssertSentTwiceOrInDoubtAsync(service, service.Client.Outbox.BeginSending());
    }

    [Fact]
    public async Task A_recent_fax_without_a_comment_leaves_no_doubt_about_a_fax_with_a_comment()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0);
        // The service's times are whole seconds. The waits are chosen so that the earlier record is two seconds old by the service's time,
        // and older by the real clock.
        await UntilInSecondAsync(0);
        await service.SendAsync(service.Letter());
        await Task.Delay(2000, service.TimeLimit);
        await UntilInSecondAsync(0.5);
        await service.FaultAsync("drop-before", "POST", Outbox);
        SendRequest letter = service.Letter();
        letter.Comment = "for you";

        Assert.Single(await service.SendAsync(letter));
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 2);

        async Task UntilInSecondAsync(double part)
        {
            double now = DateTimeOffset.UtcNow.Millisecond / 1000.0;
            await Task.Delay(TimeSpan.FromSeconds(((part - now) % 1 + 1) % 1), service.TimeLimit);
        }
    }

    [Theory]
    [InlineData(+1, FaxPlusErrorKind.InDoubt)]
    [InlineData(-2, FaxPlusErrorKind.Network)]
    [InlineData(+30, FaxPlusErrorKind.Network)]
    public async Task An_equal_fax_is_not_a_proof_and_leaves_a_doubt_only_if_it_was_sent_at_the_same_time(
        int seconds, FaxPlusErrorKind kind)
    {
        DateTimeOffset? start = null;
        DateTimeOffset noon = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);
        string earlier = noon.AddSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await using Stub stub = await Stub.StartAsync(context =>
        {
            start ??= DateTimeOffset.UtcNow;
            context.Response.Headers.Date = (noon + (DateTimeOffset.UtcNow - start.Value)).ToString("R", CultureInfo.InvariantCulture);
            if (context.Request.Method == "POST")
            {
                context.Abort();
                return Task.CompletedTask;
            }

            if (context.Request.Path.Value!.EndsWith("/self", StringComparison.Ordinal))
                return Stub.WriteAsync(context, """{"uid":"u1","account_data":{"save_history":true}}""");
            if (context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal))
                return Stub.WriteAsync(context, """{"records":[]}""");
            // The stub omits records before the time in the query, as the service does.
            bool within = string.CompareOrdinal(earlier, context.Request.Query["after"].ToString()) >= 0;
            string record = $$"""
                {"id":"f1","direction":"outgoing","to":"{{Service.Destination}}","from":"{{Service.Own}}",
                "status":"success","submit_time":"{{earlier}}"}
                """;
            return Stub.WriteAsync(context, """{"data":{"records":[""" + (within ? record : "") + "]}}");
        });

        await Failing.WithAsync(kind, () => stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit));
    }

    [Theory]
    [InlineData(+3600)]
    [InlineData(-3600)]
    public async Task A_wrong_clock_of_this_machine_does_not_shorten_the_wait_for_a_hidden_fax(int seconds)
    {
        // The clocks of the service and of this machine differ by an hour, and the send is the client's first request.
        await using Service service = await Service.StartAsync(options => (options.SendSeconds, options.HideSeconds) = (600, 0.8));
        string id = (await service.Client.Files.UploadAsync(service.Files.File("letter.pdf"), cancellationToken: service.TimeLimit)).Path;
        await using Stub relay = await RelayAsync(service, TimeSpan.FromSeconds(seconds));
        FaxPlusClientOptions connection = Service.Connection(relay.ApiUri);
        connection.VisibilityDelay = TimeSpan.FromSeconds(3);
        using var client = new FaxPlusClient(connection);
        await service.FaultAsync("drop-after", "POST", Outbox);

        IReadOnlyList<SentFax> sent = await client.Outbox.BeginSending().SendAsync(
            new SendRequest { From = Service.Own, To = [Service.Destination],
                UploadedFiles = [new UploadedFile { Path = id, Name = "letter.pdf" }] }, service.TimeLimit);

        Assert.Equal((string?)Assert.Single(await service.StateAsync("outbox"))["id"], Assert.Single(sent).OutboxId);
    }

    [Fact]
    public async Task A_refusal_is_reported_and_causes_no_search()
    {
        await using Service service = await Service.StartAsync();
        await service.AnswerAsync(402, new System.Text.Json.Nodes.JsonObject { ["error"] = "insufficient_credit" }, "POST", Outbox);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () => service.SendAsync(service.Letter()));

        Assert.Contains("insufficient_credit", error.Message);
        Assert.Empty(await service.RequestsAsync("GET"));
    }

    [Fact]
    public async Task Busy_responses_are_not_lost_responses_and_cause_no_search()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.AnswerAsync(429, method: "POST", path: Outbox, times: 2, retryAfter: 0);
        await service.AnswerAsync(503, method: "POST", path: Outbox, times: 2);

        Assert.Single(await service.SendAsync(service.Letter()));

        Assert.Equal(1, await service.AcceptedAsync());
        Assert.Equal(5, (await service.RequestsAsync("POST", "/outbox")).Length);
        Assert.Empty(await service.RequestsAsync("GET"));
    }

    [Fact]
    public async Task A_lost_response_after_busy_responses_is_resolved()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await service.AnswerAsync(503, method: "POST", path: Outbox);
        await service.FaultAsync("drop-after", "POST", Outbox);

        Assert.NotNull(Assert.Single(await service.SendAsync(service.Letter())).OutboxId);

        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Many_faults_lose_no_fax_and_duplicate_none(int inFlight)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        foreach (string kind in new[] { "drop-after", "drop-before", "garbage", "truncate", "status" })
        {
            await service.FaultAsync(kind, times: null, more: fault => fault["probability"] = 0.1);
        }

        const int Sends = 40;
        string file = service.Files.File("letter.pdf");
        IFaxSender sender = service.Client.Outbox.BeginSending();
        var certain = new ConcurrentBag<string>();
        var doubtful = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, Sends, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (i, _) =>
        {
            string to = $"+4144555{2000 + i}";
            try
            {
                certain.Add(Assert.Single(await sender.SendAsync(LetterTo(to), service.TimeLimit)).To);
            }
            catch (FaxPlusException error)
            {
                if (error.Kind == FaxPlusErrorKind.InDoubt) doubtful.Add(to);
            }
        });

        string[] taken = [.. (await service.StateAsync("outbox")).Select(item => (string)item["to"]![0]!)];
        Assert.Equal(taken.Length, taken.Distinct().Count());
        Assert.Empty(certain.Except(taken));
        Assert.Empty(taken.Except(certain).Except(doubtful));
        Assert.True(certain.Count > 30, $"Only {certain.Count} of {Sends} faxes were reported as sent.");

        SendRequest LetterTo(string to) => new() { From = Service.Own, To = [to], Files = [file] };
    }

    [Fact]
    public async Task If_a_second_has_too_many_faxes_for_a_list_the_outbox_provides_the_proof()
    {
        await using Service service = await Service.StartAsync(options =>
            options.SendSeconds = 4, connection => connection.VisibilityDelay = TimeSpan.FromSeconds(6));
        SendRequest request = service.Letter();
        SendRequest[] requests = [.. Enumerable.Range(0, 61)
            .Select(i => new SendRequest { From = Service.Own, To = [$"+4144777{1000 + i}"], Files = request.Files })];
        // Waits for the beginning of a second, so that all faxes have the same submit time, which is a whole second.
        await Task.Delay(TimeSpan.FromMilliseconds(1010 - DateTimeOffset.UtcNow.Millisecond));
        using IFaxSender run = service.Run();
        await run.SendAsync(requests[0], service.TimeLimit);
        await Task.WhenAll(requests[1..60].Select(one => run.SendAsync(one, service.TimeLimit)));
        await service.FaultAsync("drop-before", "POST", Outbox);

        await run.SendAsync(requests[60], service.TimeLimit);

        Assert.Equal(61, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fax_after_a_full_page_is_found_if_lists_are_ordered_by_start_time(bool scheduledFirst)
    {
        int posts = 0;
        string? comment = null;
        using var folder = new Folder();
        (string To, DateTimeOffset Submit, DateTimeOffset Start)[] sent = [];
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                comment = (string?)(await JsonNode.ParseAsync(context.Request.Body))!["comment"]!["text"];
                // Optionally, the newest fax that other users have sent in the meantime was submitted three days earlier.
                DateTimeOffset taken = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
                if (Interlocked.Increment(ref posts) == 1)
                    sent = [(Service.Destination, taken, taken), .. Enumerable.Range(1, 55).Select(i => ($"+165055510{i:00}", i == 55
                        && scheduledFirst ? taken.AddDays(-3) : taken.AddSeconds(i / 3), taken.AddSeconds(i)))];
                context.Abort();
                return;
            }

            DateTimeOffset? before = Bound("before"), after = Bound("after");
            IEnumerable<string> records = sent.Where(fax => !(fax.Start < after) && !(fax.Start > before))
                .OrderByDescending(fax => fax.Start).Take(50)
                .Select(fax => $$"""
                {"id":"{{fax.To}}","direction":"outgoing","to":"{{fax.To}}","from":"{{Service.Own}}",
                "submit_time":"{{Text(fax.Submit)}}","start_time":"{{Text(fax.Start)}}",
                "comment":"{{(fax.To == Service.Destination ? comment : "")}}"}
                """);
            bool isOutbox = context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal);
            await Stub.WriteAsync(context, isOutbox
                ? """{"records":[]}""" : """{"data":{"records":[""" + string.Join(',', records) + "]}}");

            DateTimeOffset? Bound(string name) =>
                context.Request.Query[name].ToString() is { Length: > 0 } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
            static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        });

        using IFaxSender run = stub.Client.Outbox.BeginSending(new SendingOptions { Journal = folder.Path("run.journal") });
        await run.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit);

        Assert.Equal(1, posts);
    }

    /// <summary>Asserts that the second of two equal faxes was sent or is in doubt, after its response was lost.</summary>
    private static async Task AssertSentTwiceOrInDoubtAsync(Service service, IFaxSender sender)
    {
        FaxPlusException? doubt = null;
        try
        {
            await sender.SendAsync(service.Letter(), service.TimeLimit);
        }
        catch (FaxPlusException error) when (error.Kind == FaxPlusErrorKind.InDoubt)
        {
            doubt = error;
        }

        Assert.Equal(doubt is null ? 2 : 1, await service.AcceptedAsync());
    }

    /// <summary>A relay that forwards all requests to the service but changes the Date header.</summary>
    private static Task<Stub> RelayAsync(Service service, TimeSpan offset)
    {
        HttpClient http = service.Keep(new HttpClient(new SocketsHttpHandler { UseProxy = false }));
        return Stub.StartAsync(async context =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
                new Uri(service.ApiUri, context.Request.Path + context.Request.QueryString));
            request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
            if (context.Request.ContentLength > 0)
            {
                request.Content = new StreamContent(context.Request.Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
                request.Content.Headers.ContentLength = context.Request.ContentLength;
            }

            try
            {
                using HttpResponseMessage answer = await http.SendAsync(request, CancellationToken.None);
                context.Response.Headers.Date = (DateTimeOffset.UtcNow + offset).ToString("R", CultureInfo.InvariantCulture);
                await Stub.WriteAsync(context, await answer.Content.ReadAsStringAsync(CancellationToken.None), (int)answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                context.Abort();
            }
        });
    }
}
