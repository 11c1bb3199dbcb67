using System;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>
/// The requests by which tests control the emulator. They need no token, are not recorded, and are not affected by faults.
/// </summary>
internal static class Controls
{
    public const string Prefix = "/_emulator";

    public static void Map(IEndpointRouteBuilder app)
    {
        var controls = app.MapGroup(Prefix);
        controls.MapGet("/requests", (RequestLog log) => Answer.Json(log.ToWire()));
        controls.MapDelete("/requests", (RequestLog log) => Done(log.Clear));
        controls.MapGet("/state", State);
        controls.MapGet("/faults", (Faults faults) => Answer.Json(faults.ToWire()));
        controls.MapPost("/faults", AddFault);
        controls.MapDelete("/faults", (Faults faults) => Done(faults.Clear));
        controls.MapGet("/deliveries", (HookDelivery hooks) => Answer.Json(hooks.ToWire()));
        controls.MapDelete("/deliveries", (HookDelivery hooks) => Done(hooks.ClearLog));
        controls.MapDelete("/uploads", (UploadStore uploads) => Done(uploads.Clear));
        controls.MapPost("/receive", ReceiveControl.ReceiveAsync);
        controls.MapPost("/revoke", Revoke);
        controls.MapPost("/clock", SetClock);
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
                ["sent"] = new JsonArray([.. state.Sent.Select(f => f.ToWire())]),
                ["hooks"] = new JsonArray([.. state.Hooks.Select(Describe)]),
                ["contacts"] = new JsonArray([.. state.Contacts.Select(contact => contact.ToWire())]),
                ["contact_groups"] = new JsonArray([.. state.ContactGroups.Select(group => group.ToWire())]),
                ["numbers"] = new JsonArray([.. state.Numbers.Select(n => n.ToWire())]),
                ["purchases"] = new JsonArray([.. state.Shop.Purchases.Select(p => p.ToWire())]),
                ["invitations"] = new JsonArray([.. state.Invitations.Select(i => JsonValue.Create(i))]),
            });
        }
    }

    // The API does not return the numbers of a webhook, so they are added for tests.
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

    private static IResult SetClock(ServiceClock clock, JsonBody body)
    {
        const double year = 366 * 24 * 3600;
        body.AllowOnly("offsetSeconds");
        clock.Offset = TimeSpan.FromSeconds(body.Number("offsetSeconds", -year, year) ?? throw body.Missing("offsetSeconds"));
        return Answer.Empty();
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
        ServiceState state,
        HookDelivery hooks,
        UploadStore uploads,
        TokenStore tokens,
        Faults faults,
        RateLimit limit,
        RequestLog log,
        VoipexMessages messages)
    {
        hooks.Reset();
        state.Reset();
        uploads.Clear();
        tokens.Clear();
        faults.Clear();
        limit.Reset();
        log.Clear();
        messages.Clear();
        return Answer.Empty();
    }

    private static IResult Done(Action action)
    {
        action();
        return Answer.Empty();
    }
}
