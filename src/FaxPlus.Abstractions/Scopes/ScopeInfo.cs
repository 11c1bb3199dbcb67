using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A scope of the catalogue: what a token with it may do, and where the vendor says so.</summary>
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

    /// <summary>What it opens, for a person who ticks it in the dashboard.</summary>
    public string Description { get; }

    /// <summary>Where the vendor names it: the documentation as a whole, or one page only.</summary>
    public string Source { get; }

    /// <summary>The operations that it suffices for.</summary>
    public IReadOnlyList<FaxPlusOperation> Operations => [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Contains(Scope))];

    /// <summary>The scope.</summary>
    public override string ToString() => Scope;
}
