using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for accounts, members and invitations.</summary>
internal static class Accounts
{
    private const int MostInvitations = 10;

    private static readonly string[] Roles = ["Administrator", "Admin", "Manager", "Member"];
    private static readonly string[] TextFields = ["email", "lastname", "name", "phone", "profile_image"];
    private static readonly string[] ObjectFields = ["account_data", "notifications", "settings"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts", List).Needs(Scopes.ListAccounts);
        api.MapGet("/accounts/{user}", Get).Needs(Scopes.ReadAccount);
        api.MapPut("/accounts/{user}", Change).Needs(Scopes.EditAccount);
        api.MapGet("/accounts/self/member-details/{uid}", GetMember).Needs(Scopes.ReadMember);
        api.MapPut("/accounts/self/member-details/{uid}", ChangeMember).Needs(Scopes.EditMember);
        api.MapPost("/accounts/self/member-invitations", InviteAsync).Needs(Scopes.Invite);
    }

    private static IResult List(Caller caller, ServiceState state)
    {
        caller.RequireAdmin();
        lock (state.Gate)
        {
            return Answer.Json(new JsonObject { ["members"] = new JsonArray([.. state.Accounts.Select(a => a.Document.DeepClone())]) });
        }
    }

    private static IResult Get(string user, Caller caller, ServiceState state)
    {
        lock (state.Gate) return Answer.Json(state.Person(caller, user).Document.DeepClone());
    }

    // The vendor does not document whether the service merges or replaces nested objects. The emulator replaces them, so that tests detect
    // clients that send incomplete objects.
    private static IResult Change(string user, Caller caller, ServiceState state, JsonBody body)
    {
        body.AllowOnly([.. TextFields, .. ObjectFields]);
        foreach (var name in TextFields) body.Text(name);
        foreach (var name in ObjectFields) body.Object(name);
        lock (state.Gate)
        {
            var document = state.Person(caller, user).Document;
            foreach (var name in body.Names) document[name] = body.Copy(name);
            return Answer.Empty();
        }
    }

    private static IResult GetMember(string uid, Caller caller, ServiceState state)
    {
        caller.RequireAdmin();
        lock (state.Gate)
        {
            var member = state.Person(caller, uid);
            return Answer.Json(new JsonObject { ["role"] = member.Role, ["quota"] = member.Quota });
        }
    }

    private static IResult ChangeMember(string uid, Caller caller, ServiceState state, EmulatorOptions options, JsonBody body)
    {
        caller.RequireAdmin();
        body.AllowOnly("role", "quota");
        var role = body.Text("role") is { } name ? KnownRole(name, options) : null;
        var quota = body.Whole("quota", 0, int.MaxValue);
        if (role is null && quota is null) throw ApiException.BadRequest("'role' or 'quota' is required.");
        lock (state.Gate)
        {
            var member = state.Person(caller, uid);
            member.Role = role ?? member.Role;
            member.Quota = quota ?? member.Quota;
            return Answer.Empty();
        }
    }

    // The documentation does not show whether the body is an array of addresses or an object that contains the array, so both forms are
    // accepted.
    private static async Task<IResult> InviteAsync(Caller caller, ServiceState state, HttpContext context)
    {
        caller.RequireAdmin();
        var node = await JsonBody.ReadAsync(context);
        var body = new JsonBody(node switch
        {
            JsonArray addresses => new JsonObject { ["emails"] = addresses },
            JsonObject fields => fields,
            _ => throw ApiException.BadRequest("The body must be an array of e-mail addresses, or an object with 'emails'."),
        });
        body.AllowOnly("emails");
        if (body.Texts("emails") is not { Length: > 0 } emails) throw body.Missing("emails");
        if (emails.Length > MostInvitations)
        {
            throw ApiException.BadRequest($"The request has {emails.Length} addresses; the maximum is {MostInvitations}.");
        }

        lock (state.Gate)
        {
            foreach (var email in emails) CheckInvitation(email, state.Accounts);
            state.Invitations.AddRange(emails);
            return Answer.Json(new JsonObject { ["message"] = $"Invitations sent: {emails.Length}." });
        }
    }

    private static string KnownRole(string name, EmulatorOptions options)
    {
        string[] roles = [.. Roles, .. options.Roles];
        return Array.Find(roles, r => r.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiException.BadRequest($"'role' must be one of {string.Join(", ", roles)}, not '{name}'.");
    }

    private static void CheckInvitation(string email, List<Account> accounts)
    {
        var at = email.IndexOf('@');
        if (at < 1 || at == email.Length - 1) throw ApiException.BadRequest($"'{email}' is not an e-mail address.");
        if (accounts.Exists(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase)))
        {
            throw ApiException.Conflict($"'{email}' already belongs to a user.");
        }
    }
}
