using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that each received fax is returned once, oldest first.</summary>
public class ReceivingTests
{
    private static readonly DateTimeOffset s_start = Received.Start;

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Faxes_of_many_pages_are_returned_once_and_oldest_first(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        for (int i = 0; i < 130; i++) await service.ReceiveAsync(s_start.AddSeconds(7 * (i * 37 % 130)));
        var received = new Received(service);

        await received.RunAsync();
        await received.RunAsync();

        received.AreJust(await service.FaxIdsAsync());
        Assert.Equal(received.Faxes.OrderBy(fax => fax.Time).Select(fax => fax.Id), received.Ids);
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_run_that_stops_after_each_fax_and_restarts_loses_none_and_repeats_none(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        for (int i = 0; i < 40; i++) await service.ReceiveAsync(s_start.AddSeconds(i / 3));
        var received = new Received(service);

        for (int i = 0; i < 40; i++) Assert.Equal(1, await received.RunAsync(most: 1));

        received.AreJust(await service.FaxIdsAsync());
        Assert.Equal(0, await received.RunAsync());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Faxes_that_appear_late_with_an_earlier_time_are_returned(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        var received = new Received(service);
        await service.ReceiveAsync(s_start.AddHours(3), 3);
        await received.RunAsync();

        // Late faxes have the time of the newest fax, a time one second earlier, and the earliest time within the look-back.
        await service.ReceiveAsync(s_start.AddHours(3), 2);
        await service.ReceiveAsync(s_start.AddHours(3).AddSeconds(-1));
        await service.ReceiveAsync(s_start.AddHours(1));
        await received.RunAsync(most: 1);
        await received.RunAsync();
        received.AreJust(await service.FaxIdsAsync());

        // A fax that is older than the look-back is not returned.
        await service.ReceiveAsync(s_start.AddHours(1).AddSeconds(-1));
        Assert.Equal(0, await received.RunAsync());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_second_with_one_fax_less_than_a_page_is_returned_completely(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await service.ReceiveAsync(s_start, 49);
        await service.ReceiveAsync(s_start.AddSeconds(1), 49);
        await service.ReceiveAsync(s_start.AddSeconds(2), 49);
        var received = new Received(service);

        for (int run = 0; run < 7; run++) await received.RunAsync(most: 25);

        received.AreJust(await service.FaxIdsAsync());
        Assert.Empty(service.Observer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task For_a_second_with_more_faxes_than_a_page_all_visible_faxes_are_returned_with_one_warning_per_run(ListBounds bounds,
        ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        string[] before = await service.ReceiveAsync(s_start, 5);
        await service.ReceiveAsync(s_start.AddSeconds(1), 70);
        string[] after = await service.ReceiveAsync(s_start.AddSeconds(2), 5);
        var received = new Received(service);

        using (IFaxReceiver receiver = received.Begin())
        {
            for (int look = 0; look < 3; look++)
            {
                while (await receiver.NextAsync(service.TimeLimit) is { Count: > 0 } faxes)
                {
                    received.Ids.AddRange(faxes.Select(fax => fax.Id!));
                    foreach (Fax fax in faxes) receiver.Acknowledge(fax);
                }
            }
        }

        Assert.Equal(received.Ids.Count, received.Ids.Distinct().Count());
        Assert.Empty(before.Concat(after).Except(received.Ids));
        Assert.InRange(received.Ids.Count, 60, 80);
        Assert.Contains("share the time", Assert.Single(service.Observer.Warnings));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_backlog_larger_than_the_memory_limit_is_returned_in_parts_oldest_first(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        var random = new Random(11);
        for (int i = 0; i < 150; i++) await service.ReceiveAsync(s_start.AddSeconds(random.Next(2_000_000)), i % 10 == 0 ? 40 : 1);
        var received = new Received(service);

        await received.RunAsync(configure: options => options.MostAtATime = 60);

        received.AreJust(await service.FaxIdsAsync());
        Assert.Equal(received.Faxes.OrderBy(fax => fax.Time).Select(fax => fax.Time), received.Faxes.Select(fax => fax.Time));
    }

    [Fact]
    public async Task The_checkpoint_contains_only_the_look_back_regardless_of_the_number_of_faxes()
    {
        await using Service service = await Service.StartAsync();
        for (int i = 0; i < 300; i++) await service.ReceiveAsync(s_start.AddMinutes(10 * i));
        var received = new Received(service);

        await received.RunAsync();

        Assert.Equal(300, received.Ids.Count);
        JsonNode checkpoint = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(received.File))!;
        Assert.InRange(checkpoint["taken"]!.AsObject().Count, 1, 13);
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task A_first_run_returns_faxes_that_arrive_after_its_start(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order);
        await service.ReceiveAsync(DateTimeOffset.UtcNow.AddMinutes(-5), 30);
        await service.ReceiveAsync(DateTimeOffset.UtcNow.AddMinutes(-4), 30);
        await service.ReceiveAsync(DateTimeOffset.UtcNow, 3);
        var received = new Received(service);
        Assert.Equal(0, await received.RunAsync(configure: options => options.After = null));

        string[] ids = [.. await service.ReceiveAsync(DateTimeOffset.UtcNow, 4),
            .. await service.ReceiveAsync(DateTimeOffset.UtcNow.AddMinutes(-5))];
        await received.RunAsync(configure: options => options.After = null);

        received.AreJust(ids);
    }

    [Fact]
    public async Task After_is_the_start_of_a_first_run_and_ignored_later()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start.AddSeconds(-1), 2);
        string[] ids = await service.ReceiveAsync(s_start, 2);
        var received = new Received(service);

        await received.RunAsync(configure: options => options.After = s_start);
        await received.RunAsync(configure: options => options.After = s_start.AddHours(-1));

        received.AreJust(ids);
    }

    [Theory]
    [InlineData(new[] { "inbox" }, 3)]
    [InlineData(new[] { "spam" }, 2)]
    [InlineData(new[] { "Spam", "inbox" }, 5)]
    public async Task Only_incoming_faxes_are_returned_and_spam_on_request(string[] category, int expected)
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start, 3);
        await service.ReceiveAsync(s_start.AddSeconds(-1), 2, spam: true);
        await service.SendAsync(service.Letter());
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 6);
        var received = new Received(service);

        await received.RunAsync(configure: options => options.Category = category);
        await received.RunAsync(configure: options => options.Category = category);

        Assert.Equal(expected, received.Ids.Distinct().Count());
        Assert.All(received.Faxes, fax => Assert.Equal("incoming", fax.Direction));
        received.AreJust(received.Ids);
        Assert.Equal(received.Faxes.OrderBy(fax => fax.Time).Select(fax => fax.Id), received.Ids);
    }

