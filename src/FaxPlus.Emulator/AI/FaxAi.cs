using System;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the extraction of text and fields from a fax by Fax AI.</summary>
internal static class FaxAi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var ai = api.MapGroup("/accounts/{user}/faxes/{id}/ai");
        ai.MapPost("/ocr", StartOcr).Needs(Scopes.Undocumented);
        ai.MapGet("/ocr", PollOcr).Needs(Scopes.Undocumented);
        ai.MapPost("/field-extraction", StartExtraction).Needs(Scopes.Undocumented);
        ai.MapGet("/field-extraction", PollExtraction).Needs(Scopes.Undocumented);
        ai.MapPatch("/field-extraction", Correct).Needs(Scopes.Undocumented);
    }

    private static IResult StartOcr(string user, string id, Caller caller, ServiceState state, EmulatorOptions options)
    {
        lock (state.Gate)
        {
            var fax = state.Fax(state.Person(caller, user), id);
            if (fax.Ocr is not { IsOfUse: true })
            {
                state.Ai.Pay(AiAccount.Ocr);
                fax.Ocr = Start(fax, AiReader.Text(fax), options);
            }

            return Answer.Json(fax.Ocr.ToWire());
        }
    }

    private static IResult StartExtraction(string user, string id, Caller caller, ServiceState state, EmulatorOptions options)
    {
        lock (state.Gate)
        {
            var fax = state.Fax(state.Person(caller, user), id);
            if (fax.Fields is not { IsOfUse: true })
            {
                state.Ai.Pay(AiAccount.FieldExtraction);
                fax.Fields = Start(fax, AiReader.Fields(fax, state.Ai.CustomFields), options);
            }

            return Answer.Json(fax.Fields.ToWire());
        }
    }

    private static AiTask Start(Fax fax, JsonNode result, EmulatorOptions options) =>
        new(AiMarks.OutcomeFor(fax), result, DateTime.UtcNow.AddSeconds(options.AiSeconds));

    private static IResult PollOcr(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate) return Poll(state.Fax(state.Person(caller, user), id).Ocr);
    }

    private static IResult PollExtraction(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate) return Poll(state.Fax(state.Person(caller, user), id).Fields);
    }

    private static IResult Poll(AiTask? task) => Answer.Json(task?.ToWire() ?? AiTask.ToWire(AiStatus.NotRequested, null));

    // A field that is not in the body keeps its value.
    private static IResult Correct(string user, string id, Caller caller, ServiceState state, JsonBody body)
    {
        body.AllowOnly("data");
        var data = body.Object("data") ?? throw body.Missing("data");
        lock (state.Gate)
        {
            var task = state.Fax(state.Person(caller, user), id).Fields;
            if (task?.Fields is not { } fields) throw ApiException.Conflict($"The fields of the fax '{id}' are not ready to be corrected.");
            foreach (var name in data.Names)
            {
                if (!fields.ContainsKey(name)) throw ApiException.BadRequest($"'data.{name}' is not a field of this fax.");
            }

            foreach (var name in data.Names) fields[name] = data.Copy(name);
            return Answer.Json(task.ToWire());
        }
    }
}
