using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A scope of the catalogue: what it permits, and where the vendor documents it.</summary>
public sealed class ScopeInfo
{
    internal ScopeInfo(string scope, string description, string source)
    {
        Scope = scope;
        Description = description;
        Source = source;
    }

    /// <summary>The scope as the service spells it, such as <c>fax:fax:read</c>.</summary>
    public string Scope { get; }

    /// <summary>What it permits, for users who select it in the dashboard.</summary>
    public string Description { get; }

    /// <summary>Where the vendor documents it: throughout the documentation, or on one page only.</summary>
    public string Source { get; }

    /// <summary>The operations for which it suffices.</summary>
    public IReadOnlyList<FaxPlusOperation> Operations => [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Contains(Scope))];

    /// <summary>The scope.</summary>
    public override string ToString() => Scope;
}
