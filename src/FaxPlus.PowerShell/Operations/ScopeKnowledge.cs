namespace FaxPlus;

/// <summary>What is known of the scopes of a token.</summary>
internal abstract class ScopeKnowledge
{
    /// <summary>Whether the token has the scope or one that covers it.</summary>
    public ScopeResult Of(string scope)
    {
        string word = FaxPlusScopes.Normalize(scope);
        return FaxPlusScopes.IsKnown(word) ? OfKnown(word) : OfOther(word);
    }

    /// <summary>Whether the token suffices for an operation; the result names the scope in question.</summary>
    public abstract ScopeResult Of(FaxPlusOperation operation, string scope);

    protected abstract ScopeResult OfKnown(string scope);

    protected virtual ScopeResult OfOther(string scope) =>
        new(scope, ScopeState.Unknown, "It is not one of the scopes that the vendor documents; Get-FaxPlusScope lists them.");
}
