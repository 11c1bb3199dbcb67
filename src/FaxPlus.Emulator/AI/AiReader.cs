using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>Generates the result of Fax AI from the record of a fax, so that the result is the same each time.</summary>
internal static class AiReader
{
    private const char PageBreak = '\f';

    /// <summary>The text of all pages.</summary>
    public static JsonNode Text(Fax fax) => JsonValue.Create(string.Join(
        PageBreak,
        Enumerable.Range(1, fax.Pages)
            .Select(page => $"Page {page} of {fax.Pages}\nFrom: {fax.From}\nTo: {fax.To}\n"
                + $"Date: {Times.ToWire(fax.ListTime)}\nFax: {fax.Id}\n")))!;

    /// <summary>The standard fields, and the custom fields of the account.</summary>
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
