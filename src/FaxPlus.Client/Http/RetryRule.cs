namespace FaxPlus.Client.Http;

/// <summary>When a request may be made again.</summary>
internal enum RetryRule
{
    /// <summary>Doing it twice is the same as doing it once.</summary>
    Repeatable,

    /// <summary>Doing it twice would send, buy or make something twice: only where the service provably did not act.</summary>
    OnlyIfNotTaken,

    /// <summary>Doing it twice would spend money twice: not even where the service says that it did not act.</summary>
    NeverOnceSent,
}
