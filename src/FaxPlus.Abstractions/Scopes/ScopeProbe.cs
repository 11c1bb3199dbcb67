using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A read request that shows whether a token may read an area of the API, such as faxes or webhooks (API reference 2.3).</summary>
public sealed class ScopeProbe
{
    private ScopeProbe(string scope, FaxPlusOperation operation, string pathAndQuery, bool asksAdministrator = false)
    {
        Scope = scope;
        Operation = operation;
        PathAndQuery = pathAndQuery;
        AsksAdministrator = asksAdministrator;
    }

    /// <summary>The narrow scope that the probe tests.</summary>
    public string Scope { get; }

    /// <summary>The operation of the request.</summary>
    public FaxPlusOperation Operation { get; }

    /// <summary>The path and the query below the API's base address.</summary>
    public string PathAndQuery { get; }

    /// <summary>
    /// Whether the service also refuses the request for users who are not administrators, regardless of the token's scopes.
    /// </summary>
    public bool AsksAdministrator { get; }

    /// <summary>
    /// One probe for each narrow read scope. There are no probes for edit scopes, because every request that requires an edit scope may
    /// change data.
    /// </summary>
    public static IReadOnlyList<ScopeProbe> All { get; } =
    [
        new(FaxPlusScopes.FaxRead, FaxPlusOperations.ListFaxes, "/accounts/self/faxes?limit=1"),
        new(FaxPlusScopes.UserRead, FaxPlusOperations.GetAccount, "/accounts/self"),
        new(FaxPlusScopes.MemberRead, FaxPlusOperations.ListMembers, "/accounts", asksAdministrator: true),
        new(FaxPlusScopes.NumbersRead, FaxPlusOperations.ListNumbers, "/accounts/self/numbers"),
        new(FaxPlusScopes.WebhookRead, FaxPlusOperations.ListHooks, "/hooks?event=fax_sent"),
        new(FaxPlusScopes.ShopRead, FaxPlusOperations.GetBalance, "/shop/balance"),
        new(FaxPlusScopes.AISettingsRead, FaxPlusOperations.ListCustomFields, "/accounts/self/ai/custom-fields"),
    ];

    /// <summary>The method, the path and the query.</summary>
    public override string ToString() => $"GET {PathAndQuery}";

    internal static ScopeProbe? For(string scope) => All.FirstOrDefault(probe => probe.Scope == scope);
}
