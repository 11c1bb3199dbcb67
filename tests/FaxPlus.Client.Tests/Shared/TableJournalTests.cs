using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests a journal in a table that several workers share.</summary>
public class TableJournalTests
{
    private const string Name = "https://account.table.core.windows.net/faxes#run";

    private const string Contents = "0123456789abcdef0123456789abcdef", OtherContents = "0123456789abcdef0123456789abcdee";

    private static readonly CancellationToken s_none = CancellationToken.None;

    private readonly MemoryTable _table = new(pageSize: 3);
    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task Only_one_worker_obtains_a_claim()
    {
        using TableJournal first = await OpenAsync(), second = await OpenAsync();
        await BeginAsync(first, "k");

        OtherWorkerException lost = await Assert.ThrowsAsync<OtherWorkerException>(() => BeginAsync(second, "k"));

        Assert.Equal(WorkerOf("k"), lost.Holder);
    }

    [Fact]
    public async Task A_claim_whose_response_was_lost_is_read_back()
    {
        using TableJournal journal = await OpenAsync();
        bool isLost = false;
        _table.After = (kind, key) =>
        {
            if (kind != "insert" || !key.StartsWith(TableEntry.Prefix, StringComparison.Ordinal) || isLost) return;
            isLost = true;
            throw new TableUnavailableException("no answer");
        };

        await EndAsync(journal, await BeginAsync(journal, "k"));

        Assert.True(isLost);
        Assert.Equal(JournalState.Sent, Assert.Single(Items()).State);
    }

    [Theory]
    [InlineData("a/b\\c#d?e")]
    [InlineData("ü \u0001 ✓ 'quoted' \"twice\"")]
    [InlineData(" blank ")]
    public async Task A_key_can_be_any_text(string key)
    {
        using (TableJournal journal = await OpenAsync()) await EndAsync(journal, await BeginAsync(journal, key));

        Assert.Equal(key, Assert.Single(Items()).Key);
        using TableJournal next = await OpenAsync();
        Assert.Equal(JournalState.Sent, next.Recall(key)!.State);
    }

    [Fact]
    public async Task A_key_can_be_longer_than_a_column()
    {
        string key = new('k', 100_000);
        using (TableJournal journal = await OpenAsync()) await EndAsync(journal, await BeginAsync(journal, key));

        Assert.Equal(key, Assert.Single(Items()).Key);
    }

    [Fact]
    public async Task The_items_of_a_worker_that_has_ended_are_taken_over_in_doubt()
    {
        using (TableJournal first = await OpenAsync()) await BeginAsync(first, "k");
        using TableJournal second = await OpenAsync();

        JournalEntry entry = (await second.FindAsync("k", false, s_none))!;

        Assert.Equal(JournalState.InDoubt, entry.State);
        Assert.NotNull(entry.OverAt);
    }

    [Fact]
    public async Task The_items_of_an_active_worker_are_not_taken_over()
    {
        using TableJournal first = await OpenAsync();
        await BeginAsync(first, "k");
        using TableJournal second = await OpenAsync();

        await Assert.ThrowsAsync<OtherWorkerException>(() => second.FindAsync("k", true, s_none));
    }

