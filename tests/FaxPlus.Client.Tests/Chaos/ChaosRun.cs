using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Authentication;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>
/// A random sequence of operations, generated from a seed. Faxes are sent (some similar, some to two numbers, several concurrently) and, in
/// half of the runs, sent again with a journal. The run waits for all faxes and lists them, and saves some of them. The client uses a
/// personal access token, or an OAuth sign-in whose access token is sometimes revoked. Faults affect one request in five to ten. All
/// results of the client are compared with the state of the service.
/// </summary>
internal sealed class ChaosRun
{
    private const int Sends = 14;
    private const int AtATime = 3;
    private const int Seeded = 170;
    private const int MostRequests = 600;
    private const int MostTries = 20;

    private static readonly TimeSpan s_enough = TimeSpan.FromMinutes(5);

    private readonly Random _random;
    private readonly bool _oauth;
    private readonly bool _journal;
    private readonly EmulatorOptions _like;
    private readonly string[] _destinations;
    private readonly string?[] _comments;
    private readonly Dictionary<int, InjectedFault> _injectedFaults = [];
    private readonly double _probability;
    private readonly List<string> _events = [];
    private HashSet<string?> _seeded = [];

    public ChaosRun(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _oauth = _random.Next(2) == 0;
        _journal = _random.Next(2) == 0;
        _like = new EmulatorOptions
        {
            SendSeconds = _random.NextDouble() * 0.6,
            HideSeconds = _random.NextDouble() * 0.2,
            Bounds = (ListBounds)_random.Next(2),
            Order = (ListOrder)_random.Next(2),
            GapSeconds = _random.Next(3) == 0 ? _random.NextDouble() * 0.1 : 0,
            ClockOffsetSeconds = _random.Next(3) == 0 ? _random.Next(-4000, 4000) : 0,
            Fractions = _random.Next(3) == 0,
            SameId = _random.Next(3) == 0,
        };
        _destinations = [.. Enumerable.Range(0, 1 + _random.Next(Sends))
            .Select(_ => $"+1415555{(_random.Next(3) == 0 ? _random.Next(1, 23) : _random.Next(1000, 9000)):0000}")];
        _comments = [null, "for you"];
        _probability = 0.1 + (_random.NextDouble() * 0.1);
        for (int i = 0; i < MostRequests; i++)
        {
            if (_random.NextDouble() < _probability) _injectedFaults[i] = InjectedFault.All[_random.Next(InjectedFault.All.Count)];
        }
    }

    public int Seed { get; }

    /// <summary>The number of requests that a fault affected.</summary>
    public int Hits { get; private set; }

    public override string ToString() =>
        $"Seed {Seed}: {(_oauth ? "OAuth" : "token")}{(_journal ? ", journal" : "")}, {_like.Bounds}, {_like.Order}, sent in "
            + $"{_like.SendSeconds:0.00} s, hidden {_like.HideSeconds:0.00} s, gap {_like.GapSeconds:0.00} s, clock "
            + $"{_like.ClockOffsetSeconds:0} s{(_like.Fractions ? ", fractions" : "")}{(_like.SameId ? ", same id" : "")}, "
            + $"{_destinations.Distinct().Count()} destinations, fault probability {_probability:0.00}\n{string.Join('\n', _events)}";

    public async Task GoAsync()
    {
        await using OAuthService oauth = await OAuthService.StartAsync(options =>
        {
            (options.SendSeconds, options.HideSeconds, options.Bounds, options.Order) =
                (_like.SendSeconds, _like.HideSeconds, _like.Bounds, _like.Order);
            (options.GapSeconds, options.ClockOffsetSeconds, options.Fractions, options.SameId) =
                (_like.GapSeconds, _like.ClockOffsetSeconds, _like.Fractions, _like.SameId);
            (options.SeedFaxes, options.RotateRefreshTokens) = (Seeded, false);
        });
        Service service = oauth.Service;
        IFaxPlusClient client = await ConnectAsync(oauth);
        _seeded = [.. await service.FaxIdsAsync()];
        // A fault that applies stops the evaluation, so later faults do not count the request. Therefore, the last fault is added first.
        foreach ((int at, InjectedFault injected) in _injectedFaults.OrderByDescending(item => item.Key))
            await injected.InjectAsync(service, at);

        SendRequest[] requests = [.. Enumerable.Range(0, Sends).Select(i => NewRequest(service, i))];
        Sent[] sent = await SendAsync(oauth, client, requests);
        await CheckSentAsync(service, sent);
        if (_journal)
        {
            Sent[] again = await SendAsync(oauth, client, requests);
            for (int i = 0; i < Sends; i++)
                Assert.True(sent[i].Error is not null || again[i].Receipts.Select(receipt => receipt.OutboxId)
                    .SequenceEqual(sent[i].Receipts.Select(receipt => receipt.OutboxId)), $"Send {i} had another end the second time.");
            await CheckSentAsync(service, sent = again);
        }

        SentFax[] receipts = [.. sent.SelectMany(item => item.Receipts)];
        List<FollowedFax> ended = await FollowAsync(service, client, receipts);
        await CheckEndedAsync(service, receipts, ended);
        if (_oauth) await oauth.RevokeAsync("access");
        await CheckListAsync(service, client);
        await CheckSavedAsync(service, client, [.. ended.Select(end => end.Fax!.Id!).Take(3)]);
    }

