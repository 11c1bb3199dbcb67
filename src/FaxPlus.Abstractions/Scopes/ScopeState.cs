namespace FaxPlus;

/// <summary>Whether a token has a scope.</summary>
public enum ScopeState
{
    /// <summary>The token has the scope, or a scope that covers it.</summary>
    Granted,

    /// <summary>The token does not have the scope.</summary>
    Missing,

    /// <summary>Neither the service's response nor a request that changes no data can show whether the token has the scope.</summary>
    Unknown,
}
