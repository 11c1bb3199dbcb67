using System;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the registration of webhooks.</summary>
internal static class Hooks
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/hooks", List).Needs(Scopes.ReadHooks);
        api.MapPost("/hooks", Add).Needs(Scopes.EditHooks);
        api.MapDelete("/hooks/{id}", Delete).Needs(Scopes.EditHooks);
    }

    private static IResult List(string? @event, ServiceState state)
    {
        var known = KnownEvent(@event ?? throw ApiException.BadRequest("'event' is required."));
        lock (state.Gate)
        {
            var hooks = state.Hooks.Where(h => h.Event == known).Select(h => h.ToWire());
            return Answer.Json(new JsonObject { ["data"] = new JsonArray([.. hooks]) });
        }
    }

    private static IResult Add(ServiceState state, JsonBody body)
    {
        body.AllowOnly("target", "event", "numbers");
        var @event = KnownEvent(body.RequiredText("event"));
        if (!Uri.TryCreate(body.RequiredText("target"), UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
        {
            throw body.Wrong("target", "an absolute http or https address");
        }

        var numbers = body.Texts("numbers");
        if (numbers is [] || numbers?.All(PhoneNumber.IsE164) == false)
        {
            throw body.Wrong("numbers", "an array of at least one number in the E.164 format");
        }

        var hook = new Hook(Ids.NewHookId(), target, @event, numbers);
        lock (state.Gate) state.Hooks.Add(hook);
        return Answer.Json(new JsonObject { ["id"] = hook.Id });
    }

    private static IResult Delete(string id, ServiceState state)
    {
        lock (state.Gate)
        {
            return state.Hooks.RemoveAll(h => h.Id == id) > 0
                ? Answer.Empty()
                : throw ApiException.NotFound($"There is no webhook '{id}'.");
        }
    }

    private static string KnownEvent(string name) => Hook.Events.Contains(name)
        ? name
        : throw ApiException.BadRequest($"'event' must be one of {string.Join(", ", Hook.Events)}, not '{name}'.");
}