    [Fact]
    public async Task A_fax_with_a_future_date_hides_no_other_fax()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        await service.ReceiveAsync(DateTimeOffset.UtcNow.AddDays(400));
        await received.RunAsync();
        await service.ReceiveAsync(DateTimeOffset.UtcNow, 3);
        await received.RunAsync();
        received.AreJust(await service.FaxIdsAsync());
    }

    [Fact]
    public async Task A_fax_that_is_still_being_received_is_returned_when_complete_and_newer_faxes_do_not_hide_it()
    {
        // A stub returns the record, since the emulator has no faxes that are still being received.
        string status = "in_progress";
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await using Stub stub = await Stub.StartAsync(context => Stub.WriteAsync(context, new JsonObject
        {
            ["data"] = new JsonObject { ["records"] =
                new JsonArray(Record("b", now.AddMinutes(-2), "success"), Record("a", now.AddHours(-9), status)) },
        }.ToJsonString()));
        var given = new List<string>();
        using IFaxReceiver receiver = stub.Client.Faxes.Receive(new ReceiveOptions { After = now.AddDays(-1) });

        async Task PollAsync()
        {
            while (await receiver.NextAsync(stub.TimeLimit) is { Count: > 0 } faxes)
            {
                foreach (Fax fax in faxes)
                {
                    given.Add(fax.Id!);
                    receiver.Acknowledge(fax);
                }
            }
        }

        await PollAsync();
        await PollAsync();
        Assert.Equal(["b"], given);
        status = "success";
        await PollAsync();
        await PollAsync();
        Assert.Equal(["b", "a"], given);

        static JsonObject Record(string id, DateTimeOffset time, string status) => new()
        {
            ["id"] = id,
            ["direction"] = "incoming",
            ["status"] = status,
            ["start_time"] = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    [Fact]
    public async Task Acknowledged_faxes_are_marked_as_read_and_keep_their_comments()
    {
        await using Service service = await Service.StartAsync();
        await service.ControlAsync("receive", new JsonObject { ["comment"] = "from Zürich", ["count"] = 3 });
        var received = new Received(service);

        await received.RunAsync(most: 2, configure: options => options.MarkRead = true);

        JsonNode[] faxes = await service.StateAsync("faxes");
        Assert.All(faxes, fax => Assert.Equal("from Zürich", (string?)fax["comment"]));
        Assert.Equal(received.Ids.Order(), faxes.Where(fax => (bool)fax["is_read"]!).Select(fax => (string)fax["id"]!).Order());
    }

    [Fact]
    public async Task A_comment_that_the_caller_wrote_in_the_meantime_is_kept()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start);
        using IFaxReceiver receiver = new Received(service).Begin(options => options.MarkRead = true);
        Fax fax = Assert.Single(await receiver.NextAsync(service.TimeLimit));

        await service.Client.Faxes.UpdateAsync(fax.Id!, "filed", null, cancellationToken: service.TimeLimit);
        receiver.Acknowledge(fax);
        await receiver.MarkAsync(service.TimeLimit);

        JsonNode now = Assert.Single(await service.StateAsync("faxes"));
        Assert.Equal("filed", (string?)now["comment"]);
        Assert.True((bool)now["is_read"]!);
    }

    [Fact]
    public async Task A_read_mark_that_was_prevented_is_set_by_the_next_run()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start, 3);
        var received = new Received(service);
        await service.AnswerAsync(503, method: "PUT", times: null);
        await received.RunAsync(configure: options => options.MarkRead = true);
        Assert.All(await service.StateAsync("faxes"), fax => Assert.False((bool)fax["is_read"]!));
        Assert.Contains(service.Observer.Warnings, warning => warning.Contains("next run", StringComparison.Ordinal));
        await service.ClearFaultsAsync();

        Assert.Equal(0, await received.RunAsync(configure: options => options.MarkRead = true));

        Assert.All(await service.StateAsync("faxes"), fax => Assert.True((bool)fax["is_read"]!));
        received.AreJust(await service.FaxIdsAsync());
    }

    [Fact]
    public async Task A_fax_that_the_caller_has_deleted_needs_no_mark()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start);
        using IFaxReceiver receiver = new Received(service).Begin(options => options.MarkRead = true);
        Fax fax = Assert.Single(await receiver.NextAsync(service.TimeLimit));
        await service.Client.Faxes.DeleteAsync(fax.Id!, cancellationToken: service.TimeLimit);
        receiver.Acknowledge(fax);
        await receiver.MarkAsync(service.TimeLimit);
        Assert.Empty(service.Observer.Warnings);
    }

    [Fact]
    public async Task Following_returns_new_faxes_and_ends_immediately_when_stopped()
    {
        await using Service service = await Service.StartAsync();
        var received = new Received(service);
        using IFaxReceiver receiver = received.Begin(options => options.Follow = true);
        for (int i = 0; i < 5; i++)
        {
            await service.ReceiveAsync(s_start.AddSeconds(i));
            Fax fax = Assert.Single(await receiver.NextAsync(service.TimeLimit));
            received.Ids.Add(fax.Id!);
            receiver.Acknowledge(fax);
        }

        received.AreJust(await service.FaxIdsAsync());
        using var stop = new CancellationTokenSource();
        Task<IReadOnlyList<Fax>> waiting = receiver.NextAsync(stop.Token);
        stop.Cancel();
        await Failing.CancelledAsync(() => waiting);
    }

    [Fact]
    public async Task The_polling_interval_grows_to_its_limit_and_is_reset_by_new_faxes()
    {
        await using Service service = await Service.StartAsync();
        using IFaxReceiver receiver = new Received(service).Begin(options =>
        {
            options.Follow = true;
            options.PollInterval = TimeSpan.FromSeconds(0.2);
            options.MaxPollInterval = TimeSpan.FromSeconds(0.4);
        });
        var pauses = new ConcurrentQueue<string>();
        service.Observer.OnVerbose = line =>
        {
            if (line.StartsWith("Checking again", StringComparison.Ordinal)) pauses.Enqueue(line);
        };
        Task<IReadOnlyList<Fax>> waiting = receiver.NextAsync(service.TimeLimit);
        await service.UntilAsync(() => Task.FromResult(pauses.Count >= 4));
        await service.ReceiveAsync(s_start);
        receiver.Acknowledge(Assert.Single(await waiting));
        int quiet = pauses.Count;
        using var stop = new CancellationTokenSource();
        waiting = receiver.NextAsync(stop.Token);
        await service.UntilAsync(() => Task.FromResult(pauses.Count > quiet));
        stop.Cancel();
        await Failing.CancelledAsync(() => waiting);

        string[] all = [.. pauses];
        Assert.Equal(
            ["Checking again in 0.2 s.", "Checking again in 0.3 s.", "Checking again in 0.4 s.", "Checking again in 0.4 s."], all[..4]);
        Assert.Equal("Checking again in 0.2 s.", all[quiet]);
    }

    [Fact]
    public async Task A_failure_while_following_causes_one_warning_and_loses_no_fax()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.ReceiveAsync(s_start, 2);
        await service.AnswerAsync(503, path: "faxes", times: 12);
        var received = new Received(service);
        using IFaxReceiver receiver = received.Begin(options => options.Follow = true);

        IReadOnlyList<Fax> faxes = await receiver.NextAsync(service.TimeLimit);

        Assert.Equal(2, faxes.Count);
        Assert.Contains("continues", Assert.Single(service.Observer.Warnings));
    }

    [Theory]
    [InlineData("864000")]
    [InlineData("2147483647")]
    public async Task An_absurd_Retry_After_does_not_stop_following(string retryAfter)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.RetryTimeout = TimeSpan.FromSeconds(0.2));
        await service.ReceiveAsync(s_start);
        await service.AnswerAsync(429, path: "faxes", retryAfter: retryAfter);
        using IFaxReceiver receiver = new Received(service).Begin(options => options.Follow = true);

        Assert.Single(await receiver.NextAsync(service.TimeLimit));
        Assert.Contains("Checking again in 0.2 s.", service.Observer.VerboseLines);
    }

    [Fact]
    public async Task A_fax_without_a_time_hides_no_earlier_fax()
    {
        string old = DateTimeOffset.UtcNow.AddDays(-10).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await using Stub stub = await Stub.StartAsync(context =>
        {
            string timeless = """{"id":"timeless","direction":"incoming","status":"success"}""",
                dated = $$"""{"id":"old","direction":"incoming","status":"success","start_time":"{{old}}"}""";
            bool isIn = string.CompareOrdinal(old, context.Request.Query["after"]) >= 0;
            return Stub.WriteAsync(context, """{"data":{"records":[""" + timeless + (isIn ? "," + dated : "") + "]}}");
        });
        var ids = new List<string?>();
        string state = "";
        for (int run = 0; run < 4; run++)
        {
            using IFaxReceiver receiver =
                stub.Client.Faxes.Receive(new ReceiveOptions { State = state, After = DateTimeOffset.UtcNow.AddDays(-30) });
            if (await receiver.NextAsync(stub.TimeLimit) is { Count: > 0 } faxes)
            {
                ids.Add(faxes[0].Id);
                receiver.Acknowledge(faxes[0]);
            }

            state = receiver.State;
        }

        Assert.Equal(["timeless", "old"], ids);
    }

    [Fact]
    public async Task A_failure_at_the_start_of_following_hides_no_fax_that_arrives_in_the_meantime()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 0);
        await service.ReceiveAsync(DateTimeOffset.UtcNow.AddMinutes(-1));
        await service.AnswerAsync(503, path: "faxes", times: 3);
        string[] ids = [];
        service.Observer.OnVerbose = _ =>
        {
            if (ids.Length == 0) ids = service.ReceiveAsync(DateTimeOffset.UtcNow.AddMinutes(1)).GetAwaiter().GetResult();
        };
        using IFaxReceiver receiver = new Received(service).Begin(options =>
        {
            options.Follow = true;
            options.After = null;
        });

        IReadOnlyList<Fax> faxes = await receiver.NextAsync(service.TimeLimit);
        Assert.Equal(ids, faxes.Select(fax => fax.Id));
    }

    [Fact]
    public async Task A_preview_stores_no_state_and_makes_no_change()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(s_start, 3);
        var received = new Received(service);
        await received.RunAsync(most: 1);
        using IFaxReceiver other = received.Begin();

        var peek = new Received(service);
        await peek.RunAsync(configure: options =>
        {
            options.Peek = true;
            options.MarkRead = true;
        });

        Assert.Equal(2, peek.Ids.Count);
        Assert.DoesNotContain(await service.RequestsAsync(), request => request.Method != "GET");
        other.Dispose();
        Assert.Equal(2, await received.RunAsync());
        received.AreJust(await service.FaxIdsAsync());
    }
}
