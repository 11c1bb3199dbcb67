namespace FaxPlus;

/// <summary>The rules for retries of a request.</summary>
internal enum RetryRule
{
    /// <summary>The operation is idempotent, so the request may be repeated.</summary>
    Repeatable,

    /// <summary>
    /// The operation is not idempotent, because a second request would send a second fax or create a second object. The request is retried
    /// only if it is proved that the service did not execute the first request.
    /// </summary>
    OnlyIfNotTaken,

    /// <summary>
    /// A second request would spend money again. The request is not retried, even if the service reports that it did not execute the
    /// request.
    /// </summary>
    NeverRetry,
}
