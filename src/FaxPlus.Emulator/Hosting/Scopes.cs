using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Builder;

namespace FaxPlus.Emulator;

/// <summary>The scopes that permit each operation. An edit scope does not include the read scope.</summary>
internal static class Scopes
{
    /// <summary>The only scope of an OAuth grant, which covers all operations.</summary>
    public const string OAuthAll = "all";

    public static readonly Requirement ListAccounts = new("fax:all:read", "fax:member:read");
    public static readonly Requirement Invite = new("fax:all:edit", "fax:member:edit");
    public static readonly Requirement ReadAccount = new("fax:all:read", "fax:member:read", "fax:user:read");
    public static readonly Requirement EditAccount = new("fax:all:edit", "fax:member:edit", "fax:user:edit");
    public static readonly Requirement ReadMember = new("fax:all:read", "fax:member:read");
    public static readonly Requirement EditMember = new("fax:all:edit", "fax:member:edit");
    public static readonly Requirement ReadNumbers = new("fax:all:read", "fax:numbers:read");
    public static readonly Requirement EditNumbers = new("fax:all:edit", "fax:numbers:edit");
    public static readonly Requirement ReadFaxes = new("fax:all:read", "fax:fax:read");
    public static readonly Requirement EditFaxes = new("fax:all:edit", "fax:fax:edit");
    public static readonly Requirement Upload = new("fax:all:edit", "fax:fax:edit", "fax:file:edit");
    public static readonly Requirement ReadHooks = new("fax:all:read", "fax:webhook:read");
    public static readonly Requirement EditHooks = new("fax:all:edit", "fax:webhook:edit");

    // Contacts have no separate scopes.
    public static readonly Requirement ReadContacts = new("fax:all:read");
    public static readonly Requirement EditContacts = new("fax:all:edit");

    public static readonly Requirement ReadShop = new("fax:all:read", "fax:shop:read");
    public static readonly Requirement Buy = new("fax:all:edit", "fax:shop:edit");
    public static readonly Requirement ReadAiSettings = new("fax:all:read", "fax:ai_settings:read");

    /// <summary>The requirement of operations without a documented scope, for which any token is sufficient.</summary>
    public static readonly Requirement Undocumented = new();

    // The vendor's help article contains this misspelling of fax:user:read.
    private const string MisspeltUserRead = "fax:use:read";

    private static readonly HashSet<string> Known =
    [
        "fax:all:read", "fax:all:edit", "fax:webhook:read", "fax:webhook:edit", "fax:fax:read", "fax:fax:edit",
        "fax:user:read", "fax:user:edit", "fax:member:read", "fax:member:edit", "fax:numbers:read", "fax:numbers:edit",
        "fax:shop:read", "fax:shop:edit", "fax:file:edit", "fax:ai_settings:read", MisspeltUserRead,
    ];

    public static bool IsKnown(string scope) => Known.Contains(scope);

    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Requirement requirement)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(requirement);

    /// <summary>The scopes that permit an operation. One of them is sufficient. If the list is empty, any token is sufficient.</summary>
    internal sealed class Requirement(params string[] anyOf)
    {
        public bool IsMetBy(IEnumerable<string> granted) =>
            anyOf.Length == 0 || granted.Any(s => s == OAuthAll || anyOf.Contains(s == MisspeltUserRead ? "fax:user:read" : s));
    }
}
