using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Tests.Shared;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that a fax without a key is recognized regardless of the spelling of its sender, destinations and user.</summary>
[Trait("Category", "Quick")]
public class SameFaxTests
{
    private const string Second = "+16505550101";
    private const string Third = "+16505550102";
    private const string Uid = "0123456789abcdef0123456789abcdef";

    /// <summary>Pairs of sender, destination and user that specify the same fax.</summary>
    public static TheoryData<string?, string, string, string?, string, string> Spellings => new()
    {
        { null, Service.Destination, "self", Service.Own, Service.Destination, "self" },
        { Service.Own, Service.Destination, "self", null, Service.Destination, "self" },
        { Service.Own, Service.Destination, "self", "0016505550100", Service.Destination, "self" },
        { Service.Own, Service.Destination, "self", "+1 (650) 555-0100", Service.Destination, "self" },
        { $"{Service.Own},{Second}", Service.Destination, "self", $"{Second}, {Service.Own}", Service.Destination, "self" },
        { $"{Service.Own},{Second}", Service.Destination, "self", $"{Service.Own},{Second},{Service.Own}", Service.Destination, "self" },
        { Service.Own, Service.Destination, "self", Service.Own, "0041445551234", "self" },
        { Service.Own, Service.Destination, "self", Service.Own, Service.Destination, Uid },
        { Service.Own, Service.Destination, Uid, Service.Own, Service.Destination, "self" },
        { null, Service.Destination, "self", "0016505550100", "0041445551234", "01234567-89AB-CDEF-0123-456789ABCDEF" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task The_same_fax_is_sent_once_by_two_runs_and_by_one(string? from, string to, string user, string? otherFrom,
        string otherTo,
        string otherUser)
    {
        await using World world = await World.StartAsync();
        SendRequest first = world.Request(from, to, user), second = world.Request(otherFrom, otherTo, otherUser);

        SentFax[] receipts = [await world.RunAsync(first), await world.RunAsync(second)];

        Assert.Equal(1, world.Sends);
        Assert.Equal(receipts[0].OutboxId, receipts[1].OutboxId);
        Assert.Single(world.Items());

        File.Delete(world.Journal);
        using IFaxSender run = world.Run();
        await Task.WhenAll(run.SendAsync(first, world.TimeLimit), run.SendAsync(second, world.TimeLimit));
        Assert.Equal(2, world.Sends);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task The_same_fax_is_recognized_in_a_journal_with_keys_of_earlier_versions(string? from, string to, string user,
        string? otherFrom, string otherTo, string otherUser)
    {
        await using World world = await World.StartAsync();
        SendRequest first = world.Request(from, to, user), second = world.Request(otherFrom, otherTo, otherUser);
        await world.RunAsync(first);
        world.Rekey(LiteralKey(first));

        await world.RunAsync(first);
        Assert.Equal(1, world.Sends);
        // A key of earlier versions is a digest of the senders in the given order, so another order has another key.
        if (from?.Contains(',') == true) return;
        await world.RunAsync(second);
        Assert.Equal(1, world.Sends);
    }

    [Fact]
    public async Task A_destination_in_two_spellings_receives_one_fax()
    {
        await using World world = await World.StartAsync();
        SendRequest request = world.Request(Service.Own);
        request.To = [Service.Destination, "0041445551234", "+41 44 555 12 34"];

        SentFax receipt = await world.RunAsync(request);

        Assert.Equal([Service.Destination], world.Destinations);
        Assert.Equal(Service.Destination, receipt.To);
        Assert.Equal("o1", (await world.RunAsync(world.Request(Service.Own))).OutboxId);
    }

    [Fact]
    public async Task Another_sender_is_another_fax_in_each_order_and_regardless_of_the_first_result()
    {
        await using World world = await World.StartAsync();
        SendRequest one = world.Request(Service.Own), two = world.Request(Second);
        world.IsRefused = true;
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => world.RunAsync(one));
        world.IsRefused = false;

        foreach (SendRequest request in new[] { two, one, one, two }) Assert.Equal(request.From, (await world.RunAsync(request)).From);

        // The service received the refused request, and one request for each sender.
        Assert.Equal(3, world.Sends);
        Assert.Equal([JournalState.Sent, JournalState.Sent], world.Items().Select(item => item.State));
    }

    [Theory]
    [InlineData(false, null, Service.Own)]
    [InlineData(false, Service.Own, null)]
    [InlineData(true, null, Service.Own)]
    [InlineData(true, Service.Own, null)]
    public async Task A_second_fax_with_another_sender_is_recognized_whether_its_sender_is_specified_or_not(bool isFirstRefused,
        string? from, string? otherFrom)
    {
        await using World world = await World.StartAsync();
        world.IsRefused = isFirstRefused;
        if (isFirstRefused) await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => world.RunAsync(world.Request(Second)));
        else await world.RunAsync(world.Request(Second));
        world.IsRefused = false;

        SentFax[] receipts = [await world.RunAsync(world.Request(from)), await world.RunAsync(world.Request(otherFrom))];

        Assert.Equal(2, world.Sends);
        Assert.Equal(receipts[0].OutboxId, receipts[1].OutboxId);
    }

    [Fact]
    public async Task A_fax_without_a_specified_sender_is_sent_although_two_other_senders_have_its_first_two_keys()
    {
        await using World world = await World.StartAsync();
        await world.RunAsync(world.Request(Second));
        world.IsRefused = true;
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => world.RunAsync(world.Request(null)));
        world.IsRefused = false;
        await world.RunAsync(world.Request(Service.Own));
        int before = world.Sends;

        world.Numbers = [Third];
        SentFax[] receipts = [await world.RunAsync(world.Request(null)), await world.RunAsync(world.Request(Third))];

        Assert.Equal(before + 1, world.Sends);
        Assert.Equal(receipts[0].OutboxId, receipts[1].OutboxId);
    }

