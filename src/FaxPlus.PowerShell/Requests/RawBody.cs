using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>PowerShell objects to and from raw requests.</summary>
internal static class RawBody
{
    public static IEnumerable<KeyValuePair<string, string>> Parameters(IDictionary? query)
    {
        if (query is null) yield break;
        foreach (DictionaryEntry entry in query)
        {
            yield return new KeyValuePair<string, string>(
                Convert.ToString(entry.Key, CultureInfo.InvariantCulture),
                Convert.ToString(entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>PowerShell's own rules for JSON, as a person would get them at the prompt.</summary>
    public static string? Json(PSCmdlet cmdlet, object? body) => (body is PSObject wrapped ? wrapped.BaseObject : body) switch
    {
        null => null,
        string text => text,
        _ => (string)cmdlet.InvokeCommand.InvokeScript("ConvertTo-Json -InputObject $args[0] -Depth 20 -Compress", body)[0].BaseObject,
    };

    public static object? ToPowerShell(object? value) => value switch
    {
        Dictionary<string, object?> members => members.Aggregate(new PSObject(), static (result, member) =>
        {
            result.Properties.Add(new PSNoteProperty(member.Key, ToPowerShell(member.Value)));
            return result;
        }),
        object?[] items => items.Select(ToPowerShell).ToArray(),
        _ => value,
    };
}
