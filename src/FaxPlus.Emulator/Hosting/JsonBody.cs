using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>
/// A JSON object in a request, with strict validation. Each error message contains the name of the field and the expected value.
/// </summary>
internal sealed class JsonBody(JsonObject fields, string prefix = "")
{
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context) =>
        new(await ReadAsync(context) as JsonObject ?? throw ApiException.BadRequest("The body must be a JSON object."));

    /// <summary>Reads any JSON value; <see langword="null"/> for the JSON value null.</summary>
    public static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) throw ApiException.BadRequest("The Content-Type must be application/json.");
        try
        {
            using var document = await JsonDocument.ParseAsync(
                context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, context.RequestAborted);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(document.RootElement.Clone()),
                JsonValueKind.Array => JsonArray.Create(document.RootElement.Clone()),
                _ => JsonValue.Create(document.RootElement.Clone()),
            };
        }
        catch (JsonException error)
        {
            throw ApiException.BadRequest($"The body is not valid JSON: {error.Message}");
        }
    }

    public IEnumerable<string> Names => fields.Select(f => f.Key);

    /// <summary>Refuses unknown fields, so that a misspelled name is not ignored.</summary>
    public void AllowOnly(params string[] names)
    {
        foreach (var name in Names)
        {
            if (!names.Contains(name)) throw ApiException.BadRequest($"'{prefix}{name}' is not a field of this request.");
        }
    }

    public bool Has(string name) => fields[name] is not null;

    public JsonNode? Copy(string name) => fields[name]?.DeepClone();

    public string? Text(string name) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Wrong(name, "a string"),
    };

    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    public int? Whole(string name, int least, int most) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) && number >= least && number <= most => number,
        _ => throw Wrong(name, $"a whole number from {least} to {most}"),
    };

    public double? Number(string name, double least, double most) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<double>(out var number) && number >= least && number <= most => number,
        _ => throw Wrong(name, $"a number from {least} to {most}"),
    };

    public bool? Flag(string name) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Wrong(name, "true or false"),
    };

    public JsonBody? Object(string name) => fields[name] switch
    {
        null => null,
        JsonObject inner => new JsonBody(inner, $"{prefix}{name}."),
        _ => throw Wrong(name, "an object"),
    };

    public string[]? Texts(string name) => fields[name] switch
    {
        null => null,
        JsonArray array =>
            [.. array.Select(e => e is JsonValue v && v.TryGetValue<string>(out var text)
                ? text
                : throw Wrong(name, "an array of strings"))],
        _ => throw Wrong(name, "an array of strings"),
    };

    public ApiException Missing(string name) => ApiException.BadRequest($"'{prefix}{name}' is required.");

    public ApiException Wrong(string name, string wanted) => ApiException.BadRequest($"'{prefix}{name}' must be {wanted}.");
}
