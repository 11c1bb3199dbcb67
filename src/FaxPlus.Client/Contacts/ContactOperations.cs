using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Contacts;

internal sealed class ContactOperations(ApiClient api) : IContactOperations
{
    private readonly ContactCache _known = new(api.Time);

    public IPageReader<Contact> List(string? search, string userId)
    {
        KeyValuePair<string, string>[] filter = string.IsNullOrEmpty(search) ? [] : [ApiClient.Parameter("search", search!)];
        return Reader(filter, userId, (record, _) => ContactOf(record, userId));
    }

    public async Task<Contact> GetAsync(string contactId, string userId, CancellationToken cancellationToken) =>
        ContactOf((await ReadAsync(contactId, userId, cancellationToken).ConfigureAwait(false)).Contact, userId);

    public Task<Contact?> FindAsync(string faxNumber, string userId, string? name, CancellationToken cancellationToken) =>
        FindAsync(
            contact => PhoneNumber.AreSame(contact.FaxNumber, faxNumber) && (name is null || contact.Name == name),
            userId,
            cancellationToken);

    public async Task<Contact> CreateAsync(IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken)
    {
        JsonObject body = ContactDocument.Body(values);
        try
        {
            Contact made = ContactOf(
                await PostAsync(
                    FaxPlusOperations.CreateContact, ApiPath.Of(userId, "contacts"), body, cancellationToken).ConfigureAwait(false),
                userId);
            made.Name ??= body["name"]?.ToString();
            made.FaxNumber ??= body["fax_number"]?.ToString();
            // The response may contain group ids, so the group names of the request are used.
            if (body["groups"] is JsonArray groups) made.Groups = [.. groups.Select(group => group!.ToString())];
            _known.Add(made, userId);
            return made;
        }
        catch (FaxPlusException error) when (error.MayHaveTakenEffect)
        {
            _known.Forget(userId);
            if (await FindCreatedAsync(body, userId, cancellationToken).ConfigureAwait(false) is Contact found) return found;
            throw;
        }
    }

