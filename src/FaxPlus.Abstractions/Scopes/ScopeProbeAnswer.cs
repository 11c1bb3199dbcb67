namespace FaxPlus;

/// <summary>The result of a probe.</summary>
public sealed class ScopeProbeAnswer
{
    /// <summary>Creates a result.</summary>
    /// <param name="state">
    /// Granted if the token may read the area, Missing if the token lacks the scope, Unknown if the response shows neither.
    /// </param>
    /// <param name="evidence">
    /// A clause about the response, without a final period, such as "GET /hooks?event=fax_sent was refused (403)".
    /// </param>
    /// <param name="isAbsent">Whether the service does not offer the area.</param>
    public ScopeProbeAnswer(ScopeState state, string evidence, bool isAbsent = false)
    {
        State = state;
        Evidence = evidence;
        IsAbsent = isAbsent;
    }

    /// <summary>Whether the token may read the area.</summary>
    public ScopeState State { get; }

    /// <summary>A clause about the response, without a final period, such as "GET /hooks?event=fax_sent was refused (403)".</summary>
    public string Evidence { get; }

    /// <summary>Whether the service does not offer the area, so that no scope permits the request.</summary>
    public bool IsAbsent { get; }
}
