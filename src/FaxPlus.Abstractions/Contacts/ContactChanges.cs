using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// The differences between the current and the desired values of a contact or a group of contacts. The changes have not been applied yet.
/// </summary>
public sealed class ContactChanges
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public ContactChanges(string id, string name, string userId, IReadOnlyList<AccountChange> changes, string body)
    {
        (Id, Name, UserId, Changes, Body) = (id, name, userId, changes, body);
    }

    /// <summary>The id of the contact or group.</summary>
    public string Id { get; }

    /// <summary>For messages: the current name of the contact or group.</summary>
    public string Name { get; }

    /// <summary>The account that the contact or group belongs to, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; }

    /// <summary>The values that differ; empty if all values are equal.</summary>
    public IReadOnlyList<AccountChange> Changes { get; }

    /// <summary>The JSON body of the PUT request, with the complete contact or group, because the request replaces all fields.</summary>
    internal string Body { get; }

    /// <summary>One line per change.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Changes.Select(change => change.ToString()));
}
