using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// The service as described in the API reference, including its open points, with a complete record of the requested sends. The
/// simulation shares no code with the client.
/// </summary>
internal sealed class SimulatedService(Plan plan, Scheduler scheduler, Rng rng, Action<string>? trace)
{
    public const string Account = "alohi_pat_3f9c81d7a";
    public const string OtherAccount = "alohi_pat_3f9c81d7b";
    private const int Page = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly List<Sent> _all = [];
    private TimeSpan _clock = plan.ServiceClock;
    private bool _keepsHistory = plan.KeepsHistory;
    private int _made;

    /// <summary>All sent faxes in order, including those that are no longer visible.</summary>
    public IReadOnlyList<Sent> All => _all;

    /// <summary>Called for each fax of the tested account before the service stores it.</summary>
    public Action<Sent, Process>? OnTaken { get; set; }

    public DateTimeOffset Clock => scheduler.TrueTime + _clock;

    /// <summary>The number of faxes that an account has sent with a document to a number.</summary>
    public int Count(string token, string document, string number) =>
        _all.Count(fax => fax.Token == token && fax.Document == document && fax.Number == number);

    public bool IsInOutbox(Sent fax) => !fax.IsCancelled && fax.Taken + plan.Hidden <= scheduler.Elapsed && scheduler.Elapsed < fax.Left;

    public bool IsRecord(Sent fax) =>
        !fax.IsCancelled && !fax.IsDeleted && fax.IsKept != false && scheduler.Elapsed >= fax.Left + plan.Gap && KeptFrom(fax);

    /// <summary>
    /// Whether the history was on when the fax left the outbox. The value is stored at the first access after that time, or when the
    /// setting changes.
    /// </summary>
    private bool KeptFrom(Sent fax) => fax.IsKept ??= _keepsHistory;

    public (int Status, string Body) Handle(Process sender, string method, string pathAndQuery, string? token, string? body)
    {
        string[] parts = pathAndQuery.Split('?');
        string[] path = parts[0].Trim('/').Split('/');
        if (token is not (Account or OtherAccount)) return Error(401, "unauthorized");
        return (method, path) switch
        {
            ("GET", ["v3", "accounts", "self"]) =>
                (200, $$$"""
                {"uid":"{{{UidOf(token)}}}","email":"a@example.com","account_type":"corporate_admin","status":"active",
                "creation_date":"2025-01-01 00:00:00","account_data":{"save_history":{{{(_keepsHistory ? "true" : "false")}}}}}
                """),
            ("GET", ["v3", "accounts", _, "outbox"]) =>
                (200, """{"records":["""
                    + string.Join(",", _all.Where(fax => fax.Token == token && IsInOutbox(fax)).Select(OutboxJson)) + "]}"),
            ("GET", ["v3", "accounts", _, "outbox", var id]) =>
                _all.Find(fax => fax.Token == token && IsInOutbox(fax) && fax.Id == id) is { } item
                ? (200, OutboxJson(item)) : Error(404, "not_found"),
            ("GET", ["v3", "accounts", _, "faxes"]) =>
                (200, """{"data":{"records":["""
                    + string.Join(",", Listed(token, HttpUtility.ParseQueryString(parts.Length > 1 ? parts[1] : "")).Select(FaxJson))
                    + "]}}"),
            ("GET", ["v3", "accounts", _, "faxes", var id]) =>
                _all.Find(fax => fax.Token == token && IsRecord(fax) && fax.FaxId == id) is { } fax
                ? (200, FaxJson(fax)) : Error(404, "not_found"),
            ("POST", ["v3", "accounts", _, "outbox"]) => Send(sender, token, JsonNode.Parse(body!)!.AsObject()),
            _ => Error(404, "not_found"),
        };
    }

    /// <summary>Executes an action of another user.</summary>
    public void Do(Act act)
    {
        trace?.Invoke($"another user: {act}");
        // An action affects only faxes that the client has had time to poll twice, since the client cannot detect a fax that was deleted
        // earlier.
        List<Sent> settled = [.. _all.Where(fax => scheduler.Elapsed >= fax.Taken + s_patience)];
        List<Sent> records = [.. settled.Where(IsRecord)];
        List<Sent> waiting = [.. settled.Where(IsInOutbox)];
        switch (act.Kind)
        {
            case ActKind.Send or ActKind.SendSame:
                Add(new Sent(Account, "other", Stored(act.Number), act.Comment ?? "", [], Next(), plan.SameId
                    ? null : Next()) { Pages = rng.Chance(0.5) ? 1 : 2, FileName = rng.Chance(0.5) ? "k0.pdf" : "other.pdf" });
                break;
            case ActKind.DeleteRecord when records.Count > 0:
                rng.Of(records).IsDeleted = true;
                break;
            case ActKind.EditRecord when records.Count > 0:
                rng.Of(records).RecordComment = "Edited";
                break;
            case ActKind.EditOutbox when waiting.Count > 0:
                Sent edited = rng.Of(waiting);
                edited.Comment = "Edited";
                if (rng.Chance(0.3)) edited.Tags = [];
                break;
            case ActKind.Cancel when waiting.Count > 0:
                rng.Of(waiting).IsCancelled = true;
                break;
            case ActKind.Purge:
                foreach (Sent record in records) record.IsDeleted = true;
                break;
            case ActKind.HistoryOff:
                foreach (Sent fax in _all) if (scheduler.Elapsed >= fax.Left) KeptFrom(fax);
                _keepsHistory = false;
                break;
            case ActKind.ServiceClockJumps:
                _clock += TimeSpan.FromSeconds(rng.Of([-3600, 3600, -90, 90]));
                break;
            case ActKind.ClockJumps:
                scheduler.ClockError += TimeSpan.FromSeconds(rng.Of([-3600, 3600, -90, 90]));
                break;
        }
    }

