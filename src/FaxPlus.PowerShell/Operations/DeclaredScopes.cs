using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The scopes of a token, as declared at sign-in. Scopes that were not declared count as missing.</summary>
internal sealed class DeclaredScopes(IEnumerable<string> scopes) : ScopeKnowledge
{
    private readonly string[] _held = [.. scopes.Select(FaxPlusScopes.Normalize).Distinct()];

    /// <summary>Describes the declared scopes of the refused token, and the scopes for all operations of the call.</summary>
    public string Explain(IReadOnlyList<string> sufficient, CommandCall call)
    {
        FaxPlusOperation[] operations =
            [.. FaxPlusCommands.OperationsOf(call).Where(need => need.IsCertain).Select(need => need.Operation).OfType<FaxPlusOperation>()];
        if (_held.Length == 0)
        {
            IReadOnlyList<string> all = SmallestScopes.For(operations);
            string whole = all.Count > 1 ? $"The complete command requires {FaxPlusScopes.AllOf(all)}. " : "";
            return $"{whole}The scopes of this session's token are unknown; declare the scopes with Connect-FaxPlus -Scope.";
        }

        string? holder = sufficient.Select(Holder).FirstOrDefault(holder => holder is not null);
        IReadOnlyList<string> others = SmallestScopes.For(operations.Where(
            operation => !operation.Scopes.Any(scope => sufficient.Contains(scope) || Holder(scope) is not null)));
        string also = others.Count > 0 ? $" and {FaxPlusScopes.AllOf(others)}, which this command also requires" : "";
        return holder is null
            ? $"This session is known to lack this scope{also}. {Declared()}"
            : $"This session's token was declared to have {holder}, so " +
                "the declaration is wrong, or the service refuses the request for another reason, such as the role.";
    }

    public override ScopeResult Of(FaxPlusOperation operation, string scope)
    {
        if (operation.Scopes.Count == 0)
        {
            return new ScopeResult(scope, ScopeState.Unknown, $"The vendor documents no scope for {operation}.");
        }
        string? holder = operation.Scopes.Select(Holder).FirstOrDefault(holder => holder is not null);
        return holder is null
            ? new ScopeResult(
                scope, ScopeState.Missing, $"{operation.Description} needs {FaxPlusScopes.AnyOf(operation.Scopes)}. {Declared()}")
            : new ScopeResult(scope, ScopeState.Granted, $"{holder} was declared at sign-in.");
    }

    protected override ScopeResult OfKnown(string scope) => Holder(scope) switch
    {
        null => new ScopeResult(scope, ScopeState.Missing, Declared()),
        string holder when holder == scope => new ScopeResult(scope, ScopeState.Granted, "The scope was declared at sign-in."),
        string holder => new ScopeResult(scope, ScopeState.Granted, $"{holder}, which covers the scope, was declared at sign-in."),
    };

    protected override ScopeResult OfOther(string scope) => _held.Contains(scope) ? OfKnown(scope) : base.OfOther(scope);

    private string? Holder(string scope) =>
        _held.FirstOrDefault(held => held == scope) ?? _held.FirstOrDefault(held => FaxPlusScopes.Covers(held, scope));

    private string Declared() => $"Declared at sign-in: {string.Join(", ", _held)}.";
}
