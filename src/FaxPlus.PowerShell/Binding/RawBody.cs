using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Converts PowerShell objects for raw requests and responses.</summary>
internal static class RawBody
{
    /// <summary>The format of times for Fax.Plus, in UTC (API reference 1).</summary>
    public const string FaxPlusTime = "yyyy-MM-dd HH:mm:ss";

    private const int MaxDepth = 20;

    /// <summary>The format of times for Voipex, in UTC.</summary>
    public const string VoipexTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Returns the method of a request in upper case.</summary>
    /// <exception cref="FaxPlusException">The text is not a method, or the method does not allow a body.</exception>
    public static string Method(string method, object? body)
    {
        // The error does not show the text, which may be a path with a secret in its query.
        if (method.Length is 0 or >= 20 || !method.All(letter => letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The value of -Method is not an HTTP method.")
            {
                RecommendedAction = "Specify the path first, then the method, such as POST.",
                IsFatal = true,
            };
        }

        string name = method.ToUpperInvariant();
        if (name is not ("GET" or "HEAD") || Bare(body) is null) return name;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"A {name} request cannot have a body.")
        {
            RecommendedAction = "Specify the method: -Method POST. For query parameters, use -Query.",
            IsFatal = true,
        };
    }

    /// <summary>Returns the query parameters, with one parameter for each value of an array.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(IDictionary? query, string timeFormat)
    {
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture);
            object? given = Bare(entry.Value);
            foreach (object? value in given is IList several ? several : new[] { given })
            {
                yield return new KeyValuePair<string, string>(name, Text(name, Bare(value), timeFormat));
            }
        }
    }

    /// <summary>The values in a body, to a limited depth.</summary>
    private static IEnumerable<object> ValuesIn(object? value, int depth)
    {
        IEnumerable<object?> items = depth == 0 ? [] : Bare(value) switch
        {
            IDictionary members => members.Values.Cast<object?>(),
            IList list => list.Cast<object?>(),
            PSCustomObject => PSObject.AsPSObject(value!).Properties.Select(property => property.Value),
            null => [],
            var single => [single],
        };
        return items.SelectMany(item => ReferenceEquals(item, Bare(value)) ? [item!] : ValuesIn(item, depth - 1));
    }

    /// <summary>The JSON form that PowerShell would give a value and that has another meaning; null for other values.</summary>
    private static string? Misread(object value) => value switch
    {
        SecureString or PSCredential => "a SecureString or a credential, of which only the length would be sent",
        SwitchParameter => "a switch, which would be sent as an object",
        TimeSpan => "a TimeSpan, which would be sent as an object",
        double.NaN or double.PositiveInfinity or double.NegativeInfinity => "a number that is not finite",
        string text when Cell.IsDamaged(text) => "a text that has lost characters because of a wrong encoding",
        _ when value.GetType().FullName is "System.DateOnly" or "System.TimeOnly" => $"a {value.GetType().Name}, which would be sent as an object",
        _ => null,
    };

    /// <summary>
    /// Converts a body to JSON by PowerShell's rules, regardless of functions named ConvertTo-Json and of default parameter values.
    /// </summary>
    /// <exception cref="FaxPlusException">
    /// The object cannot be converted, or is nested so deeply that a part would be omitted.
    /// </exception>
    public static string? Json(PSCmdlet cmdlet, object? body)
    {
        if (Bare(body) is null or string) return (string?)Bare(body);
        if (ValuesIn(body, MaxDepth).Select(Misread).FirstOrDefault(misread => misread is not null) is { } cause)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The body contains {cause}.")
            {
                RecommendedAction = cause.Contains("SecureString")
                    ? "Convert it to text first: ConvertFrom-SecureString -AsPlainText."
                    : "Specify text, a number, true or false instead.",
            };
        }

        CommandInfo convert = cmdlet.InvokeCommand.GetCommand(@"Microsoft.PowerShell.Utility\ConvertTo-Json", CommandTypes.Cmdlet);
        try
        {
            return (string)cmdlet.InvokeCommand.InvokeScript(
                "$PSDefaultParameterValues = @{}; & $args[0] -InputObject $args[1] -Depth $args[2] -Compress " +
                "-WarningAction Stop -ErrorAction Stop 3>$null",
                convert,
                body,
                MaxDepth)[0].BaseObject;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The body cannot be converted to JSON: {exception.Message}", exception)
            {
                RecommendedAction = "Specify hash tables, objects, lists and plain values, or JSON text.",
            };
        }
    }

    /// <summary>
    /// Converts objects to custom objects. An object whose names differ only in case, or are empty, becomes a dictionary, so that no
    /// property is lost.
    /// </summary>
    public static object? ToPowerShell(object? value) => value switch
    {
        Dictionary<string, object?> members =>
            Custom(members) ?? members.ToDictionary(member => member.Key, member => ToPowerShell(member.Value), StringComparer.Ordinal),
        object?[] items => items.Select(ToPowerShell).ToArray(),
        _ => value,
    };

    private static object? Custom(Dictionary<string, object?> members)
    {
        // Property names in PowerShell are case-insensitive and not empty.
        if (members.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < members.Count) return null;
        var result = new PSObject();
        try
        {
            foreach (KeyValuePair<string, object?> member in members)
            {
                result.Properties.Add(new PSNoteProperty(member.Key, ToPowerShell(member.Value)));
            }
        }
        catch (Exception exception) when (exception is ExtendedTypeSystemException or PSArgumentException)
        {
            return null;
        }

        return result;
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Text(string name, object? value, string timeFormat) => value switch
    {
        null => "",
        bool isTrue => isTrue ? "true" : "false",
        SwitchParameter isOn => isOn ? "true" : "false",
        DateTime time => Text(name, new DateTimeOffset(time), timeFormat),
        DateTimeOffset time => time.UtcDateTime.ToString(timeFormat, CultureInfo.InvariantCulture),
        string or Guid or Uri or IConvertible => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest, $"The query parameter '{name}' is a {value.GetType().Name}, which has no text form.")
        {
            RecommendedAction = "Specify text, a number, true or false, a time, or an array of these.",
        },
    };
}
