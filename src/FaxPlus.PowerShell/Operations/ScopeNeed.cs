using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A scope of the smallest sufficient set, and the uses that need it.</summary>
public sealed class ScopeNeed
{
    private ScopeNeed(string scope, IReadOnlyList<ScopeUse> uses)
    {
        Scope = scope;
        Uses = uses;
    }

    /// <summary>The scope.</summary>
    public string Scope { get; }

    /// <summary>A description of what the scope permits.</summary>
    public string Description => FaxPlusScopes.All.First(info => info.Scope == Scope).Description;

    /// <summary>The cmdlets that need the scope.</summary>
    public IReadOnlyList<string> Command => [.. Uses.Select(use => use.Command).Distinct()];

    /// <summary>The operations that need the scope.</summary>
    public IReadOnlyList<FaxPlusOperation> Operation => [.. Uses.Select(use => use.Operation).Distinct()];

    /// <summary>The script lines that need the scope, as file and line number.</summary>
    public IReadOnlyList<string> Line => [.. Uses.Where(use => use.File is not null).Select(use => use.ToString()).Distinct()];

    /// <summary>The conditions under which the cmdlets need the scope, such as "with -Wait"; empty if the scope is always needed.</summary>
    public IReadOnlyList<string> When => IsCertain ? [] : [.. Uses.Select(use => use.When!).Distinct()];

    /// <summary>Whether at least one of the cmdlets always needs the scope.</summary>
    internal bool IsCertain => Uses.Any(use => use.IsCertain);

    /// <summary>The individual uses.</summary>
    public IReadOnlyList<ScopeUse> Uses { get; }

    /// <summary>The scope.</summary>
    public override string ToString() => Scope;

    /// <summary>
    /// Determines the smallest set of scopes for the specified uses, in the order of <see cref="FaxPlusScopes.All"/>. Each use is assigned
    /// to the first scope that permits the use.
    /// </summary>
    internal static IReadOnlyList<ScopeNeed> Of(IReadOnlyList<ScopeUse> uses)
    {
        IReadOnlyList<string> scopes = SmallestScopes.For(uses.Select(use => use.Operation).Distinct());
        return
        [
            .. scopes.Select(scope => new ScopeNeed(
                scope, [.. uses.Where(use => scopes.FirstOrDefault(use.Operation.Scopes.Contains) == scope)]))
        ];
    }
}
