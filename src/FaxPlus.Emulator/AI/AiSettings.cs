using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the credits and the custom fields of Fax AI.</summary>
internal static class AiSettings
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var ai = api.MapGroup("/accounts/self/ai");
        ai.MapGet("/credits", Credits).Needs(Scopes.Undocumented);
        ai.MapGet("/custom-fields", List).Needs(Scopes.ReadAiSettings);
        ai.MapPost("/custom-fields", Add).Needs(Scopes.Undocumented);
        ai.MapPatch("/custom-fields/{id}", Change).Needs(Scopes.Undocumented);
    }

    private static IResult Credits(ServiceState state)
    {
        lock (state.Gate) return Answer.Json(state.Ai.ToWire());
    }

    private static IResult List(ServiceState state)
    {
        lock (state.Gate)
        {
            return Answer.Json(new JsonObject { ["custom_fields"] = new JsonArray([.. state.Ai.CustomFields.Select(f => f.ToWire())]) });
        }
    }

    private static IResult Add(ServiceState state, JsonBody body)
    {
        body.AllowOnly("name", "instructions", "enabled");
        var field = new AiCustomField
        {
            Name = body.RequiredText("name"),
            Instructions = body.RequiredText("instructions"),
            IsEnabled = body.Flag("enabled") ?? true,
        };
        lock (state.Gate)
        {
            RefuseTaken(field.Name, field, state);
            state.Ai.CustomFields.Add(field);
            return Answer.Json(field.ToWire(), StatusCodes.Status201Created);
        }
    }

    private static IResult Change(string id, ServiceState state, JsonBody body)
    {
        body.AllowOnly("name", "instructions", "enabled");
        if (!body.Names.Any()) throw ApiException.BadRequest("'name', 'instructions' or 'enabled' is required.");
        lock (state.Gate)
        {
            var field = state.Ai.CustomField(id);
            var name = body.Has("name") ? body.RequiredText("name") : field.Name;
            var instructions = body.Has("instructions") ? body.RequiredText("instructions") : field.Instructions;
            var isEnabled = body.Flag("enabled") ?? field.IsEnabled;
            RefuseTaken(name, field, state);
            (field.Name, field.Instructions, field.IsEnabled) = (name, instructions, isEnabled);
            return Answer.Json(field.ToWire());
        }
    }

    private static void RefuseTaken(string name, AiCustomField field, ServiceState state)
    {
        if (state.Ai.CustomFields.Exists(f => f != field && f.Name == name))
        {
            throw ApiException.Conflict($"A custom field '{name}' already exists.");
        }
    }
}
