using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace FaxPlus.PowerShell;

/// <summary>The message in what was piped: a text, or the WebhookData object of an Azure Automation runbook.</summary>
internal static class WebhookInput
{
    /// <param name="reader">Opens a text.</param>
    /// <param name="item">What was piped.</param>
    /// <param name="headers">The headers that were given beside it, and count before those in it.</param>
    /// <exception cref="FaxPlusException">There is no body in it.</exception>
    public static WebhookMessage Read(IWebhookReader reader, PSObject? item, IDictionary? headers)
    {
        WebhookMessage message = item?.BaseObject switch
        {
            string text => reader.Open(text),
            byte[] bytes => new WebhookMessage(bytes, []),
            _ => FromObject(item),
        };
        return headers is null ? message : new WebhookMessage(message.Body, [.. Headers(headers)]);
    }

    private static WebhookMessage FromObject(PSObject? item)
    {
        if (Value(item, "RequestBody") is not string body)
        {
            throw new FaxPlusException(FaxPlusErrorKind.InvalidResponse, "The webhook message cannot be read: there is no body in what was given.")
            {
                RecommendedAction = "Give the body as one text, or the WebhookData object of an Azure Automation runbook with its RequestBody. A body that was made into an object before cannot be checked.",
            };
        }

        return new WebhookMessage(Encoding.UTF8.GetBytes(body), [.. Headers(Value(item, "RequestHeader"))]);
    }

    private static object? Value(PSObject? item, string name)
    {
        object? value = item?.BaseObject is IDictionary entries
            ? entries.Keys.Cast<object>().Where(key => string.Equals(key as string, name, StringComparison.OrdinalIgnoreCase)).Select(key => entries[key]).FirstOrDefault()
            : item?.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    /// <summary>Headers as a hashtable or as an object; one that has several values comes several times.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Headers(object? headers) => headers switch
    {
        null => [],
        IDictionary entries => entries.Cast<DictionaryEntry>().SelectMany(entry => Header(Text(entry.Key), entry.Value)),
        _ => PSObject.AsPSObject(headers).Properties.SelectMany(property => Header(property.Name, property.Value)),
    };

    private static IEnumerable<KeyValuePair<string, string>> Header(string name, object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain is IEnumerable several and not string
            ? several.Cast<object?>().Select(item => new KeyValuePair<string, string>(name, Text(item)))
            : [new KeyValuePair<string, string>(name, Text(plain))];
    }

    private static string Text(object? value) => Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
