using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Receiving;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests a checkpoint in a table row, which only one run at a time can use.</summary>
public class CheckpointTableTests
{
    private const string Name = "https://account.table.core.windows.net/faxes#inbox";

    private static readonly CancellationToken s_none = CancellationToken.None;

    private readonly MemoryTable _table = new();
    private readonly SteppedClock _clock = new();

    public CheckpointTableTests() => _table.Clock = _clock.GetUtcNow;

    [Fact]
    public async Task A_second_run_is_refused_with_the_name_of_the_first_until_the_first_ends()
    {
        using (CheckpointTable first = Open())
        {
            Assert.Null(await first.ReadAsync(s_none));
            await first.WriteAsync("one", s_none);
            using CheckpointTable second = Open();

            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => second.ReadAsync(s_none));

            Assert.Contains(Name, error.Message, StringComparison.Ordinal);
            Assert.Contains(Environment.MachineName, error.Message, StringComparison.Ordinal);
            Assert.Contains(Row.Number("Process").ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
            Assert.Matches(@"until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", error.Message);
        }

        using CheckpointTable third = Open();
        Assert.Equal("one", await third.ReadAsync(s_none));
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(64, false)]
    [InlineData(67, true)]
    [InlineData(86400, true)]
    public async Task A_killed_run_is_taken_over_after_its_lease_has_expired(int seconds, bool isOver)
    {
        CheckpointTable dead = Open();
        await dead.ReadAsync(s_none);
        await dead.WriteAsync("one", s_none);
        _clock.Step(TimeSpan.FromSeconds(seconds));
        using CheckpointTable next = Open();

        if (isOver) Assert.Equal("one", await next.ReadAsync(s_none));
        else await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => next.ReadAsync(s_none));
        dead.Dispose();
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData(5L)]
    public async Task A_text_column_of_another_type_is_not_a_new_checkpoint(object value)
    {
        using (CheckpointTable first = Open())
        {
            await first.ReadAsync(s_none);
            await first.WriteAsync("one", s_none);
        }

        TableRow row = Row.Copy();
        row.Columns["Text0"] = value;
        Assert.NotNull(await _table.ReplaceAsync(row, s_none));

        using CheckpointTable next = Open();
        Assert.NotNull(await next.ReadAsync(s_none));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-60L)]
    [InlineData(long.MaxValue)]
    [InlineData("60")]
    [InlineData(null)]
    public async Task The_checkpoint_of_a_run_whose_lease_is_damaged_is_taken_over_after_the_default_duration(object? seconds)
    {
        CheckpointTable dead = Open();
        await dead.ReadAsync(s_none);
        TableRow row = Row.Copy();
        row.Columns.Remove("LeaseSeconds");
        if (seconds is not null) row.Columns["LeaseSeconds"] = seconds;
        Assert.NotNull(await _table.ReplaceAsync(row, s_none));
        using CheckpointTable next = Open();

        _clock.Step(TimeSpan.FromSeconds(50));
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => next.ReadAsync(s_none));
        _clock.Step(TimeSpan.FromSeconds(17));

        Assert.Null(await next.ReadAsync(s_none));
        dead.Dispose();
    }

    [Fact]
    public async Task A_run_that_was_paused_past_its_lease_does_not_write_after_a_takeover()
    {
        CheckpointTable paused = Open();
        await paused.ReadAsync(s_none);
        _clock.Step(TimeSpan.FromMinutes(10));
        using CheckpointTable next = Open();
        await next.ReadAsync(s_none);
        await next.WriteAsync("two", s_none);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => paused.WriteAsync("one", s_none));

        Assert.Contains("received again", error.Message, StringComparison.Ordinal);
        Assert.Contains($"the process {Row.Number("Process")}", error.Message, StringComparison.Ordinal);
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => paused.HoldAsync(s_none));
        paused.Dispose();
        await next.WriteAsync("three", s_none);
        Assert.Equal("three", Text);
    }

    [Fact]
    public async Task A_paused_run_detects_a_takeover_before_it_returns_a_fax()
    {
        using CheckpointTable paused = Open();
        await paused.ReadAsync(s_none);
        _clock.Step(TimeSpan.FromMinutes(10));
        using (CheckpointTable next = Open()) await next.ReadAsync(s_none);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => paused.HoldAsync(s_none));

        Assert.Contains("another run, which has ended", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_run_without_a_takeover_continues()
    {
        using CheckpointTable run = Open();
        await run.ReadAsync(s_none);
        _clock.Step(TimeSpan.FromMinutes(10));

        await run.HoldAsync(s_none);

        using CheckpointTable other = Open();
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => other.ReadAsync(s_none));
    }

    [Fact]
    public async Task The_lease_is_renewed_in_the_background()
    {
        using CheckpointTable run = Open(new QuickTimers(_clock));
        await run.ReadAsync(s_none);
        DateTimeOffset begun = Row.Written!.Value;
        for (int i = 0; i < 20; i++)
        {
            _clock.Step(TimeSpan.FromSeconds(20));
            DateTimeOffset stepped = _clock.GetUtcNow();
            for (int wait = 0; wait < 500 && Row.Written < stepped - TimeSpan.FromSeconds(5); wait++) await Task.Delay(10);
        }

        Assert.True(Row.Written - begun > TimeSpan.FromMinutes(5), $"The test began at {begun}; the last renewal was at {Row.Written}.");
        using CheckpointTable other = Open();
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => other.ReadAsync(s_none));
    }

    [Fact]
    public async Task A_write_whose_response_was_lost_is_read_back()
    {
        using CheckpointTable run = Open();
        foreach (string kind in new[] { "insert", "replace" })
        {
            bool isLost = false;
            _table.After = (request, _) =>
            {
                if (request != kind || isLost) return;
                isLost = true;
                throw new TableUnavailableException("no answer");
            };
            if (kind == "insert") await run.ReadAsync(s_none);
            else await run.WriteAsync("one", s_none);
            Assert.True(isLost);
        }

        _table.After = null;
        await run.WriteAsync("two", s_none);
        Assert.Equal("two", Text);
    }

    [Fact]
    public async Task A_failed_write_that_took_effect_is_not_mistaken_for_a_takeover()
    {
        using CheckpointTable run = Open(timeout: TimeSpan.FromMilliseconds(300));
        await run.ReadAsync(s_none);
        _table.After = (request, _) =>
        {
            if (request == "replace") throw new TableUnavailableException("no answer");
        };
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => run.WriteAsync("one", s_none));
        Assert.True(error.IsTransient);

        _table.After = null;
        await run.WriteAsync("two", s_none);

        Assert.Equal("two", Text);
    }

    [Fact]
    public async Task A_write_that_the_storage_throttled_is_retried()
    {
        using CheckpointTable run = Open();
        await run.ReadAsync(s_none);
        int refused = 0;
        _table.Before = (_, _) =>
        {
            if (refused++ < 2) throw new TableUnavailableException("the storage answered 429", TimeSpan.FromMilliseconds(300));
        };

        await run.WriteAsync("one", s_none);

        Assert.Equal("one", Text);
        Assert.True(refused > 2);
    }

    [Fact]
    public async Task A_text_whose_write_failed_is_written_at_the_end()
    {
        using (CheckpointTable run = Open(timeout: TimeSpan.FromMilliseconds(300)))
        {
            await run.ReadAsync(s_none);
            _table.Before = (_, _) => throw new TableUnavailableException("no answer");
            await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => run.WriteAsync("one", s_none));
            _table.Before = null;
        }

        Assert.Equal("one", Text);
        Assert.Null(Row.Text("Holder"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3000)]
    [InlineData(20000)]
    public async Task A_long_text_is_divided(int faxes)
    {
        string text = TextOf(faxes);
        using (CheckpointTable run = Open())
        {
            await run.ReadAsync(s_none);
            await run.WriteAsync(TextOf(20000), s_none);
            await run.WriteAsync(text, s_none);
        }

        Assert.All(Row.Columns.Values.OfType<byte[]>(), part => Assert.InRange(part.Length, 1, 64 * 1024));
        Assert.InRange(Row.Columns.Values.OfType<byte[]>().Sum(part => part.Length), 1, 1000 * 1024);
        using CheckpointTable next = Open();
        Assert.Equal(text, await next.ReadAsync(s_none));
    }

    [Fact]
    public async Task A_text_that_does_not_fit_is_an_error_and_the_previous_text_remains()
    {
        using CheckpointTable run = Open();
        await run.ReadAsync(s_none);
        await run.WriteAsync("one", s_none);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => run.WriteAsync(TextOf(100_000), s_none));

        Assert.Contains("KiB", error.Message, StringComparison.Ordinal);
        await run.HoldAsync(s_none);
        Assert.Equal("one", Text);
    }

    [Fact]
    public async Task A_row_that_was_deleted_is_an_error()
    {
        using CheckpointTable run = Open();
        await run.ReadAsync(s_none);
        _table.Remove(CheckpointTable.RowKey);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => run.WriteAsync("one", s_none));

        Assert.Contains("deleted", error.Message, StringComparison.Ordinal);
        Assert.Empty(_table.Rows);
    }

    [Fact]
    public async Task Only_one_of_several_runs_that_start_at_the_same_time_continues()
    {
        for (int round = 0; round < 10; round++)
        {
            CheckpointTable[] runs = [.. Enumerable.Range(0, 8).Select(_ => Open())];
            bool[] began = await Task.WhenAll(runs.Select(run => Task.Run(async () =>
            {
                try
                {
                    await run.ReadAsync(s_none);
                    return true;
                }
                catch (FaxPlusException error) when (error.Kind == FaxPlusErrorKind.Conflict)
                {
                    return false;
                }
            })));

            Assert.Single(began, began => began);
            foreach (CheckpointTable run in runs) run.Dispose();
        }
    }

    [Fact]
    public async Task Receivers_return_each_fax_once_over_runs_that_end_or_are_killed()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        await service.ReceiveAsync(Received.Start, 7);
        var ids = new List<string>();
        var dead = new List<IFaxReceiver>();
        for (int run = 0; run < 5; run++)
        {
            IFaxReceiver receiver = client.Faxes.Receive(Options());
            int taken = 0;
            while (taken < 2 && await receiver.NextAsync(service.TimeLimit) is { Count: > 0 } faxes)
            {
                foreach (Fax fax in faxes.Take(2))
                {
                    ids.Add(fax.Id!);
                    await receiver.AcknowledgeAsync(fax, service.TimeLimit);
                    taken++;
                }
            }

            if (run % 2 == 0) receiver.Dispose();
            else dead.Add(receiver);
            _clock.Step(TimeSpan.FromMinutes(2));
        }

        Assert.Equal((await service.FaxIdsAsync()).Order(), ids.Order());
        foreach (IFaxReceiver receiver in dead) receiver.Dispose();
    }

    [Fact]
    public async Task A_receiver_that_lost_its_lease_does_not_acknowledge_and_its_fax_is_returned_again()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        await service.ReceiveAsync(Received.Start, 2);
        using IFaxReceiver paused = client.Faxes.Receive(Options());
        IReadOnlyList<Fax> given = await paused.NextAsync(service.TimeLimit);
        paused.Acknowledge(given[0]);
        _clock.Step(TimeSpan.FromMinutes(10));
        using IFaxReceiver next = client.Faxes.Receive(Options());
        Fax again = Assert.Single(await next.NextAsync(service.TimeLimit));
        Assert.Equal(given[1].Id, again.Id);

        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => paused.AcknowledgeAsync(given[1], service.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => paused.NextAsync(service.TimeLimit));
        paused.Dispose();

        await next.AcknowledgeAsync(again, service.TimeLimit);
        Assert.Empty(await next.NextAsync(service.TimeLimit));
    }

    [Fact]
    public async Task A_receiver_that_only_reads_acquires_no_lease_and_does_not_write()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        string id = Assert.Single(await service.ReceiveAsync(Received.Start));
        using IFaxReceiver other = client.Faxes.Receive(Options());
        await other.NextAsync(service.TimeLimit);
        _table.Requests.Clear();

        using (IFaxReceiver peek = client.Faxes.Receive(Options(options => options.Peek = true)))
        {
            Fax fax = Assert.Single(await peek.NextAsync(service.TimeLimit));
            Assert.Equal(id, fax.Id);
            await peek.AcknowledgeAsync(fax, service.TimeLimit);
        }

        Assert.Equal(["get"], _table.Requests.Keys);
    }

    [Fact]
    public async Task A_checkpoint_of_another_account_member_category_or_service_is_refused_and_released()
    {
        await using Service service = await Service.StartAsync();
        await using Service other = await Service.StartAsync();
        using FaxPlusClient client = Client(service), otherClient = Client(other);
        using (IFaxReceiver receiver = client.Faxes.Receive(Options())) await receiver.NextAsync(service.TimeLimit);
        string before = Text!;

        foreach (Action<ReceiveOptions> wrong in new Action<ReceiveOptions>[] { options =>
            options.UserId = "0123456789abcdef0123456789abcdef", options => options.Category = ["inbox", "spam"] })
        {
            using IFaxReceiver receiver = client.Faxes.Receive(Options(wrong));
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => receiver.NextAsync(service.TimeLimit));
            Assert.Contains(Name, error.Message, StringComparison.Ordinal);
            Assert.Null(Row.Text("Holder"));
        }

        using (IFaxReceiver receiver = otherClient.Faxes.Receive(Options()))
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => receiver.NextAsync(service.TimeLimit));
        Assert.Equal(before, Text);

        // The checkpoint belongs to another account of the same service.
        await WriteAsync(before.Replace("\"account\":\"", "\"account\":\"f", StringComparison.Ordinal));
        using (IFaxReceiver receiver = client.Faxes.Receive(Options()))
            await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => receiver.NextAsync(service.TimeLimit));
        Assert.Null(Row.Text("Holder"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"format\":\"FaxPlus.Checkpoint\",\"version\":2}")]
    public async Task A_file_that_is_not_a_checkpoint_is_an_error_and_not_changed(string text)
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        await WriteAsync(text);

        using (IFaxReceiver receiver = client.Faxes.Receive(Options(options => options.Follow = true)))
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => receiver.NextAsync(service.TimeLimit));

        Assert.Equal(text, Text);
        Assert.Null(Row.Text("Holder"));
        TableRow damaged = Row;
        damaged.Columns["Text0"] = Encoding.UTF8.GetBytes("<html>");
        _table.Replace(damaged);
        using (IFaxReceiver receiver = client.Faxes.Receive(Options()))
            await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => receiver.NextAsync(service.TimeLimit));
    }

    [Fact]
    public async Task A_receiver_that_follows_continues_after_an_outage_of_the_storage()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service, TimeSpan.FromMilliseconds(300));
        using IFaxReceiver receiver = client.Faxes.Receive(Options(options => options.Follow = true));
        Task<IReadOnlyList<Fax>> waiting = receiver.NextAsync(service.TimeLimit);
        await service.UntilAsync(() => Task.FromResult(_table.Rows.Length > 0 && Text is not null));
        bool isAway = true;
        _table.Before = (_, _) =>
        {
            if (isAway) throw new TableUnavailableException("no answer");
        };

        // The lease has expired, so the receiver must renew it before it returns a fax.
        _clock.Step(TimeSpan.FromMinutes(2));
        string id = Assert.Single(await service.ReceiveAsync(Received.Start));
        await Task.Delay(1000);
        Assert.False(waiting.IsCompleted);
        isAway = false;

        Fax fax = Assert.Single(await waiting);
        Assert.Equal(id, fax.Id);
        await receiver.AcknowledgeAsync(fax, service.TimeLimit);
    }

    [Fact]
    public async Task A_journal_with_the_same_name_in_the_same_table_is_not_affected()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        using (IFaxReceiver receiver = client.Faxes.Receive(Options())) await receiver.NextAsync(service.TimeLimit);
        SendRequest request = service.Letter();
        for (int run = 0; run < 2; run++)
        {
            using IFaxSender sender = client.Outbox.BeginSending(new SendingOptions { Journal = Name });
            if (await sender.FindSentAsync(request, service.TimeLimit) is not null) continue;
            Assert.Equal(0, run);
            await sender.SendAsync(request, service.TimeLimit);
        }

        Assert.Equal(1, await service.AcceptedAsync());
        using IFaxReceiver next = client.Faxes.Receive(Options(options => options.After = null));
        Assert.Empty(await next.NextAsync(service.TimeLimit));
    }

    [Fact]
    public async Task Invalid_options_are_refused_before_any_request()
    {
        await using Service service = await Service.StartAsync();
        using FaxPlusClient client = Client(service);
        foreach (Action<ReceiveOptions> wrong in new Action<ReceiveOptions>[]
        {
            options => options.State = "",
            options => options.CheckpointFile = service.Files.Path("checkpoint.json"),
            options => options.CheckpointTable = "https://account.table.core.windows.net/faxes",
            options => options.CheckpointTable = "https://account.table.core.windows.net/faxes?sig=Geheim4711#inbox",
            options => (options.CheckpointTable, options.CheckpointFile, options.CheckpointCredential) =
                (null, service.Files.Path("checkpoint.json"), new Secret("Geheim4711")),
        })
        {
            FaxPlusException error =
                await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => Task.FromResult(client.Faxes.Receive(Options(wrong))));
            Assert.DoesNotContain("Geheim4711", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(_table.Requests);
        Assert.Empty(service.Files.Names);
    }

    private TableRow Row => _table.Get(CheckpointTable.RowKey)!;

    private string? Text => CheckpointColumns.Read(Row);

    private static ReceiveOptions Options(Action<ReceiveOptions>? configure = null)
    {
        var options = new ReceiveOptions
        {
            CheckpointTable = Name,
            After = Received.Start.AddDays(-1),
            PollInterval = TimeSpan.FromMilliseconds(5),
            MaxPollInterval = TimeSpan.FromMilliseconds(40),
        };
        configure?.Invoke(options);
        return options;
    }

    private FaxPlusClient Client(Service service, TimeSpan? timeout = null)
    {
        FaxPlusClientOptions options = Service.Connection(service.ApiUri);
        if (timeout is TimeSpan longest) options.RetryTimeout = longest;
        return new FaxPlusClient(options, new ClientPlatform { Table = _ => _table, Time = _clock });
    }

    private CheckpointTable Open(TimeProvider? time = null, TimeSpan? timeout = null) =>
        new(_table, Name, isReadOnly: false, timeout ?? TimeSpan.FromMinutes(5), new ClientPlatform { Time = time ?? _clock },
            NullObserver.Instance);

    private async Task WriteAsync(string text)
    {
        using CheckpointTable run = Open();
        await run.ReadAsync(s_none);
        await run.WriteAsync(text, s_none);
    }

    /// <summary>A text with the size and randomness of a checkpoint with the given number of faxes.</summary>
    private static string TextOf(int faxes)
    {
        var random = new Random(4711);
        byte[] id = new byte[12];
        var text = new StringBuilder("{");
        for (int fax = 0; fax < faxes; fax++)
        {
            random.NextBytes(id);
            text.Append('"').Append(BitConverter.ToString(id).Replace("-", "", StringComparison.Ordinal)).Append("\":\"")
                .Append(Received.Start.AddSeconds(fax).ToString("O", CultureInfo.InvariantCulture)).Append("\",");
        }

        return text.Append('}').ToString();
    }

    /// <summary>A clock whose system time jumps, as after a suspended machine resumes.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long _ahead;

        public void Step(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
    }

    /// <summary>The time of another provider, with timers that run a thousand times faster.</summary>
    private sealed class QuickTimers(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromTicks(dueTime.Ticks / 1000), period);
    }
}
