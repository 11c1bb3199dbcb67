using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Converts PowerShell values to values that the client supports, without PSObject wrappers and with objects as dictionaries.
/// </summary>
internal static class PlainValue
{
    private const int MaxDepth = 20;

    /// <exception cref="FaxPlusException">
    /// The value is nested too deeply, such as an object that contains itself, or a text has lost characters.
    /// </exception>
    public static object? Of(object? value) => Of(value, MaxDepth);

    public static IReadOnlyDictionary<string, object?> Members(IDictionary members) => (Dictionary<string, object?>)Of(members)!;

    private static object? Of(object? value, int depth) => value switch
    {
        _ when depth == 0 => throw Refused(
            $"A value is nested more than {MaxDepth} levels deep, or contains itself.", "Specify only the values to change."),
        null => null,
        PSObject { BaseObject: PSCustomObject } custom =>
            custom.Properties.ToDictionary(property => property.Name, property => Of(property.Value, depth - 1)),
        PSObject wrapped => Of(wrapped.BaseObject, depth),
        string text => Cell.IsDamaged(text)
            ? throw Refused($"'{Cell.Shown(text)}' has lost characters because of a wrong encoding.", "Correct the text.")
            : text,
        IDictionary members => OfMembers(members, depth),
        IEnumerable items => items.Cast<object?>().Select(item => Of(item, depth - 1)).ToArray(),
        SwitchParameter given => given.IsPresent,
        _ => value,
    };

    private static Dictionary<string, object?> OfMembers(IDictionary members, int depth)
    {
        var plain = new Dictionary<string, object?>();
        foreach (DictionaryEntry member in members)
        {
            string name = Convert.ToString(member.Key, CultureInfo.InvariantCulture) ?? "";
            if (plain.ContainsKey(name)) throw Refused($"'{Cell.Shown(name)}' is specified twice.", "Specify each name once.");
            plain.Add(name, Of(member.Value, depth - 1));
        }

        return plain;
    }

    private static FaxPlusException Refused(string message, string advice) =>
        new(FaxPlusErrorKind.BadRequest, message) { RecommendedAction = advice };
}
