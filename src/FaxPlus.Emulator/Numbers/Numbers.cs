using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the numbers of the account and their assignment to people.</summary>
internal static class Numbers
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{user}/numbers", List).Needs(Scopes.ReadNumbers);
        api.MapGet("/accounts/{user}/numbers/{number}", Get).Needs(Scopes.ReadNumbers);
        api.MapPut("/accounts/{user}/numbers/{number}", Assign).Needs(Scopes.EditNumbers);
        api.MapDelete("/accounts/{user}/numbers/{number}", Revoke).Needs(Scopes.EditNumbers);
    }

    private static IResult List(string user, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var person = state.Person(caller, user);
            var numbers = state.Numbers.Where(n => person.IsAdmin || n.AssignedTo.Contains(person.Uid)).Select(n => n.ToWire());
            return Answer.Json(new JsonObject { ["numbers"] = new JsonArray([.. numbers]) });
        }
    }

    private static IResult Get(string user, string number, Caller caller, ServiceState state)
    {
        lock (state.Gate) return Answer.Json(state.Number(state.Person(caller, user), number).ToWire());
    }

    // The request permits one more person to use the number. The other people keep the number.
    private static IResult Assign(string user, string number, Caller caller, ServiceState state, JsonBody body)
    {
        caller.RequireAdmin();
        body.AllowOnly("assigned_to");
        var uid = body.RequiredText("assigned_to");
        lock (state.Gate)
        {
            var found = state.Number(state.Person(caller, user), number);
            if (!state.Accounts.Exists(a => a.Uid == uid)) throw ApiException.BadRequest($"'assigned_to': there is no member '{uid}'.");
            if (!found.AssignedTo.Contains(uid)) found.AssignedTo.Add(uid);
            return Answer.Empty();
        }
    }

    // The path identifies the person to remove; the account keeps the number.
    private static IResult Revoke(string user, string number, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var person = state.Person(caller, user);
            return state.Number(person, number).AssignedTo.Remove(person.Uid)
                ? Answer.Empty()
                : throw ApiException.NotFound($"The number '{number}' is not assigned to '{person.Uid}'.");
        }
    }
}
