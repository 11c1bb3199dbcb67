using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Parses the body of a webhook message that has lost its quotation marks. Most values end before the next name, or at the end of the
/// object. A value that may contain any text, such as a file name, does not end before a name that the service does not use. If a name
/// occurs twice in an object, the text is ambiguous and is not parsed, because a value may contain the name.
/// </summary>
internal static class UnquotedJson
{
    // White space may contain line breaks, which may be escaped.
    private const string Space = @"(?:\s|\\[rnt])*";
    private const string Name = @"[A-Za-z_][\w-]*";
    private const string Outer = "hook|data|WebhookName|RequestBody|RequestHeader|RemoteAddress";
    private const string Inner = "id|event|event_time|target|uid|pages|from|from_number|to|to_number|start_time|file|file_name|status|cost";
    private const string End = $@"{Space}\}}(?={Space}(?:\}}|$|,{Space}(?:{Outer}){Space}:))";

    private const int MaxDepth = 16;

    // The regular expressions have a timeout, because a megabyte of white space would take hours to match.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    private static readonly string[] s_values = Inner.Split('|');
    private static readonly string[] s_free = ["target", "file", "file_name"];
    private static readonly Regex s_like = new($@"^\s*\{{{Space}{Name}{Space}:", RegexOptions.CultureInvariant, s_timeout);
    private static readonly Regex s_name = new(
        $@"\G(?:{Space},)?{Space}(?<name>{Name}){Space}:{Space}", RegexOptions.CultureInvariant, s_timeout);
    private static readonly Regex s_value = new(
        $@"\G(.*?)(?={Space},{Space}{Name}{Space}:|{Space}\}})", RegexOptions.Singleline | RegexOptions.CultureInvariant, s_timeout);
    private static readonly Regex s_freeValue = new(
        $@"\G(.*?)(?={Space},{Space}(?:{Outer}|{Inner}){Space}:|{End})",
        RegexOptions.Singleline | RegexOptions.CultureInvariant,
        s_timeout);
    private static readonly Regex s_list = new(
        @"\G\[(?>[^\[\]]+|(?<open>\[)|(?<-open>\]))*(?(open)(?!))\]", RegexOptions.CultureInvariant, s_timeout);
    private static readonly Regex s_end = new($@"\G{Space}\}}", RegexOptions.CultureInvariant, s_timeout);
    private static readonly Regex s_rest = new(
        $@"^{Space}(?:,{Space}{Name}{Space}:.*)?\}}{Space}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, s_timeout);

    // The names in a message that are not also names of HTTP headers.
    private static readonly Regex s_inRest = new(
        $@"[,{{]{Space}(?:hook|data|event_time|pages|from_number|to_number|start_time|file_name|status|cost){Space}:",
        RegexOptions.CultureInvariant,
        s_timeout);
    private static readonly Regex s_escaped = new(@"\\+(?:u(?<code>[0-9A-Fa-f]{4})|(?<slash>/))", RegexOptions.CultureInvariant);

    /// <summary>Whether a text begins like a JSON object whose first name has no quotation marks.</summary>
    public static bool IsLike(string text) => s_like.IsMatch(text);

    /// <summary>Returns the object at the beginning of a text as JSON; null if the text is ambiguous, or has another format.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isInEnvelope">Whether the rest of an envelope follows the object.</param>
    public static string? Read(string text, bool isInEnvelope)
    {
        int at = 0;
        try
        {
            return Object(text, ref at, 0) is JsonObject read && IsRest(text.Substring(at), isInEnvelope) ? read.ToJsonString() : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the text after an object is the rest of its envelope. If it is not, a file name contains text that looks like the end of the
    /// object, and the rest contains a part of the object.
    /// </summary>
    private static bool IsRest(string rest, bool isInEnvelope) =>
        isInEnvelope
            ? s_rest.IsMatch(rest) && !s_inRest.IsMatch(rest) && rest.Count(static c => c == '}') == rest.Count(static c => c == '{') + 1
            : rest.Trim().Length == 0;

    private static JsonObject? Object(string text, ref int at, int depth)
    {
        if (depth > MaxDepth || at >= text.Length || text[at] != '{') return null;
        at++;
        var result = new JsonObject();
        while (s_name.Match(text, at) is { Success: true } found)
        {
            string name = found.Groups["name"].Value;
            at = found.Index + found.Length;
            JsonNode? value;
            if (at < text.Length && text[at] == '{' && !s_values.Contains(name))
            {
                if ((value = Object(text, ref at, depth + 1)) is null) return null;
            }
            else
            {
                Match content = s_list.Match(text, at) is { Success: true } list && !s_values.Contains(name)
                    ? list
                    : (s_free.Contains(name) ? s_freeValue : s_value).Match(text, at);
                if (!content.Success) return null;
                at = content.Index + content.Length;
                value = Value(name, content.Value.Trim());
            }

            if (result.ContainsKey(name)) return null;
            result[name] = value;
        }

        Match end = s_end.Match(text, at);
        if (!end.Success) return null;
        at = end.Index + end.Length;
        return result;
    }

    /// <summary>
    /// Converts a value. Only the values of pages and cost are converted to numbers, because an id may consist of digits.
    /// </summary>
    private static JsonNode? Value(string name, string text) => text switch
    {
        "null" or "" => null,
        _ when name is "pages" or "cost" && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) =>
            JsonValue.Create(number),
        _ => JsonValue.Create(s_escaped.Replace(
            text.Trim('"'),
            static found => found.Groups["slash"].Success ? "/" : ((char)Convert.ToInt32(found.Groups["code"].Value, 16)).ToString())),
    };
}
