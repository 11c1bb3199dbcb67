using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for fax records, which are received faxes, and sent faxes that have left the outbox.</summary>
internal static class Faxes
{
    private const int LongestPage = 50;

    private static readonly string[] Categories = ["inbox", "sent", "spam"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{user}/faxes", List).Needs(Scopes.ReadFaxes);
        api.MapGet("/accounts/{user}/faxes/{id}", Get).Needs(Scopes.ReadFaxes);
        api.MapPut("/accounts/{user}/faxes/{id}", Change).Needs(Scopes.EditFaxes);
        api.MapDelete("/accounts/{user}/faxes/{id}", Delete).Needs(Scopes.EditFaxes);
    }

    private static IResult List(
        string user,
        string? category,
        string? after,
        string? before,
        string? limit,
        string? offset,
        Caller caller,
        ServiceState state,
        EmulatorOptions options)
    {
        if (category is not null && !Categories.Contains(category))
        {
            throw ApiException.BadRequest($"'category' must be {string.Join(", ", Categories)}, not '{category}'.");
        }

        var (from, to) = (Time("after", after), Time("before", before));
        var count = Limit(limit);
        lock (state.Gate)
        {
            var owner = state.Person(caller, user);
            var found = state.Faxes
                .Where(f => f.OwnerId == owner.Uid
                    && f.IsVisible
                    && (category is null || f.Category == category)
                    && IsWithin(f.ListTime, from, to, options.Bounds));
            var ordered = options.Order == ListOrder.Newest ? found.OrderByDescending(f => f.ListTime) : found.OrderBy(f => f.ListTime);
            var records = new JsonArray([.. ordered.Skip(options.HonorsOffset ? Offset(offset) : 0).Take(count).Select(f => f.ToWire())]);
            return Answer.Json(new JsonObject { ["data"] = new JsonObject { ["records"] = records } });
        }
    }

    private static IResult Get(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate) return Answer.Json(state.Fax(state.Person(caller, user), id).ToWire());
    }

    private static IResult Change(string user, string id, Caller caller, ServiceState state, JsonBody body)
    {
        body.AllowOnly("comment", "is_read");
        var comment = body.Text("comment") ?? throw body.Missing("comment");
        var isRead = body.Flag("is_read") ?? throw body.Missing("is_read");
        lock (state.Gate)
        {
            var fax = state.Fax(state.Person(caller, user), id);
            fax.Comment = comment;
            fax.IsRead = isRead;
            fax.LastUpdate = state.Clock.Now;
            return Answer.Empty();
        }
    }

    private static IResult Delete(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            state.Faxes.Remove(state.Fax(state.Person(caller, user), id));
            return Answer.Empty();
        }
    }

    private static bool IsWithin(DateTime time, DateTime? after, DateTime? before, ListBounds bounds) =>
        bounds == ListBounds.Inclusive
            ? (after is null || time >= after) && (before is null || time <= before)
            : (after is null || time > after) && (before is null || time < before);

    private static DateTime? Time(string name, string? text) => text is null
        ? null
        : Times.TryParse(text, out var time)
            ? time
            : throw ApiException.BadRequest($"'{name}' must be a time such as 2026-01-31 23:59:59, not '{text}'.");

    private static int Offset(string? text) => text is null
        ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : throw ApiException.BadRequest($"'offset' must be a whole number, not '{text}'.");

    private static int Limit(string? text) => text is null
        ? LongestPage
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LongestPage
            ? limit
            : throw ApiException.BadRequest($"'limit' must be from 1 to {LongestPage}, not '{text}'.");
}
