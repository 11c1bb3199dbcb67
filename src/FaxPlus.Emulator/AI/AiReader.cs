using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>Generates the result of Fax AI from the record of a fax, so that the same fax always has the same result.</summary>
internal static class AiReader
{
    private const char PageBreak = '\f';

    /// <summary>Returns the recognized text of all pages.</summary>
    public static JsonNode Text(Fax fax) => JsonValue.Create(string.Join(
        PageBreak,
        Enumerable.Range(1, fax.Pages)
            .Select(page => $"Page {page} of {fax.Pages}\nFrom: {fax.From}\nTo: {fax.To}\n"
                + $"Date: {Times.ToWire(fax.ListTime)}\nFax: {fax.Id}\n")))!;

    /// <summary>Returns the values of the standard fields and of the account's enabled custom fields.</summary>
    public static JsonNode Fields(Fax fax, IEnumerable<AiCustomField> customFields)
    {
        var fields = new JsonObject
        {
            ["sender"] = fax.From,
            ["recipient"] = fax.To,
            ["date"] = Times.ToWire(fax.ListTime),
            ["pages"] = fax.Pages,
        };
        foreach (var field in customFields.Where(f => f.IsEnabled)) fields[field.Name] = $"{field.Name} of fax {fax.Id}";
        return fields;
    }
}
