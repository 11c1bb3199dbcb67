using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaxPlus.Client.Json;

/// <summary>Converts .NET values (text, numbers, booleans, dictionaries, lists) to JSON and back.</summary>
internal static class PlainJson
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonNodeOptions s_anyCase = new() { PropertyNameCaseInsensitive = true };

    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        decimal number => JsonValue.Create(number),
        float or double when IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) =>
            JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        DateTimeOffset time => JsonValue.Create(FaxTime.Format(time)),
        DateTime time => JsonValue.Create(FaxTime.Format(time)),
        IDictionary members => Object(members),
        IEnumerable items => Array(items),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Converts a JSON object to a dictionary of .NET values: text, numbers, booleans, dictionaries, arrays.</summary>
    public static Dictionary<string, object?> ToDictionary(JsonObject? node)
    {
        if (node is null) return [];
        using JsonDocument document = JsonDocument.Parse(Text(node));
        return (Dictionary<string, object?>)PlainObjectConverter.Plain(document.RootElement)!;
    }

    /// <summary>Converts JSON to a mutable node. Property names are case-insensitive, as in the models.</summary>
    public static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Aggregate(new JsonObject(s_anyCase), static (all, item) =>
        {
            all[item.Name] = Node(item.Value);
            return all;
        }),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Node)]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value.Clone()),
    };

    /// <summary>Returns the JSON text without indentation or line breaks.</summary>
    public static string Text(JsonNode? node)
    {
        if (node is null) return "null";
        using var stream = new System.IO.MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_readable)) node.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);

    private static JsonObject Object(IDictionary members)
    {
        var node = new JsonObject();
        foreach (DictionaryEntry member in members)
        {
            node[Convert.ToString(member.Key, CultureInfo.InvariantCulture) ?? ""] = Of(member.Value);
        }

        return node;
    }

    private static JsonArray Array(IEnumerable items)
    {
        var node = new JsonArray();
        foreach (object? item in items) node.Add(Of(item));
        return node;
    }
}
