using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// The differences between a contact or group of contacts as the service has it and as it should be. Nothing is changed by it yet.
/// </summary>
public sealed class ContactChanges
{
    /// <summary>Creates an instance, for tests.</summary>
    public ContactChanges(string id, string name, string userId, IReadOnlyList<AccountChange> changes, string body)
    {
        (Id, Name, UserId, Changes, Body) = (id, name, userId, changes, body);
    }

    /// <summary>The id of the contact or group.</summary>
    public string Id { get; }

    /// <summary>Its present name, for messages.</summary>
    public string Name { get; }

    /// <summary>Whose it is: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; }

    /// <summary>The values that differ; empty if there is nothing to change.</summary>
    public IReadOnlyList<AccountChange> Changes { get; }

    /// <summary>The body of the PUT, JSON: the whole contact or group, because the request replaces it.</summary>
    internal string Body { get; }

    /// <summary>One line per change.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Changes.Select(change => change.ToString()));
}
