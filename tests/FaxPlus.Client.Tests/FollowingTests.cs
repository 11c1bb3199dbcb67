using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

public class FollowingTests
{
    private static readonly TimeSpan s_enough = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_fax_is_tracked_from_its_receipt_to_its_record()
    {
        await using Service service = await Service.StartAsync();
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));

        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));

        Assert.Same(sent, followed.Source);
        Assert.Null(followed.Error);
        Assert.Equal((Assert.Single(await service.FaxIdsAsync()), "success", Service.Destination),
            (followed.Fax!.Id, followed.Fax.Status, followed.Fax.To));
    }

    [Fact]
    public async Task An_outbox_item_is_tracked()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.5);
        await service.SendAsync(service.Letter());
        OutboxFax item = Assert.Single(await service.Client.Outbox.ListAsync(cancellationToken: service.TimeLimit));

        FollowedFax followed = await FollowAsync(service, follower => follower.Add(item));

        Assert.Same(item, followed.Source);
        Assert.Equal(Assert.Single(await service.FaxIdsAsync()), followed.Fax?.Id);
    }

    [Fact]
    public async Task The_id_of_an_outbox_item_is_tracked()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.5);
        string id = Assert.Single(await service.SendAsync(service.Letter())).OutboxId!;
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(id));
        Assert.Equal(Assert.Single(await service.FaxIdsAsync()), followed.Fax?.Id);
    }

    [Fact]
    public async Task A_receipt_without_a_time_is_tracked_while_it_is_in_the_outbox()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.5);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(new SentFax { OutboxId = sent.OutboxId, To = sent.To }));
        Assert.Equal(Assert.Single(await service.FaxIdsAsync()), followed.Fax?.Id);
        FollowedFax missing = await FollowAsync(service, follower => follower.Add(new SentFax { OutboxId = "x", To = sent.To }));
        Assert.Equal(FaxPlusErrorKind.NotFound, missing.Error?.Kind);
    }

    [Fact]
    public async Task The_id_of_a_finished_fax_is_returned_immediately()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 3);
        string id = (await service.FaxIdsAsync())[1];
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(id));
        Assert.Equal(id, followed.Fax?.Id);
        Assert.InRange((await service.RequestsAsync()).Length, 1, 2);
    }

    [Fact]
    public async Task A_finished_record_causes_no_request()
    {
        await using Service service = await Service.StartAsync();
        var fax = new Fax { Id = "x", Status = "failed_user_busy" };
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(fax));
        Assert.Same(fax, followed.Fax);
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_fax_that_leaves_the_outbox_in_progress_is_tracked_further()
    {
        await using Service service = await Service.StartAsync();
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("+41445550023")));
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Equal("success", followed.Fax?.Status);
    }

    [Theory]
    [InlineData("0001", "failed_user_busy")]
    [InlineData("0003", "failed_unallocated_number")]
    [InlineData("0017", "failed_fs_49")]
    [InlineData("0020", "insufficient_credit")]
    [InlineData("0021", "partially_sent")]
    [InlineData("0099", "failed_carrier_on_holiday")]
    public async Task A_failed_fax_is_returned_with_its_status_and_is_not_an_error(string number, string status)
    {
        await using Service service = await Service.StartAsync(options => options.Odd = true);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("+4144555" + number)));
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Null(followed.Error);
        Assert.Equal(status, followed.Fax?.Status);
    }

    [Fact]
    public async Task Two_equal_faxes_have_two_records()
    {
        await using Service service = await Service.StartAsync();
        IFaxSender sender = service.Client.Outbox.BeginSending();
        IFaxFollower follower = service.Client.Faxes.Follow();
        for (int i = 0; i < 2; i++) follower.Add(Assert.Single(await sender.SendAsync(service.Letter(), service.TimeLimit)));

        List<FollowedFax> followed = await DrainAsync(service, follower);

        Assert.Equal((await service.FaxIdsAsync()).Order(), followed.Select(fax => fax.Fax?.Id).Order());
    }

    [Fact]
    public async Task A_fax_that_is_added_repeatedly_is_returned_each_time_with_its_own_record()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.5);
        IFaxSender sender = service.Client.Outbox.BeginSending();
        SentFax first = Assert.Single(await sender.SendAsync(service.Letter(), service.TimeLimit));
        SentFax like = Assert.Single(await sender.SendAsync(service.Letter(), service.TimeLimit));
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(first);
        follower.Add(first);
        follower.Add(first.OutboxId!);
        follower.Add(like);

        List<FollowedFax> followed = await DrainAsync(service, follower);

        Assert.All(followed, fax => Assert.Null(fax.Error));
        Assert.Equal(4, followed.Count);
        string other = followed.Single(fax => fax.Source == like).Fax!.Id!;
        string own = Assert.Single(followed.Where(fax => fax.Source != like).Select(fax => fax.Fax!.Id!).Distinct());
        Assert.NotEqual(other, own);
    }

    [Fact]
    public async Task Two_faxes_without_an_id_have_two_records()
    {
        // A fax that was found after a lost response has no id if it had already left the outbox.
        DateTimeOffset submitted = DateTimeOffset.UtcNow;
        await using Stub stub = await Stub.StartAsync(context => context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal)
            ? Stub.WriteAsync(context, """{"records":[]}""")
            : Stub.WriteAsync(context, """{"data":{"records":[""" + string.Join(',', Enumerable.Range(0, 2).Select(i => $$"""
                {"id":"f{{i}}","direction":"outgoing","to":"{{Service.Destination}}","from":"{{Service.Own}}","status":"success",
                "submit_time":"{{submitted.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)}}"}
                """)) + "]}}"));
        IFaxFollower follower = stub.Client.Faxes.Follow();
        for (int i = 0; i < 2; i++) follower.Add(new SentFax { To = Service.Destination, From = Service.Own, SubmitTime = submitted });

        IReadOnlyList<FollowedFax> followed = await follower.NextAsync(s_enough, stub.TimeLimit);

        Assert.Equal(["f0", "f1"], followed.Select(fax => fax.Fax?.Id).Order());
    }

    [Fact]
    public async Task Twenty_faxes_take_two_lists_per_poll()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.6);
        IReadOnlyList<SentFax> sent =
            await service.SendAsync(service.Letter([.. Enumerable.Range(0, 20).Select(n => $"+4144555{3000 + n}")]));
        await service.ForgetRequestsAsync();
        IFaxFollower follower = service.Client.Faxes.Follow();
        foreach (SentFax fax in sent) follower.Add(fax);

        List<FollowedFax> followed = await DrainAsync(service, follower);

        Assert.Equal(sent.Select(fax => fax.To).Order(), followed.Select(fax => fax.Fax!.To!).Order());
        Assert.All(followed, fax => Assert.Equal(((SentFax)fax.Source).To, fax.Fax!.To));
        SeenRequest[] requests = await service.RequestsAsync();
        int looks = requests.Count(request => request.Path.EndsWith("/outbox", StringComparison.Ordinal));
        Assert.True(looks > 1, "The first poll already returned all faxes.");
        // A list of fewer than 50 sent faxes takes one request for the page, and may take another request, for the next page.
        SeenRequest[] lists = [.. requests.Where(request =>
            request.Path.EndsWith("/outbox", StringComparison.Ordinal) || request.Path.EndsWith("/faxes", StringComparison.Ordinal))];
        Assert.InRange(lists.Length, looks, (2 * looks) + 4);
        // A few requests determine whether the ids of sends are also the ids of records.
        Assert.InRange(requests.Length - lists.Length, 1, 10);
    }

    [Fact]
    public async Task Results_are_returned_as_they_arrive_and_not_all_at_the_end()
    {
        await using Service service = await Service.StartAsync();
        IReadOnlyList<SentFax> sent = await service.SendAsync(service.Letter("+41445550098", "+41445550101"));
        IFaxFollower follower = service.Client.Faxes.Follow();
        foreach (SentFax fax in sent) follower.Add(fax);
        Assert.Equal(2, follower.Pending);

        FollowedFax first = Assert.Single(await follower.NextAsync(s_enough, service.TimeLimit));

        Assert.Equal("+41445550101", first.Fax!.To);
        Assert.Equal(1, follower.Pending);
    }

    [Fact]
    public async Task A_fax_that_the_service_does_not_show_yet_is_not_an_error()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (2, 1), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(20));
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        FollowedFax receipt = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Null(receipt.Error);
        Assert.Equal("success", receipt.Fax?.Status);
    }

    [Fact]
    public async Task An_id_that_the_service_does_not_show_yet_is_not_an_error()
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (2, 1), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(20));
        string id = Assert.Single(await service.SendAsync(service.Letter())).OutboxId!;
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(id));
        Assert.Null(followed.Error);
        Assert.Equal("success", followed.Fax?.Status);
    }

    [Fact]
    public async Task A_slow_poll_does_not_report_a_hidden_fax_as_missing()
    {
        // The poll reads the outbox while the fax is still hidden, and the list of sent faxes only after the visibility delay.
        await using Service service = await Service.StartAsync(options =>
            (options.SendSeconds, options.HideSeconds) = (2.5, 1), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(1.5));
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.AnswerAsync(429, path: "/faxes", retryAfter: 2);
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Null(followed.Error);
        Assert.Equal("success", followed.Fax?.Status);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(5.5)]
    public async Task A_fax_whose_response_was_lost_and_that_was_found_much_later_is_tracked(double sendSeconds)
    {
        // Because of the back-off, the search starts when the fax has already been in the list of sent faxes for some time, or is about to
        // leave the outbox.
        await using Service service = await Service.StartAsync(options => options.SendSeconds = sendSeconds);
        await service.FaultAsync("drop-after", "POST", "/outbox");
        await service.AnswerAsync(429, method: "GET", path: "/outbox", retryAfter: 5);
        SentFax sent = await service.RunAsync(service.Letter());
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Null(followed.Error);
        Assert.Equal("success", followed.Fax?.Status);
    }

    [Fact]
    public async Task A_wrong_clock_of_this_machine_does_not_shorten_the_wait_for_a_new_id()
    {
        // The service's clock is two hours ahead of this machine's clock.
        int looks = 0;
        await using Stub stub = await Stub.StartAsync(context =>
        {
            context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(2)
                .ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return context.Request.Path.Value!.Contains("/outbox")
                ? Stub.WriteAsync(context, """{"records":[]}""")
                : ++looks < 3 ? Stub.WriteAsync(context, """{"error":"not_found"}""", 404)
                    : Stub.WriteAsync(context, """{"id":"f1","status":"success"}""");
        });
        FaxPlusClientOptions connection = Service.Connection(stub.ApiUri);
        connection.VisibilityDelay = TimeSpan.FromSeconds(20);
        using var client = new FaxPlusClient(connection);
        IFaxFollower follower = client.Faxes.Follow();
        follower.Add("f1");
        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, stub.TimeLimit));
        Assert.Null(followed.Error);
        Assert.Equal("f1", followed.Fax?.Id);
    }

    [Fact]
    public async Task A_cancelled_fax_is_reported_as_not_found()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        await service.Client.Outbox.CancelAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);

        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, service.TimeLimit));

        Assert.Null(followed.Fax);
        Assert.Equal(FaxPlusErrorKind.NotFound, followed.Error!.Kind);
        Assert.Contains(Service.Destination, followed.Error.Message);
        Assert.Contains("cancelled", followed.Error.RecommendedAction);
    }

    [Theory]
    [InlineData(49, FaxPlusErrorKind.NotFound)]
    [InlineData(50, FaxPlusErrorKind.InDoubt)]
    public async Task A_fax_is_reported_as_missing_only_if_the_service_shows_all_faxes_of_its_second(int others,
        FaxPlusErrorKind kind)
    {
        DateTimeOffset submitted = DateTimeOffset.UtcNow;
        await using Stub stub = await Stub.StartAsync(context =>
        {
            if (context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal))
                return Stub.WriteAsync(context, """{"records":[]}""");
            string time = submitted.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
            var records = Enumerable.Range(0, others)
                .Select(i => $$"""
                {"id":"f{{i}}","direction":"outgoing","to":"+4144555{{i:0000}}","from":"{{Service.Own}}",
                "status":"success","submit_time":"{{time}}"}
                """);
            return Stub.WriteAsync(context, """{"data":{"records":[""" + string.Join(',', records) + "]}}");
        });
        IFaxFollower follower = stub.Client.Faxes.Follow();
        follower.Add(new SentFax { OutboxId = "o1", To = Service.Destination, From = Service.Own, SubmitTime = submitted });

        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, stub.TimeLimit));

        Assert.Equal(kind, followed.Error?.Kind);
        Assert.Contains(Service.Destination, followed.Error!.Message);
        Assert.Empty(stub.Observer.Warnings);
    }

    [Fact]
    public async Task An_unknown_id_is_not_found_and_the_advice_refers_to_ids()
    {
        await using Service service = await Service.StartAsync();
        FollowedFax followed = await FollowAsync(service, follower => follower.Add("0123456789abcdef01234567"));
        Assert.Equal(FaxPlusErrorKind.NotFound, followed.Error!.Kind);
        Assert.Contains("0123456789abcdef01234567", followed.Error.Message);
        Assert.Contains("id", followed.Error.RecommendedAction);
    }

    [Fact]
    public async Task After_the_timeout_an_unfinished_fax_is_reported_with_its_status_and_not_changed()
    {
        await using Service service = await Service.StartAsync();
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("+41445550098")));
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);

        FollowedFax followed = Assert.Single(await follower.NextAsync(TimeSpan.FromSeconds(0.4), service.TimeLimit));

        Assert.Equal(FaxPlusErrorKind.Timeout, followed.Error!.Kind);
        Assert.Contains("sending", followed.Error.Message);
        Assert.Contains("The fax was not cancelled", followed.Error.RecommendedAction);
        Assert.Equal(0, follower.Pending);
        Assert.Single(await service.StateAsync("outbox"));
        Assert.Empty(await follower.NextAsync(s_enough, service.TimeLimit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_fax_is_not_reported_as_unfinished(bool seenBefore)
    {
        await using Service service = await Service.StartAsync(options =>
            options.SendSeconds = 600, connection => connection.VisibilityDelay = TimeSpan.FromHours(1));
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        IFaxFollower follower = service.Client.Faxes.Follow();
        if (seenBefore) follower.Add(Assert.Single(await service.Client.Outbox.ListAsync(cancellationToken: service.TimeLimit)));
        else follower.Add(sent);
        await service.Client.Outbox.CancelAsync(sent.OutboxId!, cancellationToken: service.TimeLimit);

        FollowedFax followed = Assert.Single(await follower.NextAsync(TimeSpan.Zero, service.TimeLimit));

        Assert.Equal(FaxPlusErrorKind.Timeout, followed.Error!.Kind);
        Assert.Contains("status is not known", followed.Error.Message);
        Assert.Contains("it was cancelled, or", followed.Error.RecommendedAction);
        Assert.DoesNotContain("The fax was not cancelled", followed.Error.RecommendedAction);
    }

    [Fact]
    public async Task With_a_timeout_of_zero_one_poll_is_made()
    {
        await using Service service = await Service.StartAsync();
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        Assert.Equal("success", Assert.Single(await follower.NextAsync(TimeSpan.Zero, service.TimeLimit)).Fax?.Status);
    }

    [Fact]
    public async Task Cancelling_ends_a_long_wait_and_makes_no_further_request()
    {
        await using Service service =
            await Service.StartAsync(client: connection => connection.PollInterval = connection.MaxPollInterval = TimeSpan.FromHours(1));
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter("+41445550098")));
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(sent);
        using var stop = new CancellationTokenSource();
        service.Observer.OnVerbose = line =>
        {
            if (line.Contains("checking again", StringComparison.Ordinal)) stop.Cancel();
        };

        await Failing.CancelledAsync(() => follower.NextAsync(TimeSpan.FromHours(2), stop.Token));

        Assert.Single(await service.RequestsAsync("GET", "/outbox"));
    }

    [Fact]
    public async Task A_token_that_cannot_read_faxes_ends_the_tracking_with_the_scope()
    {
        await using Service service = await Service.StartAsync(options => options.Pats["edit-only"] = ["fax:fax:edit"]);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        IFaxFollower follower = service.NewClient("edit-only").Faxes.Follow();
        follower.Add(sent);
        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, service.TimeLimit));
        Assert.Equal(FaxPlusErrorKind.MissingScope, followed.Error!.Kind);
    }

    [Fact]
    public async Task A_short_failure_of_the_service_does_not_end_the_tracking()
    {
        await using Service service = await Service.StartAsync();
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.FaultAsync("drop-before", "GET", times: 2);
        await service.AnswerAsync(502, method: "GET", times: 2);
        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));
        Assert.Equal("success", followed.Fax?.Status);
    }

    [Fact]
    public async Task A_failure_that_outlasts_all_retries_is_reported_once_and_the_wait_continues()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.1, client => client.MaxRetries = 1);
        SentFax sent = Assert.Single(await service.SendAsync(service.Letter()));
        await service.AnswerAsync(502, method: "GET", path: "/outbox", times: 6);

        FollowedFax followed = await FollowAsync(service, follower => follower.Add(sent));

        Assert.Equal("success", followed.Fax?.Status);
        Assert.Single(service.Observer.Warnings, warning => warning.Contains("502") && warning.Contains("continues"));
    }

    [Fact]
    public async Task An_item_with_several_destinations_is_tracked_for_the_destination_of_the_receipt()
    {
        // The record contains the destinations as a list (reference 3.5), and the receipt determines which destination is meant.
        int looks = 0;
        await using Stub stub = await Stub.StartAsync(context => context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal)
            ? Stub.WriteAsync(context, ++looks == 1
                ? """
                {"records":[{"id":"o1","to":["+41445550101","+41445550102"],"src":"+16505550100",
                "submit_time":"2026-02-01 10:00:00 +0000","status":"sending"}]}
                """
                : """{"records":[]}""")
            : Stub.WriteAsync(context, """
                {"data":{"records":[
                {"id":"f1","direction":"outgoing","to":"+41445550101","from":"+16505550100",
                "status":"success","submit_time":"2026-02-01 10:00:00"},
                {"id":"f2","direction":"outgoing","to":"+41445550102","from":"+16505550100",
                "status":"failed","submit_time":"2026-02-01 10:00:00"}]}}
                """));
        IFaxFollower follower = stub.Client.Faxes.Follow();
        follower.Add(new SentFax { OutboxId = "o1", To = "+41445550102", From = Service.Own,
            SubmitTime = DateTimeOffset.Parse("2026-02-01T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture) });
        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, stub.TimeLimit));
        Assert.Equal("f2", followed.Fax?.Id);
    }

    [Theory]
    [InlineData("+14155550101")]
    [InlineData("+14155550101", "+14155550102")]
    public async Task A_record_with_the_id_of_one_send_is_not_mistaken_for_that_of_an_equal_one(params string[] to)
    {
        await using Service service = await Service.StartAsync(options =>
            (options.SameId, options.SendSeconds) = (true, 1.5), connection => connection.VisibilityDelay = TimeSpan.FromSeconds(6));
        IReadOnlyList<SentFax> sent = await service.SendAsync(service.Letter(to));
        SentFax cancelled = Assert.Single(await service.SendAsync(service.Letter(to[0])));
        await service.Client.Outbox.CancelAsync(cancelled.OutboxId!, cancellationToken: service.TimeLimit);
        // The poll reads the outbox while it contains the other faxes, and the list of sent faxes after they have left the outbox.
        await service.FaultAsync("delay", "GET", @"/faxes\?", times: 1, fault => fault["delayMs"] = 2500);
        IFaxFollower follower = service.Client.Faxes.Follow();
        follower.Add(cancelled);
        foreach (SentFax fax in sent) follower.Add(fax);

        List<FollowedFax> ended = await DrainAsync(service, follower);

        Assert.Equal(FaxPlusErrorKind.NotFound, Assert.Single(ended, end => end.Source == cancelled).Error?.Kind);
        foreach (SentFax fax in sent) Assert.Equal(fax.OutboxId, Assert.Single(ended, end => end.Source == fax).Fax?.Id);
    }

    private static async Task<FollowedFax> FollowAsync(Service service, Action<IFaxFollower> add)
    {
        IFaxFollower follower = service.Client.Faxes.Follow();
        add(follower);
        FollowedFax followed = Assert.Single(await follower.NextAsync(s_enough, service.TimeLimit));
        Assert.Equal(0, follower.Pending);
        return followed;
    }

    private static async Task<List<FollowedFax>> DrainAsync(Service service, IFaxFollower follower)
    {
        var all = new List<FollowedFax>();
        while (await follower.NextAsync(s_enough, service.TimeLimit) is { Count: > 0 } ended) all.AddRange(ended);
        return all;
    }
}
