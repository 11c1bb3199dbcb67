using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the telephone service Voipex: tokens (password grant), SMS messages, and calls.</summary>
internal static class Voipex
{
    private const string ClientId = "api";
    private const string Scope = "profile email";

    public static void Map(IEndpointRouteBuilder app)
    {
        var voipex = app.MapGroup("/voipex");
        voipex.MapPost("/token", GrantAsync);

        var messages = voipex.MapGroup("/SMS").AddEndpointFilter(RequireTokenAsync);
        messages.MapGet("", List);
        messages.MapPost("", Send);
        messages.MapGet("/allowed-numbers", AllowedNumbers);
        voipex.MapGet("/calls", VoipexCalls.List).AddEndpointFilter(RequireTokenAsync);
    }

    private static async Task<IResult> GrantAsync(HttpRequest request, EmulatorOptions options, TokenStore tokens)
    {
        if (!request.HasFormContentType) return Refusal("invalid_request", "The parameters must be sent as a form.");
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId) return Refusal("invalid_client", "Invalid client.", StatusCodes.Status401Unauthorized);
        switch (form["grant_type"].ToString())
        {
            case "password":
                var user = form["username"].ToString();
                return options.VoipexUsers.TryGetValue(user, out var password) && password == form["password"]
                    ? Tokens(user, options, tokens)
                    : Refusal("invalid_grant", "Invalid user credentials.", StatusCodes.Status401Unauthorized);
            case "refresh_token":
                return tokens.Find(form["refresh_token"].ToString(), TokenKind.VoipexRefresh) is { IsExpired: false } grant
                    ? Tokens(grant.Owner, options, tokens)
                    : Refusal("invalid_grant", "Token is not active.");
            default:
                return Refusal("unsupported_grant_type", "grant_type must be password or refresh_token.");
        }
    }

    private static IResult Tokens(string user, EmulatorOptions options, TokenStore tokens) => Answer.Json(new JsonObject
    {
        ["access_token"] = tokens.Issue(
            new Grant(TokenKind.VoipexAccess, user, Scope, DateTime.UtcNow.AddSeconds(options.VoipexAccessSeconds))),
        ["expires_in"] = options.VoipexAccessSeconds,
        ["refresh_expires_in"] = options.VoipexRefreshSeconds,
        ["refresh_token"] = tokens.Issue(
            new Grant(TokenKind.VoipexRefresh, user, Scope, DateTime.UtcNow.AddSeconds(options.VoipexRefreshSeconds))),
        ["token_type"] = "Bearer",
        ["not-before-policy"] = 0,
        ["session_state"] = Guid.NewGuid().ToString(),
        ["scope"] = Scope,
    });

    private static IResult Refusal(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Answer.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, status);

    private static ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var tokens = (TokenStore)context.RequestServices.GetService(typeof(TokenStore))!;
        return Authentication.BearerToken(context.Request) is { } token
            && tokens.Find(token, TokenKind.VoipexAccess) is { IsExpired: false }
                ? next(invocation)
                : throw ApiException.Unauthorized("invalid_token", "The token is missing, unknown or expired.");
    }

    private static IResult List(string? startTime, string? endTime, VoipexMessages messages)
    {
        var (start, end) = (Time("startTime", startTime), Time("endTime", endTime));
        var found = messages.All().Where(m => (start is null || m.Time >= start) && (end is null || m.Time <= end));
        return Answer.Json(new JsonArray([.. found.Select(m => m.ToWire())]));
    }

    private static IResult Send(ServiceState state, VoipexMessages messages, JsonBody body)
    {
        body.AllowOnly("from", "to", "text");
        var message = new VoipexMessage(body.RequiredText("from"), body.RequiredText("to"), body.RequiredText("text"));
        lock (state.Gate)
        {
            if (!state.Numbers.Exists(n => n.Number == message.From)) throw body.Wrong("from", "one of the allowed numbers");
        }

        messages.Add(message);
        return Answer.Json(message.ToWire(), StatusCodes.Status201Created);
    }

    private static IResult AllowedNumbers(ServiceState state)
    {
        lock (state.Gate) return Answer.Json(new JsonArray([.. state.Numbers.Select(n => JsonValue.Create(n.Number))]));
    }

    public static DateTime? Time(string name, string? text) => text is null
        ? null
        : DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw ApiException.BadRequest($"'{name}' must be an ISO 8601 time, not '{text}'.");
}

/// <summary>A sent SMS message.</summary>
internal sealed record VoipexMessage(string From, string To, string Text)
{
    private readonly string _id = Guid.NewGuid().ToString();

    public DateTime Time { get; } = DateTime.UtcNow;

    public JsonObject ToWire() => new()
    {
        ["id"] = _id,
        ["from"] = From,
        ["to"] = To,
        ["text"] = Text,
        ["time"] = Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };
}

/// <summary>The sent SMS messages, oldest first.</summary>
internal sealed class VoipexMessages
{
    private readonly Lock _gate = new();
    private readonly List<VoipexMessage> _messages = [];

    public void Add(VoipexMessage message)
    {
        lock (_gate) _messages.Add(message);
    }

    public IReadOnlyList<VoipexMessage> All()
    {
        lock (_gate) return [.. _messages];
    }

    public void Clear()
    {
        lock (_gate) _messages.Clear();
    }
}