    [Fact]
    public async Task A_worker_whose_lease_has_expired_is_marked_and_sends_no_more_faxes()
    {
        TableJournal first = await OpenAsync();
        JournalEntry mine = await BeginAsync(first, "k");
        _clock.Step(TimeSpan.FromMinutes(10));
        using TableJournal second = await OpenAsync();

        JournalEntry taken = (await second.FindAsync("k", false, s_none))!;

        Assert.Equal(JournalState.InDoubt, taken.State);
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => first.BeforeRequestAsync(s_none));
        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.True(error.IsFatal);
        await Assert.ThrowsAsync<FaxPlusException>(() => first.FindAsync("other", false, s_none));
        await Assert.ThrowsAsync<FaxPlusException>(() => first.TakePassedOverAsync(waits: true, s_none));
        // A failed result of the worker that lost the item does not change the item; a successful result does.
        await first.WriteAsync(mine, new JournalLine { Key = "k", State = JournalState.Failed }, s_none);
        Assert.NotEqual(JournalState.Failed, Assert.Single(Items()).State);
        await EndAsync(first, mine);
        Assert.Equal(JournalState.Sent, Assert.Single(Items()).State);
        await second.WriteAsync(taken, new JournalLine { Key = "k", State = JournalState.InDoubt }, s_none);
        Assert.Equal(JournalState.Sent, Assert.Single(Items()).State);
    }

    [Fact]
    public async Task A_worker_that_was_paused_and_not_marked_continues()
    {
        using TableJournal journal = await OpenAsync();
        _clock.Step(TimeSpan.FromMinutes(10));

        await journal.BeforeRequestAsync(s_none);
    }

    [Theory]
    [InlineData("https://other.example/v3", "account")]
    [InlineData("https://fax.example/v3", "other")]
    [InlineData("https://fax.example/v3", null)]
    public async Task Another_service_or_account_is_refused(string service, string? account)
    {
        using (await OpenAsync())
        {
        }

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => OpenAsync(service, account));

        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
    }

    [Fact]
    public async Task An_item_that_another_worker_failed_to_send_is_left_to_the_next_run()
    {
        using TableJournal first = await OpenAsync(), second = await OpenAsync();
        JournalEntry entry = await BeginAsync(first, "k");
        await first.WriteAsync(entry, new JournalLine { Key = "k", State = JournalState.Failed }, s_none);

        Assert.Null((await Assert.ThrowsAsync<OtherWorkerException>(() => BeginAsync(second, "k"))).Holder);
        using TableJournal third = await OpenAsync();
        Assert.Equal(JournalState.Failed, (await third.FindAsync("k", false, s_none))!.State);
    }

    [Fact]
    public async Task A_completed_list_is_read_by_pages_and_not_by_items()
    {
        using (TableJournal journal = await OpenAsync())
        {
            for (int i = 0; i < 30; i++) await EndAsync(journal, await BeginAsync(journal, $"k{i}"));
        }

        _table.Requests.Clear();
        using (TableJournal next = await OpenAsync())
        {
            for (int i = 0; i < 30; i++) Assert.Equal(JournalState.Sent, (await next.FindAsync($"k{i}", false, s_none))!.State);
        }

        Assert.InRange(_table.Requests["read"], 10, 13);
        Assert.False(_table.Requests.TryGetValue("get", out int gets) && gets > 1);
        JournalSummary summary = new TableJournalReader(_table, Name, new ClientPlatform()).Summarize(s_none);
        Assert.Equal((30L, 30L, 0), (summary.Count, summary.Sent, summary.Workers));
    }

    [Fact]
    public async Task A_worker_reads_the_rows_of_the_others_less_often_as_long_as_it_neither_sends_nor_waits()
    {
        _clock.Speed = 100;
        using TableJournal journal = await OpenAsync();
        _table.Requests.Clear();
        await BeatsAsync(12);
        Assert.InRange(_table.Requests["read"], 2, 5);

        // A worker that sends or waits reads the rows of the other workers at each renewal.
        _table.Requests.Clear();
        for (int beat = 1; beat <= 12; beat++)
        {
            if (beat % 2 == 0) await journal.BeforeRequestAsync(s_none);
            else await journal.TakePassedOverAsync(waits: false, s_none);
            await BeatsAsync(beat);
        }

        Assert.InRange(_table.Requests["read"], 8, 14);

        async Task BeatsAsync(int count)
        {
            while (!_table.Requests.TryGetValue("replace", out int renewals) || renewals < count) await Task.Delay(1);
        }
    }

    [Fact]
    public async Task The_rows_of_ended_workers_are_read_once()
    {
        for (int i = 0; i < 12; i++) (await OpenAsync()).Dispose();
        _clock.Step(TimeSpan.FromMinutes(10));
        _clock.Speed = 100;
        using TableJournal journal = await OpenAsync();
        _table.Requests.Clear();
        int beats = 0;
        while (beats < 12)
        {
            await journal.BeforeRequestAsync(s_none);
            await Task.Delay(1);
            _table.Requests.TryGetValue("replace", out beats);
        }

        // A page contains 3 rows.
        Assert.InRange(_table.Requests["read"], 1, 14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_events_of_a_worker_that_ends_before_the_next_poll_are_read(bool hasNoTimeFilter)
    {
        _table.HasNoTimeFilter = hasNoTimeFilter;
        using TableJournal journal = await OpenAsync();
        using (TableJournal other = await OpenAsync()) await EndAsync(other, await BeginAsync(other, "k"));

        for (int tries = 0; tries < 600 && journal.Summarize()!.Sent == 0; tries++)
        {
            await journal.BeforeRequestAsync(s_none);
            await Task.Delay(100);
        }

        Assert.Equal(1, journal.Summarize()!.Sent);
    }

    [Fact]
    public async Task A_sent_fax_whose_row_was_deleted_is_written_again()
    {
        using TableJournal journal = await OpenAsync();
        JournalEntry entry = await BeginAsync(journal, "k");
        _table.Remove(TableEntry.RowKeyOf(ItemHash.Of("k")));

        await EndAsync(journal, entry);

        Assert.Equal(JournalState.Sent, Assert.Single(Items()).State);
    }

    [Fact]
    public async Task A_fax_whose_row_was_deleted_after_its_run_is_not_known_to_the_next_run()
    {
        using (TableJournal first = await OpenAsync()) await EndAsync(first, await BeginAsync(first, "k"));
        _table.Remove(TableEntry.RowKeyOf(ItemHash.Of("k")));

        using TableJournal second = await OpenAsync();

        Assert.Null(await second.FindAsync("k", false, s_none));
        Assert.Equal(0, second.Summarize()!.Sent);
    }

    [Fact]
    public async Task A_worker_that_is_still_reading_the_items_does_not_change_the_summary()
    {
        using (TableJournal first = await OpenAsync())
            foreach (string key in new[] { "a", "b", "c", "d" }) await EndAsync(first, await BeginAsync(first, key));
        JournalSummary Summary() => new TableJournalReader(_table, Name, new ClientPlatform()).Summarize(s_none);
        JournalSummary? during = null;
        _table.After = (kind, key) =>
        {
            if ((kind, key) != ("read", TableEntry.Prefix)) return;
            during = Summary();
            throw LeaseErrors.Unusable(new InvalidOperationException());
        };

        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync());

        Assert.Equal((4, 4), (during!.Sent, Summary().Sent));
    }

    [Theory]
    [InlineData(WorkerRows.First)]
    [InlineData(TableEntry.Prefix)]
    public async Task A_worker_that_cannot_read_the_table_when_it_starts_marks_its_row_as_ended(string from)
    {
        _table.Before = (kind, key) =>
        {
            if ((kind, key) == ("read", from)) throw LeaseErrors.Unusable(new InvalidOperationException());
        };

        await Assert.ThrowsAsync<FaxPlusException>(() => OpenAsync());

        TableRow worker = Assert.Single(_table.Rows, row => row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal));
        Assert.True(WorkerRows.HasEnded(worker));
    }

    [Fact]
    public async Task A_result_that_could_not_be_written_is_written_at_the_end_of_the_list()
    {
        using TableJournal journal = await OpenAsync();
        JournalEntry sent = await BeginAsync(journal, "sent"), failed = await BeginAsync(journal, "failed");
        _table.Before = (kind, key) =>
        {
            if (key.StartsWith(TableEntry.Prefix, StringComparison.Ordinal)) throw LeaseErrors.Unusable(new InvalidOperationException());
        };
        await Assert.ThrowsAsync<FaxPlusException>(() => EndAsync(journal, sent));
        await Assert.ThrowsAsync<FaxPlusException>(() =>
            journal.WriteAsync(failed, new JournalLine { Key = "failed", State = JournalState.Failed }, s_none));
        // If the table still cannot be written, the worker ends, and other workers take over its items.
        await Assert.ThrowsAsync<FaxPlusException>(() => journal.TakePassedOverAsync(waits: true, s_none));
        _table.Before = null;

        Assert.Empty(await journal.TakePassedOverAsync(waits: true, s_none));

        Assert.Equal(
            [("failed", JournalState.Failed), ("sent", JournalState.Sent)],
            Items().Select(item => (item.Key, item.State)).OrderBy(item => item.Key));
    }

    [Theory]
    [InlineData(JournalState.Sent)]
    [InlineData(JournalState.Failed)]
    public async Task A_second_row_of_an_item_whose_result_could_not_be_written_has_this_result(JournalState state)
    {
        using TableJournal journal = await OpenAsync();
        JournalEntry entry = await BeginAsync(journal, "k");
        var line = new JournalLine { Key = "k", State = state, Ids = ["o1"] };
        Exception[] failures = [LeaseErrors.Unusable(new InvalidOperationException()), new OperationCanceledException()];
        foreach (Exception failure in failures)
        {
            _table.Before = (kind, _) =>
            {
                if (kind == "replace") throw failure;
            };
            await Assert.ThrowsAnyAsync<Exception>(() => journal.WriteAsync(entry, line, s_none));
            await Assert.ThrowsAnyAsync<Exception>(() => journal.FindAsync("k", false, s_none));
        }

        _table.Before = null;

        Assert.Equal(state, (await journal.FindAsync("k", false, s_none))!.State);

        Assert.Equal(state, Assert.Single(Items()).State);
    }

    [Theory]
    [InlineData(JournalState.Sent)]
    [InlineData(JournalState.Failed)]
    public async Task A_result_that_was_written_although_its_response_was_lost_counts_as_written_by_this_worker(JournalState state)
    {
        using TableJournal journal = await OpenAsync();
        JournalEntry entry = await BeginAsync(journal, "k");
        var line = new JournalLine { Key = "k", State = state, Ids = ["o1"] };
        _table.After = (kind, _) =>
        {
            if (kind == "replace") throw LeaseErrors.Unusable(new InvalidOperationException());
        };
        await Assert.ThrowsAnyAsync<Exception>(() => journal.WriteAsync(entry, line, s_none));
        _table.After = null;

        Assert.Equal(state, (await journal.FindAsync("k", false, s_none))!.State);
    }

    [Fact]
    public async Task Items_that_another_worker_has_finished_with_other_contents_are_compared()
    {
        using TableJournal first = await OpenAsync(), second = await OpenAsync();
        foreach (string key in new[] { "same", "other" })
        {
            JournalEntry entry = await BeginAsync(first, key);
            entry.Contents = Contents;
            second.PassOver(new SendRequest { Key = key }, key, key == "same" ? Contents : OtherContents, WorkerOf(key));
            await EndAsync(first, entry);
        }

        Assert.Equal("other", Assert.Single(await second.TakePassedOverAsync(waits: true, s_none)).Key);
        Assert.Empty(await second.TakePassedOverAsync(waits: true, s_none));
        Assert.NotNull(await second.FindOtherAsync("other", OtherContents, s_none));
        Assert.Null(await second.FindOtherAsync("same", Contents, s_none));
    }

    [Fact]
    public async Task A_second_row_of_an_item_that_this_worker_has_ended_is_returned_at_the_end_of_the_list()
    {
        using TableJournal journal = await OpenAsync();
        journal.PassOver(new SendRequest { Key = "k" }, "k", OtherContents, null);
        JournalEntry entry = await BeginAsync(journal, "k");
        entry.Contents = Contents;
        await EndAsync(journal, entry);

        Assert.Equal("k", Assert.Single(await journal.TakePassedOverAsync(waits: true, s_none)).Key);
    }

    [Fact]
    public async Task The_last_of_two_workers_that_end_at_the_same_time_has_the_counts_of_both()
    {
        TableJournal first = await OpenAsync(), second = await OpenAsync();
        await EndAsync(first, await BeginAsync(first, "a"));
        await EndAsync(second, await BeginAsync(second, "b"));

        first.Dispose();
        second.Dispose();

        TableRow last = _table.Rows.Where(row => row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal))
            .OrderBy(row => long.Parse(row.ETag!, CultureInfo.InvariantCulture)).Last();
        Assert.Equal(2, last.Number(nameof(JournalState.Sent)));
    }

    [Fact]
    public async Task A_secret_that_does_not_permit_updating_rows_is_refused_before_a_fax_is_claimed()
    {
        _table.Before = (kind, key) =>
        {
            if (kind is "replace" && key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal))
            {
                throw new FaxPlusException(FaxPlusErrorKind.Forbidden, "403") { IsFatal = true };
            }
        };

        await Assert.ThrowsAsync<FaxPlusException>(() => OpenAsync());
    }

    [Fact]
    public async Task Each_worker_has_the_counts_of_the_entire_run()
    {
        using TableJournal first = await OpenAsync(expected: 10);
        await EndAsync(first, await BeginAsync(first, "a"));
        await EndAsync(first, await BeginAsync(first, "b"));
        using TableJournal second = await OpenAsync();
        await EndAsync(second, await BeginAsync(second, "c"));
        await BeginAsync(second, "d");

        // The second worker publishes its counts with a renewal, and the first worker then reads the row.
        for (int tries = 0; tries < 600 && first.Summarize() is not { Sent: 3, Sending: 1 }; tries++) await Task.Delay(100);

        foreach (JournalSummary run in new[] { first.Summarize()!, second.Summarize()! })
        {
            Assert.Equal((3, 1, 2, 10L), (run.Sent, run.Sending, run.Workers, run.Expected));
            Assert.Equal(Name, run.Journal);
        }
    }

    [Fact]
    public async Task Renewals_continue_after_an_error_of_any_kind()
    {
        using TableJournal journal = await OpenAsync();
        var errors = new Queue<Exception>([new TaskCanceledException("its own timeout"), new InvalidOperationException("not JSON")]);
        _table.Before = (kind, key) =>
        {
            if (kind == "replace" && errors.Count > 0) throw errors.Dequeue();
        };

        var renewed = new TaskCompletionSource<bool>();
        _table.After = (kind, _) =>
        {
            if (kind == "replace") renewed.TrySetResult(true);
        };

        Assert.Same(renewed.Task, await Task.WhenAny(renewed.Task, Task.Delay(TimeSpan.FromSeconds(60))));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_wait_for_other_workers_ends_if_the_table_cannot_be_read()
    {
        using TableJournal first = await OpenAsync(), second = await OpenAsync();
        await BeginAsync(first, "k");
        second.PassOver(new SendRequest { Key = "k" }, "k", "contents", WorkerOf("k"));
        Assert.Empty(await second.TakePassedOverAsync(waits: false, s_none));

        _table.Before = (_, _) => throw new InvalidOperationException("https://a.table.core.windows.net/faxes?sig=Geheim4711");
        _clock.Step(TimeSpan.FromMinutes(10));
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => second.TakePassedOverAsync(waits: true, s_none));

        Assert.Equal(FaxPlusErrorKind.ServiceUnavailable, error.Kind);
        Assert.True(error.IsFatal);
        Assert.DoesNotContain("Geheim4711", error.ToString(), StringComparison.Ordinal);
        _table.Before = null;
    }

    [Fact]
    public async Task The_error_of_a_worker_whose_row_was_deleted_states_this()
    {
        using TableJournal journal = await OpenAsync();
        _table.Remove(Assert.Single(_table.Rows, row => row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal)).Key);
        _clock.Step(TimeSpan.FromMinutes(10));

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => journal.BeforeRequestAsync(s_none));

        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.Contains("deleted", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_worker_that_the_service_throttles_makes_the_others_wait_for_the_same_time(int status)
    {
        SharedBackoff refused = Backoff(), other = Backoff();
        using TableJournal first = await OpenAsync(refused), second = await OpenAsync(other);
        int round = await refused.EnterAsync(Call(), s_none);
        refused.RecordRefusal(Call(), round, status, TimeSpan.FromSeconds(90));

        // Waits until the first worker has renewed its row and the second worker has read it.
        var said = new Said();
        using var stop = new CancellationTokenSource();
        for (int i = 0; i < 400 && other.EnterAsync(Call(said), stop.Token) is { IsCompleted: true }; i++) await Task.Delay(50);

        stop.Cancel();
        Assert.Contains($"the service returned {status} to another worker", said.Text, StringComparison.Ordinal);
        // The remaining wait is 90 s less the time until the row was read.
        Assert.Matches(@"waiting [4-8]\d(\.\d)? s", said.Text);
        // A worker does not publish a wait that it has adopted from another worker.
        Assert.NotNull(refused.Refusal);
        Assert.Null(other.Refusal);
    }

    [Fact]
    public void A_wait_of_another_worker_that_exceeds_the_limit_is_not_adopted()
    {
        SharedBackoff backoff = Backoff();
        backoff.Join(TimeSpan.FromDays(300), 429);

        Assert.Equal(TaskStatus.RanToCompletion, backoff.EnterAsync(Call(), s_none).Status);
    }

    [Fact]
    public void A_refusal_during_an_adopted_wait_is_reported_with_its_own_length()
    {
        SharedBackoff backoff = Backoff();
        backoff.Join(TimeSpan.FromSeconds(90), 503);
        backoff.Close(Call(), round: 1, 429);

        Assert.True(backoff.Refusal!.Value.Time < TimeSpan.FromSeconds(10));
        Assert.Equal(429, backoff.Refusal!.Value.Status);
    }

    [Fact]
    public async Task Responses_to_requests_in_flight_do_not_end_an_adopted_wait()
    {
        SharedBackoff backoff = Backoff();
        backoff.Close(Call(), await backoff.EnterAsync(Call(), s_none), 503);
        int round = await backoff.EnterAsync(Call(), s_none);
        backoff.Join(TimeSpan.FromSeconds(90), 429);
        for (int i = 0; i < 10; i++) backoff.RecordAccepted(round);

        using var stop = new CancellationTokenSource();
        Assert.False(backoff.EnterAsync(Call(), stop.Token).IsCompleted);
        stop.Cancel();
    }

    [Fact]
    public void A_wait_that_is_adopted_again_is_reported_once()
    {
        // For the same wait, the times that two workers calculate differ by up to a second.
        var watch = new SteppedWatch();
        var backoff = new SharedBackoff(new FaxPlusClientOptions(new Secret("token")), new ClientPlatform { Time = watch });
        var said = new Said();
        using var stop = new CancellationTokenSource();
        for (int i = 0; i < 5; i++)
        {
            backoff.Join(TimeSpan.FromSeconds(90), 429);
            _ = backoff.EnterAsync(Call(said), stop.Token);
            watch.Step(TimeSpan.FromSeconds(0.2));
        }

        Assert.Equal(1, said.Count);
        watch.Step(TimeSpan.FromSeconds(1));
        backoff.Join(TimeSpan.FromSeconds(90), 429);
        _ = backoff.EnterAsync(Call(said), stop.Token);
        Assert.Equal(2, said.Count);
        stop.Cancel();
    }

    [Fact]
    public void The_lease_clock_includes_the_system_time_and_never_goes_back()
    {
        var clock = new LeaseClock(_clock);
        _clock.Step(TimeSpan.FromHours(1));
        Assert.True(clock.Now >= TimeSpan.FromHours(1));
        _clock.Step(TimeSpan.FromHours(-2));
        Assert.True(clock.Now >= TimeSpan.FromHours(1));
    }

    [Fact]
    public void The_lease_clock_includes_a_pause_after_the_system_time_was_ahead_and_was_set_back()
    {
        var watch = new SteppedWatch();
        LeaseClock[] clocks = [new(_clock), new(watch)];
        foreach (TimeSpan step in new[] { TimeSpan.FromHours(1), TimeSpan.FromHours(-1) })
        {
            _clock.Step(step);
            watch.Ahead += step;
            Assert.True(clocks.All(clock => clock.Now >= TimeSpan.FromHours(1)));
        }

        TimeSpan[] before = [.. clocks.Select(clock => clock.Now)];
        // The first machine was suspended, and only the process on the second machine was paused.
        _clock.Step(TimeSpan.FromSeconds(1200));
        watch.Step(TimeSpan.FromSeconds(1200));

        for (int i = 0; i < clocks.Length; i++) Assert.True(clocks[i].Now - before[i] >= TimeSpan.FromSeconds(1200));
    }

    private string WorkerOf(string key) => TableEntry.WorkerOf(_table.Get(TableEntry.RowKeyOf(ItemHash.Of(key)))!);

    private IReadOnlyList<JournalItem> Items() => [.. new TableJournalReader(_table, Name, new ClientPlatform()).Read(s_none)];

    private Task<TableJournal> OpenAsync(long expected = 0) => OpenAsync("https://fax.example/v3", "account", expected: expected);

    private Task<TableJournal> OpenAsync(SharedBackoff backoff) => OpenAsync("https://fax.example/v3", "account", backoff);

    private static RequestContext Call(ICallObserver? observer = null) =>
        new(FaxPlusOperations.SendFax, observer ?? NullObserver.Instance, TimeProvider.System, null!);

    private static SharedBackoff Backoff() => new(new FaxPlusClientOptions(new Secret("token")), new ClientPlatform());

    private Task<TableJournal> OpenAsync(string service, string? account, SharedBackoff? backoff = null, long expected = 0)
    {
        _table.Clock = _clock.GetUtcNow;
        return TableJournal.OpenAsync(
            _table, Name, new FaxPlusClientOptions(new Secret("token")) { ApiUri = new Uri(service) }, account,
                new SendingOptions { ExpectedCount = expected }, backoff ?? Backoff(), new ClientPlatform { Time = _clock },
                NullObserver.Instance, s_none);
    }

    private static async Task<JournalEntry> BeginAsync(TableJournal journal, string key)
    {
        JournalEntry entry = await journal.FindAsync(key, false, s_none) ?? journal.NewEntry(key);
        await journal.WriteAsync(entry, new JournalLine { Key = key, State = JournalState.Sending, Mark = SendTag.New(),
            To = ["+41445550101"], From = "+16505550100" }, s_none);
        return entry;
    }

    private static Task EndAsync(TableJournal journal, JournalEntry entry) =>
        journal.WriteAsync(entry, new JournalLine { Key = entry.Key, State = JournalState.Sent, Ids = ["o1"] }, s_none);

    private sealed class Said : ICallObserver
    {
        public string? Text { get; private set; }

        public int Count { get; private set; }

        public bool IsVerbose => true;

        public void Verbose(string message)
        {
            Text = message;
            Count++;
        }

        public void Warning(string message)
        {
        }

        public void Error(FaxPlusException error)
        {
        }

        public void Progress(CallProgress progress)
        {
        }
    }

    /// <summary>A monotonic clock that advances only in steps.</summary>
    private sealed class SteppedWatch : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        /// <summary>By how much the system time is ahead.</summary>
        public TimeSpan Ahead { get; set; }

        public void Step(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(_ticks) + Ahead;
    }

    /// <summary>A clock whose system time jumps, as after a suspended machine resumes.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private TimeSpan _ahead;

        public void Step(TimeSpan time) => _ahead += time;

        /// <summary>The factor by which timers run faster.</summary>
        public int Speed { get; set; } = 1;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _ahead;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromTicks(dueTime.Ticks / Speed), period);
    }
}
