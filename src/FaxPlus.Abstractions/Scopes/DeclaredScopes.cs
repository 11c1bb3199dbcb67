using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The scopes that a token was given, as declared at sign-in. What was not declared, it does not have.</summary>
internal sealed class DeclaredScopes(IEnumerable<string> scopes) : ScopeKnowledge
{
    private readonly string[] _held = [.. scopes.Select(FaxPlusScopes.Normalize).Distinct()];

    /// <summary>Whether the token is known to lack every scope that would suffice for an operation.</summary>
    public bool Lacks(IEnumerable<string> sufficient) => _held.Length > 0 && !sufficient.Any(scope => Holder(scope) is not null);

    public override ScopeResult Of(FaxPlusOperation operation, string scope)
    {
        if (operation.Scopes.Count == 0) return new ScopeResult(scope, ScopeState.Unknown, $"The vendor documents no scope for {operation}.");
        string? holder = operation.Scopes.Select(Holder).FirstOrDefault(holder => holder is not null);
        return holder is null
            ? new ScopeResult(scope, ScopeState.Missing, $"{operation.Doing} needs {FaxPlusScopes.AnyOf(operation.Scopes)}. {Declared()}")
            : new ScopeResult(scope, ScopeState.Granted, $"{holder} was declared at sign-in.");
    }

    protected override ScopeResult OfKnown(string scope) => Holder(scope) switch
    {
        null => new ScopeResult(scope, ScopeState.Missing, Declared()),
        string holder when holder == scope => new ScopeResult(scope, ScopeState.Granted, "It was declared at sign-in."),
        string holder => new ScopeResult(scope, ScopeState.Granted, $"{holder} was declared at sign-in, which covers it."),
    };

    protected override ScopeResult OfOther(string scope) => _held.Contains(scope) ? OfKnown(scope) : base.OfOther(scope);

    private string? Holder(string scope) => _held.FirstOrDefault(held => held == scope) ?? _held.FirstOrDefault(held => FaxPlusScopes.Covers(held, scope));

    private string Declared() => $"Declared at sign-in: {string.Join(", ", _held)}.";
}
