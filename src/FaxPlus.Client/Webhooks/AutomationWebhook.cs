using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Finds the webhook body in an envelope. The envelope is the WebhookData of an Azure Automation runbook, the request object of a web
/// framework, or the content of a logic app, in JSON, nested JSON or Base64. PowerShell 7 runbooks receive
/// <c>{WebhookName:…,RequestBody:…,RequestHeader:…}</c> without quotation marks (<see cref="UnquotedJson"/>).
/// </summary>
internal static class AutomationWebhook
{
    public const string BodyAdvice = "Pass the unchanged body as text. In PowerShell 7 runbooks, where WebhookData has no quotation "
        + "marks, compare the message with the account instead of checking its signature.";

    private static readonly string[] s_bodies = ["RequestBody", "RawBody", "BodyString", "Body"];
    private static readonly string[] s_headers = ["RequestHeader", "RequestHeaders", "Headers"];
    private static readonly Regex s_base64 = new(@"^[A-Za-z0-9+/\s]{16,}={0,2}\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex s_header = new(
        @"(?:^|,)\s*(?<name>[\w-]+)\s*:\s*(?<value>.*?)(?=,\s*[\w-]+\s*:|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex s_envelope = new(
        @"[{,]\s*(WebhookName|RequestBody|RequestHeader|RemoteAddress)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_escape = new(@"\\(.)", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    /// <summary>Reads the message in an envelope. Returns null if the text is the body itself, or has another format.</summary>
    /// <exception cref="FaxPlusException">The quotation marks are missing, and the text is ambiguous without them.</exception>
    public static WebhookMessage? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonBytes.Clean(Encoding.UTF8.GetBytes(text)));
            return OfJson(document.RootElement);
        }
        catch (JsonException)
        {
            if (FromBase64(text) is byte[] bytes) return Open(bytes);
            return UnquotedJson.IsLike(text) ? OfUnquoted(text.Trim()) : null;
        }
    }

    private static WebhookMessage Open(byte[] bytes) => Read(Encoding.UTF8.GetString(bytes)) ?? new WebhookMessage(bytes, []);

    private static WebhookMessage? OfJson(JsonElement root)
    {
        switch (root.ValueKind)
        {
            case JsonValueKind.String:
                return Open(Encoding.UTF8.GetBytes(root.GetString()!));
            case JsonValueKind.Array when root.GetArrayLength() == 1:
                return Open(Encoding.UTF8.GetBytes(root[0].GetRawText()));
            case JsonValueKind.Object when !(Member(root, "hook").HasValue && Member(root, "data").HasValue):
                break;
            default:
                return null;
        }

        // A logic app passes the body as $content.
        if (Member(root, "$content") is { ValueKind: JsonValueKind.String } content && FromBase64(content.GetString()!) is byte[] bytes)
        {
            return Open(bytes);
        }

        if (s_bodies
            .Select(name => Member(root, name))
            .FirstOrDefault(found => found is { ValueKind: JsonValueKind.String or JsonValueKind.Object }) is not JsonElement body)
        {
            return null;
        }

        KeyValuePair<string, string>[] headers = [.. Headers(
            s_headers.Select(name => Member(root, name)).FirstOrDefault(found => found.HasValue))];
        if (body.ValueKind == JsonValueKind.Object)
        {
            return new WebhookMessage(Encoding.UTF8.GetBytes(body.GetRawText()), headers) { IsRebuilt = true };
        }

        WebhookMessage inner = Open(Encoding.UTF8.GetBytes(body.GetString()!));
        return new WebhookMessage(inner.Body, headers) { IsRebuilt = inner.IsRebuilt };
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.EnumerateObject()
            .Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            .Select(member => (JsonElement?)member.Value)
            .FirstOrDefault();

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement? headers) =>
        headers is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject()
                .SelectMany(header => header.Value.ValueKind == JsonValueKind.Array
                    ? header.Value.EnumerateArray().Select(value => Pair(header.Name, value))
                    : [Pair(header.Name, header.Value)])
            : [];

    private static KeyValuePair<string, string> Pair(string name, JsonElement value) =>
        new(name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    /// <summary>Decodes JSON from Base64. Returns null if the text is not JSON in Base64.</summary>
    private static byte[]? FromBase64(string text)
    {
        if (!s_base64.IsMatch(text)) return null;
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith("{", StringComparison.Ordinal)
                ? bytes
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static WebhookMessage OfUnquoted(string text)
    {
        Match body = Regex.Match(text, @"[{,]\s*RequestBody\s*:\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!body.Success) return Rebuilt(text, [], isInEnvelope: false);
        Match headers = Regex.Match(
            text,
            @"[{,]\s*RequestHeader\s*:\s*\{(.*?)\}",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        KeyValuePair<string, string>[] pairs = [.. s_header.Matches(headers.Success ? headers.Groups[1].Value : "")
            .Cast<Match>()
            .Select(match => new KeyValuePair<string, string>(match.Groups["name"].Value, match.Groups["value"].Value.Trim()))];
        string rest = text.Substring(body.Index + body.Length);
        // The body may still have its quotation marks, plain or escaped.
        return (WholeJson(rest) ?? (rest.Contains("\\\"") ? WholeJson(Unescape(rest)) : null)) is string whole
            ? new WebhookMessage(Encoding.UTF8.GetBytes(whole), pairs)
            : Rebuilt(HasDoubledPart(text) ? "" : rest, pairs, isInEnvelope: true);
    }

    /// <summary>
    /// Whether the name of a part of the envelope occurs twice. In this case, a file name may contain one of the occurrences.
    /// </summary>
    private static bool HasDoubledPart(string text) => s_envelope.Matches(text)
        .Cast<Match>()
        .GroupBy(part => part.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
        .Any(same => same.Skip(1).Any());

    private static WebhookMessage Rebuilt(string text, KeyValuePair<string, string>[] headers, bool isInEnvelope) =>
        UnquotedJson.Read(text, isInEnvelope) is string json
        ? new WebhookMessage(Encoding.UTF8.GetBytes(json), headers) { IsRebuilt = true }
        : throw new FaxPlusException(
            FaxPlusErrorKind.InvalidResponse,
            "The webhook message cannot be read: it has lost its quotation marks, and is ambiguous without them.")
        {
            RecommendedAction = BodyAdvice,
            Advice = FaxPlusAdvice.AutomationWebhook,
        };

    private static string Unescape(string text) => s_escape.Replace(text, static match => match.Groups[1].Value switch
    {
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        "u" => match.Value,
        var other => other,
    });

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
}
