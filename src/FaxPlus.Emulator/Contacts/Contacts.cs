using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for contacts and their groups. Most paths are assumed (API reference 3.10).</summary>
internal static class Contacts
{
    private const int MaxPage = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{user}/contacts", List).Needs(Scopes.ReadContacts);
        api.MapPost("/accounts/{user}/contacts", Add).Needs(Scopes.EditContacts);
        api.MapPost("/accounts/{user}/contacts/assign-groups", Assign).Needs(Scopes.EditContacts);
        api.MapPut("/accounts/{user}/contacts/{id}", Replace).Needs(Scopes.EditContacts);
        api.MapDelete("/accounts/{user}/contacts/{id}", Delete).Needs(Scopes.EditContacts);
        api.MapGet("/accounts/{user}/contact-groups", ListGroups).Needs(Scopes.ReadContacts);
        api.MapPost("/accounts/{user}/contact-groups", AddGroup).Needs(Scopes.EditContacts);
        api.MapPut("/accounts/{user}/contact-groups/{id}", ReplaceGroup).Needs(Scopes.EditContacts);
        api.MapDelete("/accounts/{user}/contact-groups/{id}", DeleteGroup).Needs(Scopes.EditContacts);
    }

    private static IResult List(string user, string? search, string? ids, string? offset, string? limit, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            IEnumerable<Contact> found = state.Contacts.Where(contact => contact.IsVisibleTo(person));
            // If ids are specified, other filters are ignored.
            if (ids is not null) found = found.Where(contact => IdsIn(ids).Contains(contact.Id));
            else if (!string.IsNullOrEmpty(search)) found = found.Where(contact => contact.Matches(search));
            return Page(found.Select(contact => contact.ToWire()), offset, limit);
        }
    }

    private static IResult Add(string user, Caller caller, ServiceState state, JsonBody body)
    {
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            var contact = new Contact(person.Uid, state.Clock.Now);
            contact.Replace(body, GroupIds(state, person, body.Texts("groups")), state.Clock.Now);
            state.Contacts.Add(contact);
            return Answer.Json(contact.ToWire(), StatusCodes.Status201Created);
        }
    }

    private static IResult Replace(string user, string id, Caller caller, ServiceState state, JsonBody body)
    {
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            Contact contact = Find(state, person, id);
            contact.Replace(body, GroupIds(state, person, body.Texts("groups")), state.Clock.Now);
            return Answer.Json(contact.ToWire());
        }
    }

    private static IResult Delete(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            state.Contacts.Remove(Find(state, state.Person(caller, user), id));
            return Answer.Empty();
        }
    }

    // The request replaces the groups of the contacts, so a contact is removed from every group that the request does not contain.
    private static IResult Assign(string user, Caller caller, ServiceState state, JsonBody body)
    {
        body.AllowOnly("contact_ids", "groups", "shared");
        string[] ids = body.Texts("contact_ids") is { Length: > 0 } given ? given : throw body.Missing("contact_ids");
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            List<string> groups = GroupIds(state, person, body.Texts("groups") ?? throw body.Missing("groups"));
            Contact[] contacts = [.. ids.Select(id => Find(state, person, id))];
            foreach (Contact contact in contacts)
            {
                contact.GroupIds.Clear();
                contact.GroupIds.AddRange(groups);
            }

            return Answer.Empty();
        }
    }

    private static IResult ListGroups(
        string user, string? group, string? ids, string? offset, string? limit, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            IEnumerable<ContactGroup> found = state.ContactGroups.Where(item => item.IsVisibleTo(person));
            if (ids is not null)
            {
                found = found.Where(item => IdsIn(ids).Contains(item.Id));
            }
            else if (!string.IsNullOrEmpty(group))
            {
                found = found.Where(item => item.Name.Contains(group, StringComparison.OrdinalIgnoreCase));
            }

            return Page(found.Select(item => item.ToWire()), offset, limit);
        }
    }

    private static IResult AddGroup(string user, Caller caller, ServiceState state, JsonBody body)
    {
        lock (state.Gate)
        {
            Account person = state.Person(caller, user);
            var group = new ContactGroup(person.Uid, state.Clock.Now);
            group.Replace(body, state.Clock.Now);
            if (state.ContactGroups.Exists(other => other.IsVisibleTo(person) && other.Name == group.Name))
            {
                throw ApiException.Conflict($"A group '{group.Name}' already exists.");
            }

            state.ContactGroups.Add(group);
            return Answer.Json(group.ToWire(), StatusCodes.Status201Created);
        }
    }

    private static IResult ReplaceGroup(string user, string id, Caller caller, ServiceState state, JsonBody body)
    {
        lock (state.Gate)
        {
            ContactGroup group = FindGroup(state, state.Person(caller, user), id);
            group.Replace(body, state.Clock.Now);
            return Answer.Json(group.ToWire());
        }
    }

    private static IResult DeleteGroup(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            state.ContactGroups.Remove(FindGroup(state, state.Person(caller, user), id));
            foreach (Contact contact in state.Contacts) contact.GroupIds.Remove(id);
            return Answer.Empty();
        }
    }

    private static Contact Find(ServiceState state, Account person, string id) =>
        state.Contacts.Find(contact => contact.Id == id && contact.IsVisibleTo(person))
        ?? throw ApiException.NotFound($"There is no contact '{id}'.");

    private static ContactGroup FindGroup(ServiceState state, Account person, string id) =>
        state.ContactGroups.Find(group => group.Id == id && group.IsVisibleTo(person))
        ?? throw ApiException.NotFound($"There is no group '{id}'.");

    /// <summary>Returns the ids of the groups that a request specifies by name.</summary>
    private static List<string> GroupIds(ServiceState state, Account person, string[]? names) =>
    [
        .. (names ?? []).Select(name => state.ContactGroups.Find(group => group.Name == name && group.IsVisibleTo(person))?.Id
            ?? throw ApiException.BadRequest($"'groups': there is no group '{name}'.")),
    ];

    private static string[] IdsIn(string ids) =>
        ids.Split(',') is { Length: <= MaxPage } several ? several : throw ApiException.BadRequest($"'ids' has more than {MaxPage} ids.");

    private static IResult Page(IEnumerable<JsonObject> found, string? offset, string? limit)
    {
        JsonObject[] all = [.. found];
        int from = Whole("offset", offset, 0, 0, int.MaxValue), count = Whole("limit", limit, 20, 1, MaxPage);
        return Answer.Json(new JsonObject { ["records"] = new JsonArray([.. all.Skip(from).Take(count)]), ["total_count"] = all.Length });
    }

    private static int Whole(string name, string? text, int absent, int least, int most) => text is null ? absent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
        : throw ApiException.BadRequest($"'{name}' must be a whole number from {least} to {most}.");
}
