namespace FaxPlus;

/// <summary>The state of a token's scope, and the evidence for it.</summary>
public sealed class ScopeResult
{
    internal ScopeResult(string scope, ScopeState state, string evidence)
    {
        Scope = scope;
        State = state;
        Evidence = evidence;
    }

    /// <summary>The scope.</summary>
    public string Scope { get; }

    /// <summary>Granted, Missing or Unknown.</summary>
    public ScopeState State { get; }

    /// <summary>The evidence as a sentence, or the reason why there is no evidence.</summary>
    public string Evidence { get; }

    /// <summary>The scope and its state.</summary>
    public override string ToString() => $"{Scope}: {State}";
}
