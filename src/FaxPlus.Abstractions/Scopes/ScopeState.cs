namespace FaxPlus;

/// <summary>Whether a token has a scope.</summary>
public enum ScopeState
{
    /// <summary>It has the scope, or one that covers it.</summary>
    Granted,

    /// <summary>It does not have the scope.</summary>
    Missing,

    /// <summary>It cannot be told without a call that would change something, or from what the service answered.</summary>
    Unknown,
}
