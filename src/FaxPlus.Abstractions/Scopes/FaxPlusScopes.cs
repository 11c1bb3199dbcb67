using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The scopes of the service (API reference 2.3).</summary>
public static class FaxPlusScopes
{
    /// <summary>The only scope of an OAuth sign-in, which covers all operations. A personal access token cannot have this scope.</summary>
    public const string OAuthAll = "all";

    internal const string AllRead = "fax:all:read", AllEdit = "fax:all:edit";
    internal const string FaxRead = "fax:fax:read", FaxEdit = "fax:fax:edit", FileEdit = "fax:file:edit";
    internal const string UserRead = "fax:user:read", UserEdit = "fax:user:edit";
    internal const string MemberRead = "fax:member:read", MemberEdit = "fax:member:edit";
    internal const string NumbersRead = "fax:numbers:read", NumbersEdit = "fax:numbers:edit";
    internal const string WebhookRead = "fax:webhook:read", WebhookEdit = "fax:webhook:edit";
    internal const string ShopRead = "fax:shop:read", ShopEdit = "fax:shop:edit";
    internal const string AISettingsRead = "fax:ai_settings:read";

    private const string Documentation = "documentation", Help = "help article only";

    // The vendor's help article contains this misspelling of fax:user:read.
    private const string MisspeltUserRead = "fax:use:read";

    /// <summary>Every scope of personal access tokens, in the order of display.</summary>
    public static IReadOnlyList<ScopeInfo> All { get; } =
    [
        new(AllRead, "Reads everything", Documentation),
        new(AllEdit, "Sends, changes, deletes; does not read", Documentation),
        new(FaxRead, "Reads faxes, their files and the outbox", Documentation),
        new(FaxEdit, "Uploads, sends, changes, deletes faxes", Documentation),
        new(FileEdit, "Uploads files only", "upload page only"),
        new(UserRead, "Reads the user's account", Documentation),
        new(UserEdit, "Changes the user's account", Documentation),
        new(MemberRead, "Reads accounts and roles of members", Documentation),
        new(MemberEdit, "Invites members, changes role and quota", Documentation),
        new(NumbersRead, "Reads numbers and their assignments", Documentation),
        new(NumbersEdit, "Assigns and revokes numbers", Documentation),
        new(WebhookRead, "Reads webhooks", Documentation),
        new(WebhookEdit, "Creates and deletes webhooks", Documentation),
        new(ShopRead, "Reads the balance and numbers for sale", Help),
        new(ShopEdit, "Buys numbers; spends money", Help),
        new(AISettingsRead, "Reads the custom fields of Fax AI", "AI page only"),
    ];

    /// <summary>
    /// Returns the scope in the form that the service uses: in lower case, without surrounding spaces, and with the vendor's misspelling
    /// corrected.
    /// </summary>
    public static string Normalize(string scope)
    {
        string word = scope.Trim().ToLowerInvariant();
        return word == MisspeltUserRead ? UserRead : word;
    }

    internal static bool IsKnown(string scope) => scope == OAuthAll || All.Any(info => info.Scope == scope);

    /// <summary>Whether the scope covers all resources. A least-privilege token does not have such a scope.</summary>
    internal static bool IsBroad(string scope) => scope is AllRead or AllEdit or OAuthAll;

    /// <summary>Whether one scope includes another scope. Edit scopes do not include read scopes.</summary>
    internal static bool Covers(string held, string scope)
    {
        if (held == scope || held == OAuthAll) return true;
        if (!IsBroad(held)) return false;
        List<FaxPlusOperation> opened = [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Contains(scope))];
        return opened.Count > 0 && opened.TrueForAll(operation => operation.Scopes.Contains(held));
    }

    /// <summary>
    /// Formats alternative scopes for a sentence, with narrow scopes before broad scopes, such as "fax:fax:edit or fax:all:edit".
    /// </summary>
    internal static string AnyOf(IEnumerable<string> scopes) => string.Join(" or ", scopes.OrderBy(IsBroad));

    /// <summary>Formats several scopes for a sentence, such as "fax:fax:edit and fax:numbers:read".</summary>
    internal static string AllOf(IReadOnlyList<string> scopes) =>
        scopes.Count < 2 ? string.Concat(scopes) : $"{string.Join(", ", scopes.Take(scopes.Count - 1))} and {scopes[scopes.Count - 1]}";

    /// <summary>Returns the position of a scope in <see cref="All"/>. Unknown scopes are sorted to the end.</summary>
    internal static int Rank(string scope)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i].Scope == scope) return i;
        }

        return All.Count;
    }
}
