using System;
using System.Collections.Generic;

namespace FaxPlus.PowerShell.Contacts;

/// <summary>The specified values, by JSON name. Other values are not changed.</summary>
internal sealed class ContactValues
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, object?> All => _values;

    public ContactValues Add(string name, object? value)
    {
        if (value is not null) _values[name] = value;
        return this;
    }

    /// <summary>Returns the confirmation question, which shows the changes.</summary>
    public static string Question(string what, ContactChanges changes)
    {
        string note = "";
        foreach (AccountChange change in changes.Changes)
        {
            if (change.Path == "groups") note = Environment.NewLine + "  The change replaces all groups of the contact.";
        }

        return $"Change the {what} {changes.Name}:{Environment.NewLine}  " +
            $"{changes.ToString().Replace(Environment.NewLine, Environment.NewLine + "  ")}{note}";
    }
}
