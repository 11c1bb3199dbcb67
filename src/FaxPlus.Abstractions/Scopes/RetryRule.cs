namespace FaxPlus;

/// <summary>When a request of an operation may be repeated.</summary>
internal enum RetryRule
{
    /// <summary>The operation is idempotent: repeating it has the same effect as one request.</summary>
    Repeatable,

    /// <summary>A repeated request would send or create something twice. It is repeated only if the service provably did not act on it.</summary>
    OnlyIfNotTaken,

    /// <summary>A repeated request would spend money twice. It is not repeated even if the service says that it did not act on it.</summary>
    NeverRetry,
}