    public async Task<ContactChanges> PrepareAsync(
        string contactId, IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken)
    {
        (JsonObject contact, string[] unknownGroups) = await ReadAsync(contactId, userId, cancellationToken).ConfigureAwait(false);
        if (unknownGroups.Length > 0 && !values.ContainsKey("groups"))
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The contact {contactId} is not changed: it is in a group whose name cannot be read ({string.Join(", ", unknownGroups)}), "
                + "and a change would remove it from the group.")
            {
                Operation = FaxPlusOperations.UpdateContact.ToString(),
                RecommendedAction = "Specify the names of all groups of the contact.",
            };
        }

        return ContactDocument.Prepare(contact, values, userId);
    }

    public Task ApplyAsync(ContactChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Changes.Count == 0) return Task.CompletedTask;
        _known.Forget(changes.UserId);
        JsonObject complete = JsonNode.Parse(changes.Body)!.AsObject();
        if (changes.Changes.Any(change => change.Path != "groups"))
        {
            return api.DoAsync(
                FaxPlusOperations.UpdateContact, ApiPath.Of(changes.UserId, "contacts", changes.Id), complete, cancellationToken);
        }

        var body = new JsonObject { ["contact_ids"] = new JsonArray(changes.Id), ["groups"] = complete["groups"]!.DeepClone() };
        // The field shared is sent, because it is not documented whether a shared contact stays shared if the request omits the field.
        if (complete["shared"] is JsonNode shared) body["shared"] = shared.DeepClone();
        return api.DoAsync(
            FaxPlusOperations.AssignContactGroups, ApiPath.Of(changes.UserId, "contacts", "assign-groups"), body, cancellationToken);
    }

    public Task DeleteAsync(string contactId, string userId, CancellationToken cancellationToken)
    {
        _known.Forget(userId);
        return api.DoAsync<JsonObject>(FaxPlusOperations.DeleteContact, ApiPath.Of(userId, "contacts", contactId), null, cancellationToken);
    }

    public IPageReader<ContactGroup> ListGroups(string? search, string userId)
    {
        KeyValuePair<string, string>[] filter = string.IsNullOrEmpty(search) ? [] : [ApiClient.Parameter("group", search!)];
        return GroupReader(filter, userId, record => GroupOf(record, userId));
    }

    public async Task<ContactGroup> GetGroupAsync(string group, string userId, CancellationToken cancellationToken) =>
        GroupOf(await ReadGroupAsync(group, userId, cancellationToken).ConfigureAwait(false), userId);

    public async Task<ContactGroup> CreateGroupAsync(
        string name, string? notes, bool? isShared, string userId, CancellationToken cancellationToken)
    {
        JsonObject body = ContactDocument.Body(
            new Dictionary<string, object?> { ["name"] = name, ["notes"] = notes, ["shared"] = isShared });
        ContactGroup made = GroupOf(
            await PostAsync(
                FaxPlusOperations.CreateContactGroup, ApiPath.Of(userId, "contact-groups"), body, cancellationToken).ConfigureAwait(false),
            userId);
        made.Name ??= name;
        return made;
    }

    public async Task<ContactChanges> PrepareGroupAsync(
        string group, IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken) =>
        ContactDocument.Prepare(await ReadGroupAsync(group, userId, cancellationToken).ConfigureAwait(false), values, userId);

    public Task ApplyGroupAsync(ContactChanges changes, CancellationToken cancellationToken) => changes.Changes.Count == 0
        ? Task.CompletedTask
        : api.DoAsync(
            FaxPlusOperations.UpdateContactGroup,
            ApiPath.Of(changes.UserId, "contact-groups", changes.Id),
            JsonNode.Parse(changes.Body)!.AsObject(),
            cancellationToken);

    public Task DeleteGroupAsync(string groupId, string userId, CancellationToken cancellationToken) =>
        api.DoAsync<JsonObject>(
            FaxPlusOperations.DeleteContactGroup, ApiPath.Of(userId, "contact-groups", groupId), null, cancellationToken);

    /// <summary>Creates a reader of contacts with their group names. The groups are requested once, with the first page.</summary>
    private OffsetReader<T> Reader<T>(KeyValuePair<string, string>[] filter, string userId, Func<JsonObject, string[], T> read)
    {
        Dictionary<string, string>? names = null;
        return new OffsetReader<T>(
            api,
            FaxPlusOperations.ListContacts,
            ApiPath.Of(userId, "contacts"),
            filter,
            record =>
            {
                ContactDocument.NameNumber(record);
                return read(record, ContactDocument.NameGroups(record, names!));
            },
            async token => names ??= await GroupNamesAsync(userId, token).ConfigureAwait(false));
    }

    private OffsetReader<T> GroupReader<T>(KeyValuePair<string, string>[] filter, string userId, Func<JsonObject, T> read) => new(
        api,
        FaxPlusOperations.ListContactGroups,
        ApiPath.Of(userId, "contact-groups"),
        filter,
        record =>
        {
            ContactDocument.NameNotes(record);
            return read(record);
        });

    private async Task<Dictionary<string, string>> GroupNamesAsync(string userId, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (ContactGroup group in await AllAsync(ListGroups(null, userId), cancellationToken).ConfigureAwait(false))
            {
                if (group is { Id: string id, Name: string name }) names[id] = name;
            }
        }
        catch (FaxPlusException error)
            when (error.Kind is FaxPlusErrorKind.NotFound or FaxPlusErrorKind.Forbidden or FaxPlusErrorKind.MissingScope)
        {
            api.Observer.Warning($"Contact groups are shown as ids, because the group names cannot be read: {error.Message}");
        }

        return names;
    }

    /// <summary>Returns a contact with its group names, and the ids of its groups whose names are not known.</summary>
    private async Task<(JsonObject Contact, string[] UnknownGroups)> ReadAsync(
        string contactId, string userId, CancellationToken cancellationToken)
    {
        string id = RequiredId.From(contactId);
        List<(JsonObject Contact, string[])> found = await AllAsync(
            Reader([ApiClient.Parameter("ids", id)], userId, static (record, unknown) => (record, unknown)),
            cancellationToken).ConfigureAwait(false);
        // The ids are compared, because a service that ignores the id filter returns all contacts.
        int i = found.FindIndex(item => item.Contact["id"]?.ToString() == id);
        return i >= 0 ? found[i] : throw Missing(FaxPlusOperations.ListContacts, $"There is no contact {id}.");
    }

    private async Task<JsonObject> ReadGroupAsync(string group, string userId, CancellationToken cancellationToken)
    {
        string wanted = RequiredId.From(group);
        List<JsonObject> groups = await AllAsync(GroupReader([], userId, static record => record), cancellationToken).ConfigureAwait(false);
        if (groups.Find(record => record["id"]?.ToString() == wanted) is JsonObject found) return found;
        List<JsonObject> named = Named(StringComparison.Ordinal) is { Count: > 0 } exact
            ? exact
            : Named(StringComparison.OrdinalIgnoreCase);
        return named.Count switch
        {
            0 => throw Missing(FaxPlusOperations.ListContactGroups, $"There is no group {wanted}."),
            1 => named[0],
            // A personal group and a shared group may have the same name.
            _ => throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{named.Count} groups have the name {wanted}.")
            {
                Operation = FaxPlusOperations.ListContactGroups.ToString(),
                RecommendedAction = "Specify the id of the group.",
            },
        };

        List<JsonObject> Named(StringComparison comparison) =>
            groups.FindAll(record => string.Equals(record["name"]?.ToString(), wanted, comparison));
    }

    private async Task<JsonObject> PostAsync(FaxPlusOperation operation, string path, JsonObject body, CancellationToken cancellationToken)
    {
        JsonObject? answer = null;
        try
        {
            await api.SendAsync(
                operation,
                path,
                _ => ApiClient.JsonBody(body),
                async (response, call, token) =>
                    answer = await api.ReadOptionalAsync<JsonObject>(response, call, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 404 or 405)
        {
            throw OffsetReader<Contact>.Unavailable(operation, error);
        }

        return answer ?? [];
    }

    private Task<Contact?> FindAsync(Predicate<Contact> isMeant, string userId, CancellationToken cancellationToken) =>
        _known.FindAsync(isMeant, userId, () => AllAsync(List(null, userId), cancellationToken));

    /// <summary>
    /// Finds the contact of a request whose response was lost. Returns null if the contact does not exist, or if the contacts cannot be
    /// read.
    /// </summary>
    private async Task<Contact?> FindCreatedAsync(JsonObject body, string userId, CancellationToken cancellationToken)
    {
        string? number = body["fax_number"]?.ToString(), name = body["name"]?.ToString();
        try
        {
            return await FindAsync(
                contact => PhoneNumber.AreSame(contact.FaxNumber, number) && contact.Name == name,
                userId,
                cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException)
        {
            // The caller throws the error of the POST request, which reports that the contact may have been created.
            return null;
        }
    }

    private static async Task<List<T>> AllAsync<T>(IPageReader<T> reader, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page) all.AddRange(page);
        return all;
    }

    private static Contact ContactOf(JsonObject record, string userId)
    {
        Contact contact = record.Deserialize(WireJson.Of<Contact>())!;
        contact.UserId = userId;
        return contact;
    }

    private static ContactGroup GroupOf(JsonObject record, string userId)
    {
        ContactGroup group = record.Deserialize(WireJson.Of<ContactGroup>())!;
        group.UserId = userId;
        return group;
    }

    private static FaxPlusException Missing(FaxPlusOperation operation, string message) =>
        new(FaxPlusErrorKind.NotFound, message)
        {
            Operation = operation.ToString(),
            RequiredScopes = operation.Scopes,
            RecommendedAction = "Use an id from the account's list.",
        };
}
