using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
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
    public static string Method(string? method, object? body)
    {
        // The error does not show the text, which may be a path with a secret in its query.
        if (method is null or { Length: 0 or >= 20 } || !method.All(letter => letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')))
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
            var json when IsJson(json) => [json],
            IDictionary members => members.Values.Cast<object?>(),
            IEnumerable list and not string => list.Cast<object?>(),
            PSCustomObject => PSObject.AsPSObject(value!).Properties.Select(property => property.Value),
            null => [],
            var single => [single],
        };
        return items.SelectMany(item => ReferenceEquals(item, Bare(value)) ? [item!] : ValuesIn(item, depth - 1));
    }

    /// <summary>
    /// Describes a value that PowerShell would convert to JSON with another meaning, and the recommended action; returns null for other
    /// values. For example, PowerShell would send the properties of a number if it does not support the type of the number.
    /// </summary>
    private static (string Cause, string Advice)? Misread(object value) => value switch
    {
        SecureString or PSCredential => (
            "a SecureString or a credential, but only its length would be sent",
            "Convert it to text first: ConvertFrom-SecureString -AsPlainText."),
        SwitchParameter => ("a switch, which would be sent as an object", "Specify true or false instead, such as with .IsPresent."),
        double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity =>
            ("a number that is not finite", "Specify another number, or $null."),
        string text when Cell.IsDamaged(text) => (
            "a string that has lost characters because of a wrong encoding", "Read the text with its original encoding."),
        _ when IsJson(value) => (
            "an object of another JSON library, whose contents would be lost",
            "Convert it with ConvertFrom-Json (ToString() returns its text), or specify the JSON text of the body."),
        IFormattable and not (decimal or DateTime or DateTimeOffset or Guid or Uri or BigInteger or Enum)
            when !value.GetType().IsPrimitive || value is IntPtr or UIntPtr => (
                $"a value of the type {value.GetType().Name}, which would be sent as an object",
                "Convert it to text, or to a common number type such as [long] or [decimal]."),
        _ => null,
    };

    private static bool IsJson(object? value) =>
        value?.GetType().Namespace is string place
        && (place.StartsWith("System.Text.Json", StringComparison.Ordinal)
            || place.StartsWith("Newtonsoft.Json", StringComparison.Ordinal));

    /// <summary>
    /// Converts a body to JSON by PowerShell's rules, regardless of functions named ConvertTo-Json and of default parameter values.
    /// </summary>
    /// <exception cref="FaxPlusException">
    /// The object cannot be converted, or is nested so deeply that a part would be omitted.
    /// </exception>
    public static string? Json(PSCmdlet cmdlet, object? body)
    {
        if (Bare(body) is null or string) return (string?)Bare(body);
        if (IsLines(Bare(body)))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The body is a list of the lines of a JSON text.")
            {
                RecommendedAction = "Specify one text. Get-Content -Raw reads a file as one text.",
            };
        }

        if (ValuesIn(body, MaxDepth).Select(Misread).FirstOrDefault(misread => misread is not null) is { } found)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The body contains {found.Cause}.")
            {
                RecommendedAction = found.Advice,
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
            // The warning of ConvertTo-Json becomes an error whose message names a preference that the user has not set.
            string cause = exception is ActionPreferenceStopException && exception.Message.Contains("WarningPreference")
                ? $"it contains an object with more than {MaxDepth} levels, " +
                    "such as a file, a script block, or an object that contains itself."
                : exception.Message;
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The body cannot be converted to JSON: {cause}", exception)
            {
                RecommendedAction = "Specify hash tables, [pscustomobject] objects, arrays, strings, numbers and Booleans, or JSON text.",
            };
        }
    }

    /// <summary>Whether a body is the output of Get-Content for a JSON file with several lines.</summary>
    private static bool IsLines(object? body)
    {
        if (body is not IList { Count: > 1 } list || !list.Cast<object?>().All(line => Bare(line) is string)) return false;
        string[] lines = [.. list.Cast<object?>().Select(line => ((string)Bare(line)!).Trim()).Where(line => line.Length > 0)];
        return lines.Length > 1
            && lines[0][0] is ('{' or '[')
            && lines[0][lines[0].Length - 1] is not ('}' or ']')
            && lines[lines.Length - 1][lines[lines.Length - 1].Length - 1] is ('}' or ']');
    }

    /// <summary>
    /// Converts objects to custom objects. An object with property names that are empty or differ only in case becomes a dictionary, so
    /// that no property is lost.
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
