using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FaxPlus.Emulator;

/// <summary>
/// Creates one or more received faxes with the same time, which is the current time by default. The faxes can be spam or retries.
/// </summary>
internal static class ReceiveControl
{
    private const string SomeSender = "+41445550199";
    private const int MostPages = 500;
    private const int MostFaxes = 100_000;

    public static async Task<IResult> ReceiveAsync(HttpContext context, ServiceState state, HookDelivery hooks)
    {
        var hasBody = context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        var body = hasBody ? (await JsonBody.BindAsync(context))! : new JsonBody([]);
        body.AllowOnly("from", "to", "pages", "count", "startTime", "status", "comment", "isSpam", "isRetry", "isFormatted", "spelling");
        // All faxes of the request get the same time, so that many faxes can share one second.
        var start = body.Text("startTime") is { } text ? Time(text) : state.Clock.Now;
        lock (state.Gate)
        {
            var ids = new JsonArray();
            for (var left = body.Whole("count", 1, MostFaxes) ?? 1; left > 0; left--)
            {
                var fax = Read(body, start, state);
                state.Faxes.Add(fax);
                hooks.AnnouncePages(fax);
                hooks.Announce(Hook.FaxReceived, fax);
                ids.Add(fax.Id);
            }

            return Answer.Json(new JsonObject { ["ids"] = ids }, StatusCodes.Status201Created);
        }
    }

    private static Fax Read(JsonBody body, DateTime start, ServiceState state)
    {
        var to = body.Text("to") ?? state.Numbers[0].Number;
        var number = state.Numbers.Find(n => n.Number == to) ?? throw body.Wrong("to", "a number of the account");
        return new Fax
        {
            Id = Ids.NewFaxId(),
            OwnerId = number.AssignedTo.FirstOrDefault(state.Admin.Uid),
            IsOutgoing = false,
            Status = body.Text("status") ?? FaxStatus.Success,
            Pages = body.Whole("pages", 1, MostPages) ?? 1,
            From = body.Text("from") ?? SomeSender,
            To = to,
            Comment = body.Text("comment") ?? "",
            IsSpam = body.Flag("isSpam") ?? false,
            StartTime = start,
            LastUpdate = start,
            SessionId = body.Flag("isRetry") == true ? Ids.NewFaxId() : null,
            IsFormatted = body.Flag("isFormatted") ?? false,
            HasNumberSpelling = HasNumberSpelling(body),
        };
    }

    private static bool HasNumberSpelling(JsonBody body) => body.Text("spelling") switch
    {
        null or "from" => false,
        "from_number" => true,
        _ => throw body.Wrong("spelling", "from or from_number"),
    };

    private static DateTime Time(string text) =>
        Times.TryParse(text, out var time)
        || DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
            ? time
            : throw ApiException.BadRequest($"'startTime' must be a time such as 2026-01-31 23:59:59, not '{text}'.");
}
