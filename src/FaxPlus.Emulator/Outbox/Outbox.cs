using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the outbox, which contains the faxes that are being sent.</summary>
internal static class Outbox
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{user}/outbox", List).Needs(Scopes.ReadFaxes);
        api.MapPost("/accounts/{user}/outbox", Send).Needs(Scopes.EditFaxes);
        api.MapGet("/accounts/{user}/outbox/{id}", Get).Needs(Scopes.ReadFaxes);
        api.MapPut("/accounts/{user}/outbox/{id}", Change).Needs(Scopes.EditFaxes);
        api.MapDelete("/accounts/{user}/outbox/{id}", Cancel).Needs(Scopes.EditFaxes);
    }

    private static IResult List(string user, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var owner = state.Person(caller, user);
            var items = state.Outbox.Where(i => i.Uid == owner.Uid && i.IsVisible).Select(i => i.ToWire());
            return Answer.Json(new JsonObject { ["records"] = new JsonArray([.. items]) });
        }
    }

    private static IResult Send(
        string user, Caller caller, ServiceState state, EmulatorOptions options, UploadStore uploads, Sending sending, JsonBody body)
    {
        lock (state.Gate)
        {
            var items = SendRequest.Read(body, state, state.Person(caller, user), uploads, options);
            state.Outbox.AddRange(items);
            foreach (var item in items) sending.Start(item);

            var answer = new JsonObject();
            if (body.Flag("return_ids") == true)
            {
                answer["ids"] = new JsonObject(items.Select(i => new KeyValuePair<string, JsonNode?>(i.To, i.Id)));
            }

            return Answer.Json(answer, StatusCodes.Status201Created);
        }
    }

    private static IResult Get(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var item = state.OutboxItem(state.Person(caller, user), id);
            return item.IsVisible ? Answer.Json(item.ToWire()) : throw ApiException.NotFound($"There is no fax '{id}' in the outbox.");
        }
    }

    private static IResult Change(string user, string id, Caller caller, ServiceState state, JsonBody body)
    {
        body.AllowOnly("comment");
        var comment = body.Text("comment") ?? throw body.Missing("comment");
        lock (state.Gate)
        {
            state.OutboxItem(state.Person(caller, user), id).CommentText = comment;
            return Answer.Empty();
        }
    }

    private static IResult Cancel(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var item = state.OutboxItem(state.Person(caller, user), id);
            state.Outbox.Remove(item);
            item.Cancellation.Cancel();
            return Answer.Empty();
        }
    }
}
