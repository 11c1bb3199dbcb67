using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Accounts;

/// <summary>An account as JSON, in which values are changed by path. All other values stay unchanged.</summary>
internal sealed class AccountDocument(JsonObject account)
{
    public AccountChanges Prepare(IReadOnlyDictionary<string, object?> values, string userId)
    {
        var changed = (JsonObject)account.DeepClone();
        var changes = new List<AccountChange>();
        var body = new JsonObject();
        foreach (KeyValuePair<string, object?> value in values)
        {
            string[] path = Parts(value.Key);
            string old = Set(changed, path, PlainJson.Of(value.Value), out string now);
            if (old != now) changes.Add(new AccountChange(value.Key, old, now));
        }

        foreach (string field in changes.Select(change => Parts(change.Path)[0]).Distinct()) body[field] = changed[field]?.DeepClone();
        return new AccountChanges(userId, Text(account, "email"), changes, PlainJson.Text(body));
    }

    /// <summary>Sets a value, creates missing parents, and returns the previous value.</summary>
    private static string Set(JsonObject owner, string[] path, JsonNode? value, out string now)
    {
        for (int i = 0; i < path.Length - 1; i++)
        {
            switch (owner[path[i]])
            {
                case null:
                    var made = new JsonObject();
                    owner[path[i]] = made;
                    owner = made;
                    break;
                case JsonObject inner:
                    owner = inner;
                    break;
                default:
                    throw Refused($"'{string.Join(".", path)}' contains '{path[i]}', which is a value without nested values.");
            }
        }

        string name = path[path.Length - 1];
        string old = owner.ContainsKey(name) ? PlainJson.Text(owner[name]) : "";
        owner[name] = value;
        now = PlainJson.Text(value);
        return old;
    }

    private static string[] Parts(string path)
    {
        string[] parts = [.. path.Split('.').Select(part => part.Trim())];
        return parts.All(part => part.Length > 0) ? parts : throw Refused($"'{path}' is not a valid path.");
    }

    private static string? Text(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static FaxPlusException Refused(string message) => new(FaxPlusErrorKind.BadRequest, message)
    {
        RecommendedAction = "Specify the service's field names, separated by dots, such as settings.send_fax.retry.count.",
        Advice = FaxPlusAdvice.AccountFields,
    };
}
