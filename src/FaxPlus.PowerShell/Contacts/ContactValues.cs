using System;
using System.Collections.Generic;

namespace FaxPlus.PowerShell.Contacts;

/// <summary>The values that were given, by the wire names. What was not given is not changed.</summary>
internal sealed class ContactValues
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, object?> All => _values;

    public ContactValues Add(string name, object? value)
    {
        if (value is not null) _values[name] = value;
        return this;
    }

    /// <summary>What is to change, as a question shows it.</summary>
    public static string Question(string what, ContactChanges changes)
    {
        string note = "";
        foreach (AccountChange change in changes.Changes)
        {
            if (change.Path == "groups") note = Environment.NewLine + "  It replaces all groups of the contact.";
        }

        return $"Change the {what} {changes.Name}:{Environment.NewLine}  " +
            $"{changes.ToString().Replace(Environment.NewLine, Environment.NewLine + "  ")}{note}";
    }
}
