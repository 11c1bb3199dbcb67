namespace FaxPlus;

/// <summary>Whether a token has a scope.</summary>
public enum ScopeState
{
    /// <summary>The token has the scope, or a scope that covers it.</summary>
    Granted,

    /// <summary>The token does not have the scope.</summary>
    Missing,

    /// <summary>
    /// The state cannot be determined: the response does not show it, or only a request that may change data could show it.
    /// </summary>
    Unknown,
}
