using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Webhooks;

/// <summary>Reads desired webhooks from CSV cells and hashtables of a .psd1 file.</summary>
internal static class WebhookRow
{
    private static readonly string[] s_names = ["Target", "Event", "Number"];

    /// <summary>Combines each address with each event. A cell may contain several events or numbers.</summary>
    public static IEnumerable<DesiredWebhook> Combine(
        IEnumerable<string> targets, IEnumerable<string> events, IEnumerable<string> numbers, Func<string, string> readNumber)
    {
        string[] names = [.. events.SelectMany(Split).DefaultIfEmpty("")];
        string[] all = [.. numbers.SelectMany(SplitNumbers).Select(readNumber)];
        return [.. targets.DefaultIfEmpty("").SelectMany(target => names.Select(name => new DesiredWebhook(target, name, all)))];
    }

    /// <summary>The webhooks of a hashtable; the other parameters provide the values for missing keys.</summary>
    /// <exception cref="FaxPlusException">A key is unknown or missing, or has a value other than that of the parameter.</exception>
    public static IEnumerable<DesiredWebhook> Read(
        IDictionary row, string[] targets, string[] events, string[] numbers, Func<string, string> readNumber)
    {
        var values = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in row)
        {
            string name = Known(Convert.ToString(entry.Key, CultureInfo.InvariantCulture));
            values[name] = entry.Value is null ? [] : Texts(name, entry.Value);
        }

        return Combine(Of("Target", targets), Of("Event", events), Of("Number", numbers), readNumber);

        string[] Of(string name, string[] given)
        {
            if (!values.TryGetValue(name, out string[] found)) return given;
            return found.Length == 0 || given.Length == 0 || found.SequenceEqual(given, StringComparer.OrdinalIgnoreCase)
                ? found
                : throw WebhookColumns.Overridden(name, string.Join(", ", found));
        }
    }

    private static string[] Texts(string name, object value)
    {
        if (Cell.IsBlank(value)) return [];
        if (name != "Number" && Cell.Items(value).Any(Cell.IsBlank))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The webhook has an empty {name}.")
            {
                RecommendedAction = "Specify a string, or a list of strings.",
            };
        }

        try
        {
            IEnumerable<string> texts = Cell.Items(value).Where(item => !Cell.IsBlank(item)).Select(item => Cell.Text(item)!);
            return [.. name == "Number" ? texts : texts.Select(text => Cell.Checked(text)!)];
        }
        catch (UnreadableValueException error)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {name} of the webhook cannot be read. {error.Cause}", error)
            {
                RecommendedAction = error.Advice.Length > 0 ? error.Advice : "Specify a string, or a list of strings.",
            };
        }
    }

    private static string Known(string key) =>
        Array.Find(s_names, name =>
            string.Equals(name, key, StringComparison.OrdinalIgnoreCase)
                || string.Equals(name + "s", key, StringComparison.OrdinalIgnoreCase))
        ?? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{key}' is not a property of a webhook.")
        {
            RecommendedAction = "Specify Target, Event and, for specific numbers only, Number.",
        };

    /// <summary>
    /// Splits a cell into numbers. A cell that contains only separators causes an error, because otherwise the webhook would apply to all
    /// numbers.
    /// </summary>
    private static IEnumerable<string> SplitNumbers(string cell)
    {
        string[] numbers = [.. Split(cell)];
        if (numbers.Length > 0 || string.IsNullOrWhiteSpace(cell)) return numbers;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{Cell.Shown(cell)}' contains no number.")
        {
            RecommendedAction = "Specify a number. For a webhook that applies to all numbers, omit Number.",
        };
    }

    private static IEnumerable<string> Split(string? cell) =>
        (cell ?? "").Split(',', ';').Select(part => part.Trim()).Where(part => part.Length > 0);
}
