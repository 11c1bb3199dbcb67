using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Contacts;

/// <summary>
/// Prepares the JSON of a contact or a group. A PUT replaces all fields, so the body also contains the fields that do not change, including
/// unknown fields.
/// </summary>
internal static class ContactDocument
{
    // The service sets these fields; requests must not contain them.
    private static readonly string[] s_readOnly = ["id", "creation_date", "modification_date", "is_shared", "owner_id"];

    /// <summary>Creates the body of a new contact or group, without null values.</summary>
    public static JsonObject Body(IReadOnlyDictionary<string, object?> values)
    {
        var body = new JsonObject();
        foreach (KeyValuePair<string, object?> value in values)
        {
            if (value.Value is not null) body[value.Key] = PlainJson.Of(value.Value);
        }

        return body;
    }

    /// <param name="record">The contact or group as returned by the service, but with the names instead of the ids of its groups.</param>
    /// <param name="values">The new values by request field name.</param>
    /// <param name="userId">The account of the contact or group.</param>
    public static ContactChanges Prepare(JsonObject record, IReadOnlyDictionary<string, object?> values, string userId)
    {
        var body = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> field in record)
        {
            if (!s_readOnly.Contains(field.Key) && field.Value is not null) body[field.Key] = field.Value.DeepClone();
        }

        // The service returns this field as is_shared, but expects the name shared.
        if (record["is_shared"] is JsonNode shared) body["shared"] = shared.DeepClone();
        var changes = new List<AccountChange>();
        foreach (KeyValuePair<string, object?> value in values)
        {
            string old = body.ContainsKey(value.Key) ? PlainJson.Text(body[value.Key]) : "",
                now = PlainJson.Text(PlainJson.Of(value.Value));
            if (old == now || (old.Length == 0 && now is "\"\"" or "[]" or "false")) continue;
            changes.Add(new AccountChange(value.Key, old, now));
            body[value.Key] = PlainJson.Of(value.Value);
        }

        return new ContactChanges(record["id"]?.ToString() ?? "", record["name"]?.ToString() ?? "", userId, changes, PlainJson.Text(body));
    }

    /// <summary>Replaces the group ids of a contact with group names, because the service may return ids but expects names.</summary>
    /// <returns>The ids of the groups whose names are not known. These ids are not replaced.</returns>
    public static string[] NameGroups(JsonObject contact, IReadOnlyDictionary<string, string> names)
    {
        if (contact["groups"] is not JsonArray groups) return [];
        string[] unknown = [.. groups
            .Where(group => (group as JsonObject)?["name"] is null)
            .Select(IdOf)
            .OfType<string>()
            .Where(group => !names.ContainsKey(group) && !names.Values.Contains(group))];
        contact["groups"] = new JsonArray([.. groups
            .Select(group => IdOf(group))
            .OfType<string>()
            .Select(group => (JsonNode)(names.TryGetValue(group, out string? name) ? name : group))]);
        return unknown;
    }

    /// <summary>
    /// Renames the field <c>description</c> of a group to <c>notes</c>, because the service may return either field (API reference 3.10)
    /// and expects <c>notes</c>.
    /// </summary>
    public static void NameNotes(JsonObject group)
    {
        if (group["notes"] is not null || group["description"] is not JsonNode description) return;
        group.Remove("description");
        group["notes"] = description.DeepClone();
    }

    /// <summary>
    /// Sets <c>fax_number</c> to the first element of <c>numbers</c>, because the service may return either field (API reference 3.10) and
    /// expects <c>fax_number</c>.
    /// </summary>
    public static void NameNumber(JsonObject contact)
    {
        if (contact["fax_number"] is null && (contact["numbers"] as JsonArray)?.OfType<JsonValue>().FirstOrDefault() is JsonValue number)
        {
            contact["fax_number"] = number.ToString();
        }
    }

    private static string? IdOf(JsonNode? group) => group switch
    {
        JsonObject item => (item["name"] ?? item["id"])?.ToString(),
        null => null,
        _ => group.ToString(),
    };
}