    private (int Status, string Body) Send(Process sender, string token, JsonObject body)
    {
        string document = (string?)body["from_fax"] ?? (string)body["files"]![0]!;
        JsonNode? comment = body["comment"];
        var ids = new JsonObject();
        string[] numbers = [.. body["to"]!.AsArray().Select(to => Stored((string)to!))];
        if (plan.Refused is not null && numbers.Contains(Stored(plan.Refused))) return Error(402, "insufficient_credit");
        foreach (string number in plan.AcceptsFirstOnly ? numbers.Take(1) : numbers)
        {
            var fax = new Sent(token, document, number, (string?)comment?["text"] ?? "",
                [.. (comment?["tags"]?.AsArray() ?? []).Select(tag => (string)tag!)], Next(), plan.SameId ? null : Next())
            {
                FileName = document.StartsWith('/') ? document[1..] + ".pdf" : "fax.pdf",
            };
            OnTaken?.Invoke(fax, sender);
            Add(fax);
            ids[number] = fax.Id;
        }

        return (201, body["return_ids"]?.GetValue<bool>() == true ? $$"""{"ids":{{ids.ToJsonString()}}}""" : "{}");
    }

    private void Add(Sent fax)
    {
        DateTimeOffset now = Clock;
        fax.Submitted = plan.Fractions ? now : now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        fax.Taken = scheduler.Elapsed;
        fax.Left = scheduler.Elapsed + plan.SendTime * (0.5 + rng.Fraction());
        _all.Add(fax);
        trace?.Invoke($"service: takes {fax}");
    }

    private IEnumerable<Sent> Listed(string token, NameValueCollection query)
    {
        if (query["category"] is not (null or "sent")) return [];
        (DateTimeOffset? from, DateTimeOffset? to) = (Parse(query["after"]), Parse(query["before"]));
        IEnumerable<Sent> found = _all.Where(fax => fax.Token == token && IsRecord(fax)
            && (from is null || (plan.ExclusiveBounds ? fax.Submitted > from : fax.Submitted >= from))
            && (to is null || (plan.ExclusiveBounds ? fax.Submitted < to : fax.Submitted <= to)));
        return (plan.OldestFirst ? found.OrderBy(fax => fax.Submitted) : found.OrderByDescending(fax => fax.Submitted)).Take(Page);
    }

    private static DateTimeOffset? Parse(string? text) =>
        text is null
        ? null : DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private string OutboxJson(Sent fax) => $$"""
        {"id":"{{fax.Id}}","uid":"{{UidOf(fax.Token)}}","status":"sending",
        "comment":{"text":{{Text(fax.Comment)}},"tags":[{{string.Join(",", fax.Tags.Select(Text))}}]},"src":"+16505550100",
        "to":["{{fax.Number}}"],"page_count":{{fax.Pages}},"submit_time":"{{Time(fax.Submitted)}} +0000"}
        """;

    private string FaxJson(Sent fax) => $$"""
        {"id":"{{fax.FaxId}}","owner_id":"{{UidOf(fax.Token)}}","status":"success","pages":{{fax.Pages}},
        "comment":{{Text(fax.RecordComment ?? (plan.KeepsComments ? fax.Comment : ""))}},
        "cost_details":{"multiplier":1,"notification_cost":0},"direction":"outgoing","file_name":{{Text(fax.FileName)}},
        "from":"+16505550100","to":"{{fax.Number}}","submit_time":"{{Time(fax.Submitted)}}",
        "start_time":"{{Time(fax.Submitted + (fax.Left - fax.Taken))}}"}
        """;

    private static string Text(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static (int, string) Error(int status, string error) =>
        (status, $$"""{"error":"{{error}}","description":"The service says no."}""");

    private static string UidOf(string token) => token == Account ? "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1" : "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

    /// <summary>The spelling in which the service stores a number.</summary>
    public static string Stored(string number) =>
        number.StartsWith("00", StringComparison.Ordinal) ? "+" + number[2..] : number.StartsWith('+') ? number : "+4144555000" + number;

    private string Next() => (++_made).ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>A fax that the service has accepted.</summary>
internal sealed class Sent(string token, string document, string number, string comment, IReadOnlyList<string> tags, string id,
    string? faxId)
{
    public string Token => token;

    public string Document => document;

    public string Number => number;

    public string Id => id;

    public string FaxId => faxId ?? id;

    public string Comment { get; set; } = comment;

    public IReadOnlyList<string> Tags { get; set; } = tags;

    /// <summary>The comment that another user has written to the record.</summary>
    public string? RecordComment { get; set; }

    public int Pages { get; init; } = 1;

    public string FileName { get; init; } = "";

    public DateTimeOffset Submitted { get; set; }

    public TimeSpan Taken { get; set; }

    /// <summary>The time at which the fax leaves the outbox.</summary>
    public TimeSpan Left { get; set; }

    public bool? IsKept { get; set; }

    public bool IsDeleted { get; set; }

    public bool IsCancelled { get; set; }

    public override string ToString() =>
        $"{document} to {number} '{Comment}' of {token[^1]} at {Submitted:HH:mm:ss.ff}, leaves at {Left.TotalSeconds:0.00}";
}
