namespace FaxPlus;

/// <summary>Determines which scopes a token has, from the available information.</summary>
internal abstract class ScopeKnowledge
{
    /// <summary>Determines whether the token has a scope, or another scope that covers it.</summary>
    public ScopeResult Of(string scope)
    {
        string word = FaxPlusScopes.Normalize(scope);
        return FaxPlusScopes.IsKnown(word) ? OfKnown(word) : OfOther(word);
    }

    /// <summary>Determines whether the token permits an operation. The result contains the specified scope.</summary>
    public abstract ScopeResult Of(FaxPlusOperation operation, string scope);

    protected abstract ScopeResult OfKnown(string scope);

    protected virtual ScopeResult OfOther(string scope) =>
        new(scope, ScopeState.Unknown, "The vendor does not document this scope; Get-FaxPlusScope lists the documented scopes.");
}
