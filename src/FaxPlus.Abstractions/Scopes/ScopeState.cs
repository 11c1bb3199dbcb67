namespace FaxPlus;

/// <summary>Whether a token has a scope.</summary>
public enum ScopeState
{
    /// <summary>It has the scope, or one that covers it.</summary>
    Granted,

    /// <summary>It does not have the scope.</summary>
    Missing,

    /// <summary>
    /// Not known: it cannot be determined without a call that would change something, or from the response of the service.
    /// </summary>
    Unknown,
}
