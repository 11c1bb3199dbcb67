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
    /// <summary>How Fax.Plus takes times, in UTC (API reference 1).</summary>
    public const string FaxPlusTime = "yyyy-MM-dd HH:mm:ss";

    /// <summary>How Voipex takes times, in UTC.</summary>
    public const string VoipexTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Query parameters; an array gives one for each of its values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(IDictionary? query, string timeFormat)
    {
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture);
            object? given = Bare(entry.Value);
            foreach (object? value in given is IList several ? several : new[] { given }) yield return new KeyValuePair<string, string>(name, Text(name, Bare(value), timeFormat));
        }
    }

    /// <summary>PowerShell's own rules for JSON, as a person would get them at the prompt.</summary>
    public static string? Json(PSCmdlet cmdlet, object? body) => Bare(body) switch
    {
        null => null,
        string text => text,
        _ => (string)cmdlet.InvokeCommand.InvokeScript(@"Microsoft.PowerShell.Utility\ConvertTo-Json -InputObject $args[0] -Depth 20 -Compress", body)[0].BaseObject,
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

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(string name, object? value, string timeFormat) => value switch
    {
        null => "",
        bool isTrue => isTrue ? "true" : "false",
        SwitchParameter isOn => isOn ? "true" : "false",
        DateTime time => Text(name, new DateTimeOffset(time), timeFormat),
        DateTimeOffset time => time.UtcDateTime.ToString(timeFormat, CultureInfo.InvariantCulture),
        string or Guid or Uri or IConvertible => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The query parameter '{name}' is a {value.GetType().Name}, which has no text of its own.")
        {
            RecommendedAction = "Give text, a number, true or false, a time, or an array of these.",
        },
    };
}
