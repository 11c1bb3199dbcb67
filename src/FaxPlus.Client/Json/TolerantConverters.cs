using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Json;

// The converters accept null and values of an unexpected type, as the API reference recommends. An invalid value is read as null
// or as an empty list, so that one invalid field does not make a complete list unreadable.

internal sealed class TolerantStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                using (var value = JsonDocument.ParseValue(ref reader))
                {
                    return Text(value.RootElement);
                }
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() ?? "";

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    /// <summary>
    /// Converts a value that is not a string to text, such as a comment, which is an object in some responses (API reference 5.3).
    /// </summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object when value.TryGetProperty("text", out JsonElement text) =>
            text.ValueKind == JsonValueKind.Null ? null : text.ToString(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.ToString())),
        _ => value.GetRawText(),
    };
}

internal sealed class TolerantStringsConverter : JsonConverter<string[]>
{
    public override bool HandleNull => true;

    public override string[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.Array =>
                [.. value.RootElement.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(item => item.ToString())],
            JsonValueKind.String or JsonValueKind.Number => [value.RootElement.ToString()],
            _ => [],
        };
    }

    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string item in value ?? []) writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}

/// <summary>Converts a value type. The JSON value may be null or of an unexpected type.</summary>
internal sealed class TolerantValueConverter<T>(Func<JsonElement, T?> read, Action<Utf8JsonWriter, T> write) : JsonConverter<T?>
    where T : struct
{
    public override bool HandleNull => true;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return read(value.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is T present) write(writer, present);
        else writer.WriteNullValue();
    }
}

/// <summary>Converts an object within a record. Any other value is read as null.</summary>
internal sealed class TolerantObjectConverter<T> : JsonConverter<T>
    where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return JsonSerializer.Deserialize(ref reader, WireJson.Of<T>());
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, WireJson.Of<T>());
}

/// <summary>Converts a list of objects within a record. Values that are not objects are omitted.</summary>
internal sealed class TolerantObjectsConverter<T> : JsonConverter<T[]>
    where T : class
{
    private readonly TolerantObjectConverter<T> _item = new();

    public override T[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<T>();
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList) reader.Skip();
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (_item.Read(ref reader, typeof(T), options) is T item) items.Add(item);
        }

        return [.. items];
    }

    public override void Write(Utf8JsonWriter writer, T[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (T item in value) _item.Write(writer, item, options);
        writer.WriteEndArray();
    }
}

/// <summary>
/// Reads a JSON node. If a property name occurs twice, the last value is used, as in the models. In this case, the built-in converter
/// would return a JsonObject that throws an exception when a property is read.
/// </summary>
internal sealed class NodeConverter<T> : JsonConverter<T>
    where T : JsonNode
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return PlainJson.Node(value.RootElement) as T ?? throw new JsonException("The value is not an object.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => value.WriteTo(writer, options);
}

/// <summary>Converts unknown values to .NET values: text, numbers, booleans, dictionaries, arrays.</summary>
internal sealed class PlainObjectConverter : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return Plain(value.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Unknown values can only be read, not written.");

    public static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Aggregate(new Dictionary<string, object?>(), static (all, item) =>
        {
            all[item.Name] = Plain(item.Value);
            return all;
        }),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out long whole) => whole,
        // An integer, such as an id, may be too large for a .NET number type. Its digits are then returned as text.
        JsonValueKind.Number when value.GetRawText() is var digits && digits.IndexOfAny(['.', 'e', 'E']) < 0 =>
            value.TryGetDecimal(out decimal large) ? large : digits,
        JsonValueKind.Number => value.TryGetDouble(out double number) ? number : value.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

internal static class TolerantConverters
{
    public static IEnumerable<JsonConverter> All =>
    [
        new TolerantStringConverter(),
        new TolerantStringsConverter(),
        new PlainObjectConverter(),
        new CommentConverter(),
        new NodeConverter<JsonNode>(),
        new NodeConverter<JsonObject>(),
        new TolerantValueConverter<int>(
            static v => Number(v) is decimal n && n is >= int.MinValue and <= int.MaxValue ? (int)n : null,
            static (w, v) => w.WriteNumberValue(v)),
        new TolerantValueConverter<decimal>(Number, static (w, v) => w.WriteNumberValue(v)),
        new TolerantValueConverter<bool>(Boolean, static (w, v) => w.WriteBooleanValue(v)),
        new TolerantValueConverter<TimeSpan>(
            static v => Number(v) is decimal s && Math.Abs(s) < 1e9m ? TimeSpan.FromSeconds((double)s) : null,
            static (w, v) => w.WriteNumberValue(v.TotalSeconds)),
        new TolerantValueConverter<DateTimeOffset>(
            static v => v.ValueKind == JsonValueKind.String ? FaxTime.Parse(v.GetString()) : null,
            static (w, v) => w.WriteStringValue(FaxTime.Format(v))),
    ];

    /// <summary>Returns the converter for an object or a list of objects within a record; null for other types.</summary>
    public static JsonConverter? OfMember(Type type)
    {
        Type item = type.GetElementType() ?? type;
        if (!item.IsClass || item == typeof(string)) return null;
        Type converter = type.IsArray ? typeof(TolerantObjectsConverter<>) : typeof(TolerantObjectConverter<>);
        return (JsonConverter)Activator.CreateInstance(converter.MakeGenericType(item))!;
    }

    private static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out decimal number) => number,
        JsonValueKind.String
            when decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => null,
    };

    private static bool? Boolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value) != 0,
        JsonValueKind.String when bool.TryParse(value.GetString(), out bool answer) => answer,
        _ => null,
    };
}
