namespace FaxPlus;

/// <summary>What is known of a scope of a token, and from what.</summary>
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

    /// <summary>A sentence that says how that is known, or why it is not.</summary>
    public string Evidence { get; }

    /// <summary>The scope and its state.</summary>
    public override string ToString() => $"{Scope}: {State}";
}
