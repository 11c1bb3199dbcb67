namespace FaxPlus;

/// <summary>The kinds of errors.</summary>
public enum FaxPlusErrorKind
{
    /// <summary>The caller is not signed in.</summary>
    NotConnected,

    /// <summary>The service does not accept the token (401), or the sign-in could not be renewed.</summary>
    Unauthorized,

    /// <summary>The token does not have a scope that the operation requires (403).</summary>
    MissingScope,

    /// <summary>
    /// The service refuses the operation for a reason other than a scope, such as the role, the plan or the credit of the account (402,
    /// 403). This kind is also used if the user declined the sign-in, or if a webhook message is not authentic.
    /// </summary>
    Forbidden,

    /// <summary>The service does not have the requested resource (404).</summary>
    NotFound,

    /// <summary>The service rejects the request (other 4xx), or an argument is invalid.</summary>
    BadRequest,

    /// <summary>
    /// The request conflicts with an existing resource or file (409), or with another program that uses the resource or file.
    /// </summary>
    Conflict,

    /// <summary>The service refused the request because of too many requests (429), and the client made no further retry.</summary>
    RateLimited,

    /// <summary>The service failed, for example with a 5xx response.</summary>
    ServiceUnavailable,

    /// <summary>
    /// No complete response was received within the timeout, or an event did not occur in time, such as the end of a transmission.
    /// </summary>
    Timeout,

    /// <summary>The service could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>A response or a webhook message cannot be read, or is incomplete.</summary>
    InvalidResponse,

    /// <summary>The token or the sign-in has expired.</summary>
    TokenExpired,

    /// <summary>
    /// The client cannot determine whether the service has executed a request, for example to send a fax or to buy a number.
    /// </summary>
    InDoubt,

    /// <summary>A file does not exist, or the drive or share in its path cannot be found.</summary>
    FileNotFound,

    /// <summary>A file cannot be used, for example because it is a folder, is empty, is too large or cannot be read.</summary>
    FileRejected,
}
