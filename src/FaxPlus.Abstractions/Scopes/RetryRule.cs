namespace FaxPlus;

/// <summary>When the request of an operation may be retried.</summary>
internal enum RetryRule
{
    /// <summary>The operation is idempotent: repeating it has the same effect as one request.</summary>
    Repeatable,

    /// <summary>
    /// Not idempotent: a second request would send or create something twice. It is retried only if the service is proved not to have
    /// acted on it.
    /// </summary>
    OnlyIfNotTaken,

    /// <summary>A second request would spend money twice. It is not retried even if the service says that it did not act on it.</summary>
    NeverRetry,
}
