using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A scope of the smallest sufficient set, and what needs it.</summary>
public sealed class ScopeNeed
{
    private ScopeNeed(string scope, IReadOnlyList<ScopeUse> uses)
    {
        Scope = scope;
        Uses = uses;
    }

    /// <summary>The scope.</summary>
    public string Scope { get; }

    /// <summary>What it permits.</summary>
    public string Description => FaxPlusScopes.All.First(info => info.Scope == Scope).Description;

    /// <summary>The cmdlets that need it.</summary>
    public IReadOnlyList<string> Command => [.. Uses.Select(use => use.Command).Distinct()];

    /// <summary>The operations that need it.</summary>
    public IReadOnlyList<FaxPlusOperation> Operation => [.. Uses.Select(use => use.Operation).Distinct()];

    /// <summary>The lines that need it, as file and number.</summary>
    public IReadOnlyList<string> Line => [.. Uses.Where(use => use.File is not null).Select(use => use.ToString()).Distinct()];

    /// <summary>When the cmdlets need it, if not always: "with -Wait".</summary>
    public IReadOnlyList<string> When => IsCertain ? [] : [.. Uses.Select(use => use.When!).Distinct()];

    /// <summary>Whether one of the cmdlets always needs it.</summary>
    internal bool IsCertain => Uses.Any(use => use.IsCertain);

    /// <summary>Each use by itself.</summary>
    public IReadOnlyList<ScopeUse> Uses { get; }

    /// <summary>The scope.</summary>
    public override string ToString() => Scope;

    /// <summary>
    /// The smallest set for some uses, in the order of the catalogue. A use is counted with the first scope that suffices for it.
    /// </summary>
    internal static IReadOnlyList<ScopeNeed> Of(IReadOnlyList<ScopeUse> uses)
    {
        IReadOnlyList<string> scopes = SmallestScopes.For(uses.Select(use => use.Operation).Distinct());
        return [.. scopes.Select(scope => new ScopeNeed(scope, [.. uses.Where(use => scopes.FirstOrDefault(use.Operation.Scopes.Contains) == scope)]))];
    }
}
