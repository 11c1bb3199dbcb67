using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The differences between the current and the desired values of an account. The changes have not been applied yet.</summary>
public sealed class AccountChanges
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public AccountChanges(string userId, string? who, IReadOnlyList<AccountChange> changes, string body)
    {
        UserId = userId;
        Who = who ?? userId;
        Changes = changes;
        Body = body;
    }

    /// <summary>The account, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; }

    /// <summary>For messages: the account's e-mail address, or the user id if the address is unknown.</summary>
    public string Who { get; }

    /// <summary>The values that differ; empty if all values are equal.</summary>
    public IReadOnlyList<AccountChange> Changes { get; }

    /// <summary>The JSON body of the PUT request, with the complete value of each top-level field that changes.</summary>
    internal string Body { get; }

    /// <summary>One line for each change.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Changes.Select(change => change.ToString()));
}

/// <summary>A value to be changed.</summary>
public sealed class AccountChange
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public AccountChange(string path, string oldValue, string newValue)
    {
        Path = path;
        OldValue = oldValue;
        NewValue = newValue;
    }

    /// <summary>The path of JSON names, separated by dots, such as <c>settings.caller_id_name</c>.</summary>
    public string Path { get; }

    /// <summary>The current value, as JSON; empty if the field has no value.</summary>
    public string OldValue { get; }

    /// <summary>The new value, as JSON.</summary>
    public string NewValue { get; }

    /// <summary>The path, the old value and the new value.</summary>
    public override string ToString() => $"{Path}: {(OldValue.Length == 0 ? "(not set)" : OldValue)} \u2192 {NewValue}";
}
