using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Webhooks;

/// <summary>
/// Reads the message from pipeline input, which is a string, or an object such as the WebhookData object of an Azure Automation runbook.
/// </summary>
internal static class WebhookInput
{
    // Property names in Azure Automation, Azure Functions and PowerShell web servers. A raw body takes precedence over a parsed body.
    private static readonly string[] s_bodies = ["RequestBody", "RawBody", "BodyString", "Body"];
    private static readonly string[] s_headers = ["RequestHeader", "RequestHeaders", "Headers"];
    private static readonly string[] s_bodyFields = ["hook", "data"];

    /// <param name="cmdlet">The cmdlet that reads the message.</param>
    /// <param name="reader">Parses the input if the input is a string.</param>
    /// <param name="item">The pipeline input.</param>
    /// <param name="headers">Separately specified headers, which take precedence.</param>
    /// <exception cref="FaxPlusException">The input contains no body.</exception>
    public static WebhookMessage Read(PSCmdlet cmdlet, IWebhookReader reader, PSObject? item, object? headers)
    {
        WebhookMessage message = item?.BaseObject switch
        {
            string text => reader.Open(text),
            byte[] bytes => new WebhookMessage(bytes, []),
            IList { Count: > 0 } bytes when bytes.Cast<object?>().All(part => Bare(part) is byte) =>
                new WebhookMessage([.. bytes.Cast<object>().Select(part => (byte)Bare(part)!)], []),
            // The value is the output of Get-Content without -Raw.
            IList { Count: > 0 } lines when lines.Cast<object?>().All(line => Bare(line) is string) =>
                reader.Open(string.Join("\n", lines.Cast<object?>())),
            _ => FromObject(cmdlet, reader, item),
        };
        return headers is null ? message : new WebhookMessage(message.Body, [.. Headers(headers)]) { IsRebuilt = message.IsRebuilt };
    }

    private static WebhookMessage FromObject(PSCmdlet cmdlet, IWebhookReader reader, PSObject? item)
    {
        // The item is the body itself, after ConvertFrom-Json, or an object that contains the body.
        object? body = Array.TrueForAll(s_bodyFields, field => Value(item, field) is not null)
            ? item
            : s_bodies.Select(name => Value(item, name)).FirstOrDefault(found => found is not null);
        if (body is null && Value(item, "$content") is string content) return reader.Open(content);
        if (body is null
            && Value(item, "Request") is object request
            && s_bodies.Any(name => Value(PSObject.AsPSObject(request), name) is not null))
        {
            return FromObject(cmdlet, reader, PSObject.AsPSObject(request));
        }
        if (body is null)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.InvalidResponse, "The webhook message cannot be read, because the input contains no body.")
            {
                RecommendedAction =
                    "Pass the body as one string, or the WebhookData object of an Azure Automation runbook with its RequestBody.",
            };
        }

        KeyValuePair<string, string>[] headers =
            [.. Headers(s_headers.Select(name => Value(item, name)).FirstOrDefault(found => found is not null))];
        return body switch
        {
            string text when reader.Open(text) is WebhookMessage inner =>
                new WebhookMessage(inner.Body, headers) { IsRebuilt = inner.IsRebuilt },
            byte[] bytes => new WebhookMessage(bytes, headers),
            _ => new WebhookMessage(Encoding.UTF8.GetBytes(RawBody.Json(cmdlet, body)!), headers) { IsRebuilt = true },
        };
    }

    private static object? Value(PSObject? item, string name)
    {
        object? value = item?.BaseObject is IDictionary entries
            ? entries.Keys
                .Cast<object>()
                .Where(key => string.Equals(key as string, name, StringComparison.OrdinalIgnoreCase))
                .Select(key => entries[key])
                .FirstOrDefault()
            : item?.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    /// <summary>Reads headers from any collection. A header with several values is returned several times.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Headers(object? headers) =>
        (headers is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : headers) switch
        {
            null => [],
            IDictionary entries => entries.Keys.Cast<object>().SelectMany(key => Header(Text(key), entries[key])),
            NameValueCollection names =>
                names.AllKeys.Where(name => name is not null).SelectMany(name => Header(name, names.GetValues(name))),
            // HttpHeaders and the generic dictionaries are lists of pairs.
            IEnumerable pairs and not string =>
                pairs.Cast<object>()
                    .Select(PSObject.AsPSObject)
                    .SelectMany(pair => Header(Text(pair.Properties["Key"]?.Value), pair.Properties["Value"]?.Value)),
            var custom => PSObject.AsPSObject(custom).Properties.SelectMany(property => Header(property.Name, property.Value)),
        };

    private static IEnumerable<KeyValuePair<string, string>> Header(string name, object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain is IEnumerable several and not string
            ? several.Cast<object?>().Select(item => new KeyValuePair<string, string>(name, Text(item)))
            : [new KeyValuePair<string, string>(name, Text(plain))];
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(object? value) =>
        Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