    [Fact]
    public async Task A_fax_without_a_specified_sender_is_the_same_if_the_number_of_the_account_changes()
    {
        await using World world = await World.StartAsync();
        SendRequest request = world.Request(null);
        await world.RunAsync(request);

        world.Numbers = [Second];
        await world.RunAsync(request);
        world.Numbers = [Second, Service.Own];
        await world.RunAsync(request);
        Assert.Equal(1, world.Sends);

        world.Numbers = [Second];
        await world.RunAsync(world.Request(Second));
        Assert.Equal(2, world.Sends);
    }

    [Theory]
    [InlineData(null, Second)]
    [InlineData(Second, null)]
    public async Task A_specified_number_that_is_not_the_number_of_the_account_is_another_fax(string? from, string? otherFrom)
    {
        await using World world = await World.StartAsync();
        using (IFaxSender run = world.Run())
            await Task.WhenAll(run.SendAsync(world.Request(from), world.TimeLimit),
                run.SendAsync(world.Request(otherFrom), world.TimeLimit));
        Assert.Equal(2, world.Sends);

        world.Numbers = ["+16505550102"];
        foreach (string? again in new[] { from, otherFrom, from }) await world.RunAsync(world.Request(again));
        Assert.Equal(2, world.Sends);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task With_a_specified_key_a_fax_is_sent_once_by_one_run(string? from, string to, string user, string? otherFrom,
        string otherTo, string otherUser)
    {
        await using World world = await World.StartAsync();
        SendRequest first = world.Request(from, to, user), second = world.Request(otherFrom, otherTo, otherUser);
        first.Key = second.Key = "k";
        using IFaxSender run = world.Run();

        foreach (SendRequest request in new[] { first, second, first }) Assert.Single(await run.SendAsync(request, world.TimeLimit));

        Assert.Equal(1, world.Sends);
    }

    [Theory]
    [InlineData(null, Second)]
    [InlineData(Second, null)]
    [InlineData(Service.Own, Second)]
    public async Task A_key_with_two_senders_is_an_error_in_one_run(string? from, string? otherFrom)
    {
        await using World world = await World.StartAsync();
        SendRequest first = world.Request(from), second = world.Request(otherFrom);
        first.Key = second.Key = "k";
        using IFaxSender run = world.Run();
        await run.SendAsync(first, world.TimeLimit);

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => run.SendAsync(second, world.TimeLimit));

        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.Equal(1, world.Sends);
    }

