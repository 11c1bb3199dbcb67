using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Json;

/// <summary>Converts the comment of an outbox item, which is an object with text and tags, or a plain string (API reference 5.3).</summary>
internal sealed class CommentConverter : JsonConverter<CommentBody>
{
    public override CommentBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        JsonElement root = value.RootElement;
        if (root.ValueKind == JsonValueKind.String) return new CommentBody { Text = root.GetString() };
        if (root.ValueKind != JsonValueKind.Object) return new CommentBody();

        var comment = new CommentBody();
        if (root.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String) comment.Text = text.GetString();
        if (root.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Array)
        {
            comment.Tags = [.. tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!)];
        }

        return comment;
    }

    public override void Write(Utf8JsonWriter writer, CommentBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Text is not null) writer.WriteString("text", value.Text);
        writer.WriteStartArray("tags");
        foreach (string tag in value.Tags) writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
