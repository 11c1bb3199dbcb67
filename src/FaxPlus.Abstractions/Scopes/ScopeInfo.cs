using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A scope, with a description and the place where the vendor documents it.</summary>
public sealed class ScopeInfo
{
    internal ScopeInfo(string scope, string description, string source)
    {
        Scope = scope;
        Description = description;
        Source = source;
    }

    /// <summary>The name of the scope, such as <c>fax:fax:read</c>.</summary>
    public string Scope { get; }

    /// <summary>A description of the permissions of the scope, for users who select scopes in the dashboard.</summary>
    public string Description { get; }

    /// <summary>The place where the vendor documents the scope, such as <c>documentation</c> or <c>help article only</c>.</summary>
    public string Source { get; }

    /// <summary>The operations for which this scope alone is sufficient.</summary>
    public IReadOnlyList<FaxPlusOperation> Operations => [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Contains(Scope))];

    /// <summary>The scope.</summary>
    public override string ToString() => Scope;
}