    [Fact]
    public async Task The_number_of_the_account_is_requested_once_and_not_for_sent_faxes()
    {
        await using World world = await World.StartAsync();
        SendRequest[] requests = [.. Enumerable.Range(100, 5).Select(i => world.Request(null, "+41445550" + i))];
        for (int i = 1; i <= 2; i++)
        {
            using IFaxSender run = world.Run();
            foreach (SendRequest request in requests)
                _ = await run.FindSentAsync(request, world.TimeLimit) ?? await run.SendAsync(request, world.TimeLimit);
            Assert.Equal(1, world.NumberRequests);
        }

        Assert.Equal(5, world.Sends);
    }

    [Fact]
    public async Task An_account_without_a_single_number_is_an_error_of_unsent_faxes_and_requested_once()
    {
        await using World world = await World.StartAsync();
        await world.RunAsync(world.Request(null));
        world.Numbers = [Service.Own, Second];
        using IFaxSender run = world.Run();
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(await run.FindSentAsync(world.Request(null, "+41445550199"), world.TimeLimit));
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => run.SendAsync(world.Request(null, "+41445550199"), world.TimeLimit));
        }

        Assert.NotNull(await run.FindSentAsync(world.Request(null), world.TimeLimit));
        Assert.Equal(2, world.NumberRequests);
        Assert.Equal(1, world.Sends);
    }

    [Fact]
    public async Task Workers_that_specify_the_sender_differently_send_each_fax_once()
    {
        await using World world = await World.StartAsync();
        var table = new MemoryTable(pageSize: 100);
        string[] numbers = [.. Enumerable.Range(100, 8).Select(i => "+41445550" + i)];

        await Task.WhenAll(
            WorkAsync([.. numbers.Select(to => world.Request(null, to)), world.Request(Service.Own, "+41445550999")]),
            WorkAsync([.. numbers.Select(to => world.Request(Service.Own, to)), world.Request(Second, "+41445550999")]));

        Assert.Equal(10, world.Sends);

        async Task WorkAsync(SendRequest[] requests)
        {
            using var client = new FaxPlusClient(Service.Connection(world.ApiUri), new ClientPlatform { Table = _ => table });
            using IFaxSender run =
                client.Outbox.BeginSending(new SendingOptions { Journal = "https://account.table.core.windows.net/faxes#run" });
            IReadOnlyList<SendRequest> left = requests;
            while (left.Count > 0)
            {
                await Task.WhenAll(left.Select(request => run.SendAsync(request, world.TimeLimit)));
                left = await run.TakePassedOverAsync(waits: true, world.TimeLimit);
            }
        }
    }

    [Fact]
    public async Task A_fax_that_is_in_a_list_twice_is_sent_once_although_its_first_result_could_not_be_written()
    {
        await using World world = await World.StartAsync();
        var table = new MemoryTable();
        using var client = new FaxPlusClient(Service.Connection(world.ApiUri), new ClientPlatform { Table = _ => table });
        using IFaxSender run = client.Outbox.BeginSending(
            new SendingOptions { Journal = "https://account.table.core.windows.net/faxes#run", ResendInDoubt = true });
        table.Before = (kind, key) =>
        {
            if (kind == "replace" && key[0] == 'i') throw new FaxPlusException(FaxPlusErrorKind.ServiceUnavailable, "no storage");
        };
        IReadOnlyList<SentFax> first = await run.SendAsync(world.Request(Service.Own), world.TimeLimit);
        table.Before = null;

        IReadOnlyList<SentFax> second = await run.SendAsync(world.Request(Service.Own), world.TimeLimit);

        Assert.Equal(first.Single().OutboxId, second.Single().OutboxId);
        Assert.Equal(1, world.Sends);
        Assert.Contains(table.Rows, row => row.Text("State") == nameof(JournalState.Sent));
    }

    /// <summary>The key in earlier versions of the journal, which contained the sender and the user as they were specified.</summary>
    private static string LiteralKey(SendRequest request)
    {
        string[] parts = [request.UserId, PhoneNumber.Normalize(request.From), "", request.FaxId!, "",
            .. request.To.Select(PhoneNumber.Normalize)];
        return Digest.Of(string.Join("\n", parts.Select(part => $"{part.Length}:{part}"))).Substring(0, 32);
    }

    /// <summary>An account, and runs with one journal.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly Folder _folder = new();
        private Stub _stub = null!;

        public string[] Numbers { get; set; } = [Service.Own];

        public bool IsRefused { get; set; }

        /// <summary>The destinations of the last send.</summary>
        public string[] Destinations { get; private set; } = [];

        public string Journal => _folder.Path("run.journal");

        public Uri ApiUri => _stub.ApiUri;

        public CancellationToken TimeLimit => _stub.TimeLimit;

        public int Sends => _stub.Requests.Count(request => request.Method == "POST");

        public int NumberRequests => _stub.Requests.Count(request => request.Target.EndsWith("/numbers", StringComparison.Ordinal));

        public static async Task<World> StartAsync()
        {
            var world = new World();
            int sends = 0;
            world._stub = await Stub.StartAsync(async context =>
            {
                string path = context.Request.Path.ToString();
                if (context.Request.Method == "GET")
                {
                    string numbers = string.Join(",", world.Numbers.Select(number => $$"""{"number":"{{number}}","status":"active"}"""));
                    await Stub.WriteAsync(context, path.EndsWith("/numbers", StringComparison.Ordinal)
                        ? $$"""{"numbers":[{{numbers}}]}""" : $$"""{"uid":"{{Uid}}"}""");
                    return;
                }

                var body = JsonNode.Parse(await new StreamReader(context.Request.Body).ReadToEndAsync())!;
                world.Destinations = [.. body["to"]!.AsArray().Select(to => (string)to!)];
                await Task.Delay(20);
                if (world.IsRefused) await Stub.WriteAsync(context, """{"error":"bad_request","description":"no"}""", 400);
                else await Stub.WriteAsync(context,
                    "{\"ids\":{\"" + (string)body["to"]![0]! + "\":\"o" + Interlocked.Increment(ref sends) + "\"}}", 201);
            });
            return world;
        }

        public SendRequest Request(string? from, string to = Service.Destination, string user = "self") =>
            new() { From = from, To = [to], UserId = user, FaxId = "f0" };

        public IFaxSender Run() => _stub.Client.Outbox.BeginSending(new SendingOptions { Journal = Journal });

        public async Task<SentFax> RunAsync(SendRequest request)
        {
            using IFaxSender run = Run();
            return (await run.FindSentAsync(request, TimeLimit) ?? await run.SendAsync(request, TimeLimit)).Single();
        }

        public JournalItem[] Items() => [.. new FaxPlusClientFactory().ReadJournal(Journal)];

        /// <summary>Replaces the key of the only item in the journal.</summary>
        public void Rekey(string key) =>
            File.WriteAllText(Journal,
            File.ReadAllText(Journal).Replace($"\"{Items().Single().Key}\"", $"\"{key}\"", StringComparison.Ordinal));

        public async ValueTask DisposeAsync()
        {
            await _stub.DisposeAsync();
            _folder.Dispose();
        }
    }
}
