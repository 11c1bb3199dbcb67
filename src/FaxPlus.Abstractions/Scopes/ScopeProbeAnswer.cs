namespace FaxPlus;

/// <summary>What the service answered to a probe.</summary>
public sealed class ScopeProbeAnswer
{
    /// <summary>Takes down an answer.</summary>
    /// <param name="state">Granted: the area was open. Missing: a scope is lacking. Unknown: the answer tells neither.</param>
    /// <param name="evidence">What was answered, as the end of a sentence.</param>
    /// <param name="isAbsent">Whether the service does not have the area.</param>
    public ScopeProbeAnswer(ScopeState state, string evidence, bool isAbsent = false)
    {
        State = state;
        Evidence = evidence;
        IsAbsent = isAbsent;
    }

    /// <summary>Whether the token may read the area.</summary>
    public ScopeState State { get; }

    /// <summary>What was answered, as the end of a sentence: "GET /hooks?event=fax_sent answered 200".</summary>
    public string Evidence { get; }

    /// <summary>Whether the service does not have the area, so that no scope opens it.</summary>
    public bool IsAbsent { get; }
}
