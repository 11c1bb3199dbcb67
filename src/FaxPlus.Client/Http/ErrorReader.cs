using System.Text.Json;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Http;

/// <summary>Reads the bodies of error responses.</summary>
internal static class ErrorReader
{
    /// <summary>
    /// Whether an error body has the format of the service's own errors (API reference 1), with only the fields <c>error</c> and
    /// <c>description</c>.
    /// </summary>
    public static bool IsOfService(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonBytes.Clean(body));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || (Text(root, "error") ?? Text(root, "description")) is null) return false;
            foreach (JsonProperty property in root.EnumerateObject())
            {
                if (property.Name is not ("error" or "description")) return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the error code and the message of an error body in any of the known formats (API reference 1).</summary>
    public static (string? Code, string? Words) Read(byte[] body, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, null);
        try
        {
            using var document = JsonDocument.Parse(JsonBytes.Clean(body));
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String) return (null, root.GetString());
            if (root.ValueKind != JsonValueKind.Object) return (null, null);

            string? code = Text(root, "error") ?? Text(root, "code");
            string? words = Text(root, "description")
                ?? Text(root, "error_description")
                ?? Text(root, "message")
                ?? Text(root, "reason")
                ?? Text(root, "detail");
            if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
            {
                code ??= Text(error, "code") ?? Text(error, "error") ?? Text(error, "type");
                words ??= Text(error, "message") ?? Text(error, "description") ?? Text(error, "reason");
            }

            return (code, words);
        }
        catch (JsonException)
        {
            // A plain-text body is used as the service's message; an HTML page is not.
            return (null, text!.TrimStart()[0] == '<' ? null : text);
        }
    }

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