    private async Task<IFaxPlusClient> ConnectAsync(OAuthService oauth)
    {
        FaxPlusClientOptions connection;
        if (_oauth)
        {
            connection = new FaxPlusClientOptions(await oauth.SignInAsync()) { ApiUri = oauth.Service.ApiUri };
        }
        else
        {
            connection = Service.Connection(oauth.Service.ApiUri);
        }

        InjectedFault.UseShortDelays(connection);
        return oauth.Service.Keep(new FaxPlusClient(connection)).Observe(oauth.Service.Observer);
    }

    private SendRequest NewRequest(Service service, int i) => new()
    {
        To = [.. Enumerable.Range(0, _random.Next(4) == 0 ? 2 : 1).Select(_ => Drawn(_destinations)).Distinct()],
        Comment = Drawn(_comments),
        Files = [service.Files.File($"letter{_random.Next(Sends)}.pdf")],
        Key = _journal ? $"day-{i}" : null,
    };

    private async Task<Sent[]> SendAsync(OAuthService oauth, IFaxPlusClient client, SendRequest[] requests)
    {
        Service service = oauth.Service;
        int revokeAt = _random.Next(Sends);
        var all = new Sent[Sends];
        using IFaxSender sender =
            client.Outbox.BeginSending(new SendingOptions { Journal = _journal ? service.Files.Path("day.journal") : null });
        await Parallel.ForAsync(0, Sends, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) =>
        {
            if (_oauth && i == revokeAt) await oauth.RevokeAsync("access");
            try
            {
                all[i] = new Sent(requests[i], await sender.SendAsync(requests[i], service.TimeLimit), null);
                Assert.Equal(requests[i].To, all[i].Receipts.Select(receipt => receipt.To));
            }
            catch (FaxPlusException error)
            {
                all[i] = new Sent(requests[i], [], error);
            }

            string outcome = all[i].Error is FaxPlusException why
                ? $"{why.Kind}: {why.Message}"
                : string.Join(", ", all[i].Receipts.Select(receipt => receipt.OutboxId ?? "sent"));
            AddEvent($"send {i} to {string.Join(", ", all[i].Groups)}: {outcome}");
        });
        return all;
    }

    /// <summary>
    /// Checks that the service has at least as many faxes as were reported as sent, and at most as many as were reported as sent or in
    /// doubt.
    /// </summary>
    private async Task CheckSentAsync(Service service, Sent[] sent)
    {
        JsonNode state = await service.ControlAsync("state");
        ILookup<string, JsonNode> taken = state["outbox"]!.AsArray().Concat(state["faxes"]!.AsArray()).Select(fax => fax!)
            .Where(fax => !_seeded.Contains((string)fax["id"]!)).ToLookup(GroupOf);
        foreach (string group in sent.SelectMany(item => item.Groups).Distinct())
        {
            Sent[] asked = [.. sent.Where(item => item.Groups.Contains(group))];
            int there = taken[group].Count();
            int said = asked.Count(item => item.Error is null);
            int doubtful = asked.Count(item => item.Error?.Kind == FaxPlusErrorKind.InDoubt);
            Assert.True(there >= said && there <= said + doubtful,
                $"{group}: {there} of {asked.Length} faxes are at the service; {said} were reported as sent, {doubtful} as in doubt.");
        }

        // If no other fax is similar, a fax may be in doubt only because the search for it failed. Without a journal, its comment has no
        // mark, so its own record may also cause the doubt.
        string[] reasons = ["also failed", "was unreachable", "an earlier run", _journal ? "also failed" : "may belong to this fax"];
        Assert.DoesNotContain(sent, item => item.Error is { Kind: FaxPlusErrorKind.InDoubt } doubt
            && !reasons.Any(reason => doubt.Message.Contains(reason, StringComparison.Ordinal))
            && item.Groups.All(group => sent.Count(other => other.Groups.Contains(group)) == 1));
        string[] ids = [.. sent.SelectMany(item => item.Receipts).Select(receipt => receipt.OutboxId).OfType<string>()];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private async Task<List<FollowedFax>> FollowAsync(Service service, IFaxPlusClient client, SentFax[] receipts)
    {
        IFaxFollower follower = client.Faxes.Follow();
        foreach (SentFax receipt in receipts) follower.Add(receipt);
        var ended = new List<FollowedFax>();
        while (follower.Pending > 0)
        {
            foreach (FollowedFax end in await follower.NextAsync(s_enough, service.TimeLimit))
            {
                ended.Add(end);
                AddEvent($"end of {((SentFax)end.Source).OutboxId}: {end.Fax?.Id} {end.Fax?.Status ?? end.Error!.Message}");
            }
        }

        return ended;
    }

    /// <summary>Checks that each fax was returned once, with the status that the service has for it.</summary>
    private async Task CheckEndedAsync(Service service, SentFax[] receipts, List<FollowedFax> ended)
    {
        Dictionary<string, JsonNode> faxes = (await service.StateAsync("faxes")).ToDictionary(fax => (string)fax["id"]!);
        Assert.Equal(receipts.Length, ended.Count);
        foreach (FollowedFax end in ended)
        {
            var source = (SentFax)end.Source;
            Assert.True(end.Error is null, $"{source.OutboxId} to {source.To}: {end.Error}");
            JsonNode truth = faxes[end.Fax!.Id!];
            Assert.Equal((source.To, (string?)truth["status"]), ((string?)truth["to"], end.Fax.Status));
            Assert.DoesNotContain(end.Fax.Id, _seeded);
        }

        Assert.Equal(ended.Count, ended.Select(end => end.Fax!.Id).Distinct().Count());
    }

    private async Task CheckListAsync(Service service, IFaxPlusClient client)
    {
        // Waits until the faxes in doubt have also left the outbox, so that the list no longer changes.
        await service.UntilAsync(async () => (await service.StateAsync("outbox")).Length == 0);
        IPageReader<Fax> reader = client.Faxes.List(new FaxQuery());
        var ids = new List<string?>();
        int errors = 0;
        while (true)
        {
            try
            {
                if (await reader.ReadAsync(service.TimeLimit) is not { Count: > 0 } page) break;
                ids.AddRange(page.Select(fax => fax.Id));
            }
            catch (FaxPlusException error) when (++errors < MostTries)
            {
                AddEvent($"list: {error.Message}");
            }
        }

        Assert.Equal((await service.FaxIdsAsync()).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(service.Observer.Warnings, warning => warning.Contains("missing from this list", StringComparison.Ordinal));
    }

    private async Task CheckSavedAsync(Service service, IFaxPlusClient client, string[] ids)
    {
        using var folder = new Folder();
        var expected = new Dictionary<string, string>();
        for (int i = 0; i < ids.Length; i++)
        {
            await TrySaveAsync($"{i}.pdf", path => client.Files.SaveFaxAsync(ids[i], FaxFormat.Pdf, new SaveOptions(path),
                cancellationToken: service.TimeLimit), $"files/{ids[i]}?format=pdf");
            await TrySaveAsync($"{i}-report.pdf", path =>
                client.Files.SaveReportAsync(ids[i], new SaveOptions(path), cancellationToken: service.TimeLimit), $"report/{ids[i]}");
        }

        Hits = await InjectedFault.HitsAsync(service);
        await service.ClearFaultsAsync();
        using var plain = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        plain.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Service.Token);
        foreach ((string name, string address) in expected)
            Assert.Equal(await plain.GetByteArrayAsync($"{service.ApiUri}/accounts/self/{address}"), File.ReadAllBytes(folder.Path(name)));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), folder.Names);

        async Task TrySaveAsync(string name, Func<string, Task> save, string address)
        {
            try
            {
                await save(folder.Path(name));
                expected[name] = address;
            }
            catch (FaxPlusException error)
            {
                AddEvent($"save {name}: {error.Message}");
            }
        }
    }

    private void AddEvent(string line)
    {
        lock (_events) _events.Add(line);
    }

    private T Drawn<T>(T[] from) => from[_random.Next(from.Length)];

    private static string GroupOf(JsonNode fax) =>
        GroupOf((string?)(fax["to"] is JsonArray several ? several[0] : fax["to"]), Comment(fax["comment"]));

    private static string GroupOf(string? to, string? comment) => $"{to} '{comment}'";

    private static string? Comment(JsonNode? comment) =>
        SendTag.Split(comment is JsonObject parts ? (string?)parts["text"] : (string?)comment).Text;

    private sealed record Sent(SendRequest Request, IReadOnlyList<SentFax> Receipts, FaxPlusException? Error)
    {
        public IEnumerable<string> Groups => Request.To.Select(to => GroupOf(to, Request.Comment));
    }
}
