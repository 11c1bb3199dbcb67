using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>The entries of a splatted hashtable. The reader updates them with each statement that changes the hashtable.</summary>
internal sealed class Splat
{
    private readonly Dictionary<string, CommandArgument> _entries = new(StringComparer.OrdinalIgnoreCase);

    // Whether a hashtable has already been assigned. The first assignment replaces the unknown value, even in a branch.
    private bool _begun;

    /// <summary>The entries by the names that the script uses.</summary>
    public IReadOnlyDictionary<string, CommandArgument> Entries => _entries;

    /// <summary>Whether the entries are complete.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Represents a hashtable without entries. In contrast, the entries of an instance from the constructor are unknown.</summary>
    public static Splat Empty() => new() { _begun = true, IsComplete = true };

    public Splat Copy()
    {
        var copy = new Splat { IsComplete = IsComplete, _begun = _begun };
        foreach (KeyValuePair<string, CommandArgument> entry in _entries) copy._entries[entry.Key] = entry.Value;
        return copy;
    }

    /// <summary>Assigns another hashtable. If the assignment is in a branch, the old and the new entries are merged.</summary>
    public void Replace(Splat other, bool isCertain)
    {
        if (isCertain || !_begun)
        {
            _entries.Clear();
            foreach (KeyValuePair<string, CommandArgument> entry in other.Entries) _entries[entry.Key] = entry.Value;
            IsComplete = other.IsComplete;
            _begun = true;
            return;
        }

        foreach (string key in _entries.Keys.Union(other.Entries.Keys, StringComparer.OrdinalIgnoreCase).ToArray())
        {
            _entries[key] = CommandArgument.Either(Of(key), other.Of(key));
        }

        IsComplete &= other.IsComplete;
    }

    /// <summary>Adds the entries of another hashtable.</summary>
    public void Add(Splat other, bool isCertain)
    {
        foreach (KeyValuePair<string, CommandArgument> entry in other.Entries) Set(entry.Key, entry.Value, isCertain);
        IsComplete &= other.IsComplete;
    }

    /// <summary>Sets an entry, or removes it with <see cref="CommandArgument.Absent"/>.</summary>
    public void Set(string key, CommandArgument value, bool isCertain)
    {
        _entries[key] = isCertain ? value : CommandArgument.Either(Of(key), value);
    }

    /// <summary>Records that a change could not be determined.</summary>
    public void MarkIncomplete() => IsComplete = false;

    private CommandArgument Of(string key) =>
        _entries.TryGetValue(key, out CommandArgument value) ? value : IsComplete ? CommandArgument.Absent : CommandArgument.Uncertain;
}
