namespace FaxPlus;

/// <summary>The phases of a send that has begun.</summary>
internal enum SendPhase
{
    /// <summary>The client is submitting the fax.</summary>
    Requesting,

    /// <summary>The client is searching for the fax, because the response was lost.</summary>
    Searching,

    /// <summary>The service has accepted the fax, and the client is writing the result to the journal.</summary>
    Recording,
}
