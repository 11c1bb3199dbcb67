using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// WebhookData of an Azure Automation runbook as text: JSON, JSON within JSON, or what PowerShell 7 runbooks get, <c>{WebhookName:…,RequestBody:…,RequestHeader:…}</c>
/// without quotation marks.
/// </summary>
internal static class AutomationWebhook
{
    public const string Cure = "Azure Automation hands WebhookData to PowerShell 7 runbooks without its quotation marks: use -Verify without -Secret, or a PowerShell 5.1 runbook. Elsewhere give the body as it came, as text.";

    private const string Name = @"[\w-]+";

    // A value ends before the next name, or with the object.
    private static readonly Regex s_value = new($@"\G(.*?)(?=,\s*{Name}\s*:|\}})", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex s_name = new($@"\G[\s,]*(?<name>{Name})\s*:\s*", RegexOptions.CultureInvariant);
    private static readonly Regex s_header = new($@"(?:^|,)\s*(?<name>{Name})\s*:\s*(?<value>.*?)(?=,\s*{Name}\s*:|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    /// <summary>The message; null where the text is a body, or something else.</summary>
    public static WebhookMessage? Read(string text)
    {
        if (text.IndexOf("RequestBody", StringComparison.OrdinalIgnoreCase) < 0) return null;
        try
        {
            using var document = JsonDocument.Parse(JsonBytes.Clean(Encoding.UTF8.GetBytes(text)));
            return OfJson(document.RootElement);
        }
        catch (JsonException)
        {
            return OfBareText(text.Trim());
        }
    }

    private static WebhookMessage? OfJson(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.String) return Read(root.GetString()!);
        if (root.ValueKind != JsonValueKind.Object || Member(root, "RequestBody") is not JsonElement body) return null;
        bool isText = body.ValueKind == JsonValueKind.String;
        return body.ValueKind is JsonValueKind.String or JsonValueKind.Object
            ? new WebhookMessage(Encoding.UTF8.GetBytes(isText ? body.GetString()! : body.GetRawText()), [.. Headers(Member(root, "RequestHeader"))]) { IsRebuilt = !isText }
            : null;
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.EnumerateObject().Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)).Select(member => (JsonElement?)member.Value).FirstOrDefault();

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement? headers) => headers is { ValueKind: JsonValueKind.Object } all
        ? all.EnumerateObject().SelectMany(header => header.Value.ValueKind == JsonValueKind.Array ? header.Value.EnumerateArray().Select(value => Pair(header.Name, value)) : [Pair(header.Name, header.Value)])
        : [];

    private static KeyValuePair<string, string> Pair(string name, JsonElement value) => new(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    private static WebhookMessage? OfBareText(string text)
    {
        Match body = Regex.Match(text, @"[{,]\s*RequestBody\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!text.StartsWith("{", StringComparison.Ordinal) || !body.Success) return null;
        Match headers = Regex.Match(text, @"[{,]\s*RequestHeader\s*:\s*\{(.*?)\}", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        KeyValuePair<string, string>[] pairs = [.. s_header.Matches(headers.Success ? headers.Groups[1].Value : "").Cast<Match>().Select(match => new KeyValuePair<string, string>(match.Groups["name"].Value, match.Groups["value"].Value.Trim()))];
        int start = body.Index + body.Length;
        string rest = text.Substring(start);
        if (WholeJson(rest) is string whole) return new WebhookMessage(Encoding.UTF8.GetBytes(whole), pairs);
        int at = start;
        return Bare(text, ref at) is JsonObject rebuilt ? new WebhookMessage(Encoding.UTF8.GetBytes(rebuilt.ToJsonString()), pairs) { IsRebuilt = true } : null;
    }

    /// <summary>The body, where it has kept its quotation marks.</summary>
    private static string? WholeJson(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            reader.Skip();
            return Encoding.UTF8.GetString(bytes, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An object without quotation marks; null where it is none.</summary>
    private static JsonObject? Bare(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '{') return null;
        at++;
        var result = new JsonObject();
        while (s_name.Match(text, at) is { Success: true } name)
        {
            at = name.Index + name.Length;
            JsonNode? value;
            if (at < text.Length && text[at] == '{')
            {
                if ((value = Bare(text, ref at)) is null) return null;
            }
            else
            {
                Match found = s_value.Match(text, at);
                if (!found.Success) return null;
                at = found.Index + found.Length;
                value = Value(name.Groups["name"].Value, found.Value.Trim());
            }

            result[name.Groups["name"].Value] = value;
        }

        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        if (at >= text.Length || text[at] != '}') return null;
        at++;
        return result;
    }

    /// <summary>Only these fields are numbers; an id may look like one.</summary>
    private static JsonNode? Value(string name, string text) => text switch
    {
        "null" or "" => null,
        _ when name is "pages" or "cost" && decimal.TryParse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out decimal number) => JsonValue.Create(number),
        _ => JsonValue.Create(text.Trim('"')),
    };
}
