using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>The emulator's own controls, for tests: they need no token, are not recorded and meet no faults.</summary>
internal static class Controls
{
    public const string Prefix = "/_emulator";

    private const string SomeSender = "+41445550199";
    private const int MostPages = 500;
    private const int MostFaxes = 100_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var controls = app.MapGroup(Prefix);
        controls.MapGet("/requests", (RequestLog log) => Answer.Json(log.ToWire()));
        controls.MapDelete("/requests", (RequestLog log) => Done(log.Clear));
        controls.MapGet("/state", State);
        controls.MapGet("/faults", (Faults faults) => Answer.Json(faults.ToWire()));
        controls.MapPost("/faults", AddFault);
        controls.MapDelete("/faults", (Faults faults) => Done(faults.Clear));
        controls.MapPost("/receive", ReceiveAsync);
        controls.MapPost("/revoke", Revoke);
        controls.MapPost("/reset", Reset);
    }

    private static IResult State(ServiceState state)
    {
        lock (state.Gate)
        {
            return Answer.Json(new JsonObject
            {
                ["faxes"] = new JsonArray([.. state.Faxes.Select(f => f.ToWire())]),
                ["outbox"] = new JsonArray([.. state.Outbox.Select(i => i.ToWire())]),
                ["hooks"] = new JsonArray([.. state.Hooks.Select(Describe)]),
                ["numbers"] = new JsonArray([.. state.Numbers.Select(n => n.ToWire())]),
                ["invitations"] = new JsonArray([.. state.Invitations.Select(i => JsonValue.Create(i))]),
            });
        }
    }

    // The service keeps to itself for which numbers a hook was made; a test has no other way to see it.
    private static JsonObject Describe(Hook hook)
    {
        var wire = hook.ToWire();
        if (hook.Numbers is not null) wire["numbers"] = new JsonArray([.. hook.Numbers.Select(n => JsonValue.Create(n))]);
        return wire;
    }

    private static IResult AddFault(Faults faults, JsonBody body)
    {
        var fault = Fault.Read(body);
        faults.Add(fault);
        return Answer.Json(fault.ToWire(), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReceiveAsync(HttpContext context, ServiceState state, HookDelivery hooks)
    {
        var hasBody = context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        var body = hasBody ? (await JsonBody.BindAsync(context))! : new JsonBody([]);
        body.AllowOnly("from", "to", "pages", "count", "startTime", "isSpam", "spelling");
        var start = body.Text("startTime") is { } text ? Time(text) : Times.Now();
        var spelling = body.Text("spelling") ?? "from";
        if (spelling is not ("from" or "from_number")) throw body.Wrong("spelling", "from or from_number");
        lock (state.Gate)
        {
            var to = body.Text("to") ?? state.Numbers[0].Number;
            var number = state.Numbers.Find(n => n.Number == to) ?? throw body.Wrong("to", "a number of the account");
            var ids = new JsonArray();
            for (var left = body.Whole("count", 1, MostFaxes) ?? 1; left > 0; left--)
            {
                var fax = new Fax
                {
                    Id = Ids.NewFaxId(),
                    OwnerId = number.AssignedTo.FirstOrDefault(state.Admin.Uid),
                    IsOutgoing = false,
                    Status = FaxStatus.Success,
                    Pages = body.Whole("pages", 1, MostPages) ?? 1,
                    From = body.Text("from") ?? SomeSender,
                    To = to,
                    IsSpam = body.Flag("isSpam") ?? false,
                    StartTime = start,
                    LastUpdate = start,
                    HasNumberSpelling = spelling == "from_number",
                };
                state.Faxes.Add(fax);
                hooks.Announce(Hook.FaxReceived, fax);
                ids.Add(fax.Id);
            }

            return Answer.Json(new JsonObject { ["ids"] = ids }, StatusCodes.Status201Created);
        }
    }

    private static IResult Revoke(TokenStore tokens, JsonBody body)
    {
        body.AllowOnly("token", "kind");
        if (body.Text("token") is { } token) tokens.Revoke(token);
        if (body.Text("kind") is { } kind)
        {
            tokens.Revoke(kind switch
            {
                "code" => TokenKind.Code,
                "access" => TokenKind.Access,
                "refresh" => TokenKind.Refresh,
                "voipex-access" => TokenKind.VoipexAccess,
                "voipex-refresh" => TokenKind.VoipexRefresh,
                _ => throw body.Wrong("kind", "code, access, refresh, voipex-access or voipex-refresh"),
            });
        }

        return body.Has("token") || body.Has("kind") ? Answer.Empty() : throw ApiException.BadRequest("'token' or 'kind' is required.");
    }

    private static IResult Reset(
        ServiceState state, UploadStore uploads, TokenStore tokens, Faults faults, RequestLog log, VoipexMessages messages)
    {
        state.Reset();
        uploads.Clear();
        tokens.Clear();
        faults.Clear();
        log.Clear();
        messages.Clear();
        return Answer.Empty();
    }

    private static IResult Done(Action action)
    {
        action();
        return Answer.Empty();
    }

    private static DateTime Time(string text) =>
        Times.TryParse(text, out var time)
        || DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
            ? time
            : throw ApiException.BadRequest($"'startTime' must be a time such as 2026-01-31 23:59:59, not '{text}'.");
}
