using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>What is to change in an account, worked out against what the service has now. Nothing is changed by it yet.</summary>
public sealed class AccountChanges
{
    /// <summary>Makes one, for tests.</summary>
    public AccountChanges(string userId, string? who, IReadOnlyList<AccountChange> changes, string body)
    {
        UserId = userId;
        Who = who ?? userId;
        Changes = changes;
        Body = body;
    }

    /// <summary>Whose account: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; }

    /// <summary>The account's e-mail address, for messages.</summary>
    public string Who { get; }

    /// <summary>The values that differ; empty when all is as asked.</summary>
    public IReadOnlyList<AccountChange> Changes { get; }

    /// <summary>The body of the PUT, JSON: each field of the account that something in it changes, whole.</summary>
    internal string Body { get; }

    /// <summary>One line a change.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Changes.Select(change => change.ToString()));
}

/// <summary>One value that is to change.</summary>
public sealed class AccountChange
{
    /// <summary>Makes one, for tests.</summary>
    public AccountChange(string path, string oldValue, string newValue)
    {
        Path = path;
        OldValue = oldValue;
        NewValue = newValue;
    }

    /// <summary>The wire names on the way to it, with dots: <c>settings.caller_id_name</c>.</summary>
    public string Path { get; }

    /// <summary>What it is now, as JSON; empty when it is not there.</summary>
    public string OldValue { get; }

    /// <summary>What it is to be, as JSON.</summary>
    public string NewValue { get; }

    /// <summary>Path, old and new value.</summary>
    public override string ToString() => $"{Path}: {(OldValue.Length == 0 ? "(not there)" : OldValue)} \u2192 {NewValue}";
}
