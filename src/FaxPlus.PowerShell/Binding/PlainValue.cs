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
    public static object? Of(object? value) => value switch
    {
        null => null,
        PSObject { BaseObject: PSCustomObject } custom =>
            custom.Properties.ToDictionary(property => property.Name, property => Of(property.Value)),
        PSObject wrapped => Of(wrapped.BaseObject),
        string => value,
        IDictionary members =>
            members.Cast<DictionaryEntry>()
                .ToDictionary(member => Convert.ToString(member.Key, CultureInfo.InvariantCulture) ?? "", member => Of(member.Value)),
        IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
        SwitchParameter given => given.IsPresent,
        _ => value,
    };

    public static IReadOnlyDictionary<string, object?> Members(IDictionary members) => (Dictionary<string, object?>)Of(members)!;
}
