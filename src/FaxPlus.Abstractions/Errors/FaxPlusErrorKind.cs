namespace FaxPlus;

/// <summary>The kinds of error.</summary>
public enum FaxPlusErrorKind
{
    /// <summary>There is no session.</summary>
    NotConnected,

    /// <summary>The service does not know the token (401), or the sign-in could not be renewed.</summary>
    Unauthorized,

    /// <summary>The token was made without a scope that the operation needs (403).</summary>
    MissingScope,

    /// <summary>The service refuses the operation for another reason than a scope: role, plan or credit (402, 403).</summary>
    Forbidden,

    /// <summary>The service does not have what was asked for (404).</summary>
    NotFound,

    /// <summary>The service rejects what was asked (other 4xx), or a parameter makes no sense.</summary>
    BadRequest,

    /// <summary>What is to be made exists already (409, or a file).</summary>
    Conflict,

    /// <summary>The service asks for patience (429), longer than the client waits by itself.</summary>
    RateLimited,

    /// <summary>The service failed (5xx).</summary>
    ServiceUnavailable,

    /// <summary>No answer, or no end, in time.</summary>
    Timeout,

    /// <summary>The service could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>The answer cannot be read, or was cut short.</summary>
    InvalidResponse,

    /// <summary>The token or the sign-in has come to its end.</summary>
    TokenExpired,

    /// <summary>It is not known whether the fax was sent, or the number bought.</summary>
    InDoubt,

    /// <summary>A file is not there.</summary>
    FileNotFound,

    /// <summary>A file cannot be used: a folder, empty, or not readable.</summary>
    FileRejected,
}
