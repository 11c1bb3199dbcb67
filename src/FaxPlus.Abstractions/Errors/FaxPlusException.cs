using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>
/// The error of an operation. The message describes the failure and its cause, and includes the service's error message if there is one.
/// The message never contains a secret. In all texts of an error, U+FFFD replaces bidirectional controls, and control characters other than
/// line breaks and tabs.
/// </summary>
public sealed class FaxPlusException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">The failure and its cause, in complete sentences.</param>
    /// <param name="innerException">The cause.</param>
    public FaxPlusException(FaxPlusErrorKind kind, string message, Exception? innerException = null)
        : base(PrintableText.Of(message), innerException) => Kind = kind;

    /// <summary>Copies an error. The caller can replace properties of the copy with an object initializer.</summary>
    internal FaxPlusException(FaxPlusException error, string? message = null)
        : this(error.Kind, message ?? error.Message, error.InnerException)
    {
        StatusCode = error.StatusCode;
        ErrorCode = error.ErrorCode;
        ResponseBody = error.ResponseBody;
        Operation = error.Operation;
        RequiredScopes = error.RequiredScopes;
        RecommendedAction = error.RecommendedAction;
        Advice = error.Advice;
        AdviceValue = error.AdviceValue;
        RetryAfter = error.RetryAfter;
        IsFatal = error.IsFatal;
        MayHaveTakenEffect = error.MayHaveTakenEffect;
        Doubt = error.Doubt;
    }

    /// <summary>Creates an error of another kind for the same response, with the original error as its cause.</summary>
    internal FaxPlusException(FaxPlusException cause, FaxPlusErrorKind kind, string message)
        : this(kind, message, cause)
    {
        StatusCode = cause.StatusCode;
        ErrorCode = cause.ErrorCode;
        ResponseBody = cause.ResponseBody;
        Operation = cause.Operation;
    }

    /// <summary>The kind of error.</summary>
    public FaxPlusErrorKind Kind { get; }

    /// <summary>The HTTP status of the operation's response; 0 if there was no response, or if the sign-in could not be renewed.</summary>
    public int StatusCode { get; init; }

    /// <summary>The service's own error code, such as <c>invalid_number</c>.</summary>
    public string? ErrorCode
    {
        get;
        init => field = value is null ? null : PrintableText.Of(value);
    }

    /// <summary>
    /// The response body with the session's secrets masked, up to 64 KiB, or up to 4 KiB of a successful response that cannot be parsed.
    /// Null for a successful response of a token endpoint.
    /// </summary>
    public string? ResponseBody
    {
        get;
        init => field = value is null ? null : PrintableText.Of(value);
    }

    /// <summary>The operation, in the notation of the API reference, such as <c>POST /accounts/{user_id}/outbox</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The scopes that permit the operation. One of them is sufficient. The list is empty if no scopes are documented.</summary>
    public IReadOnlyList<string> RequiredScopes { get; init; } = [];

    /// <summary>The recommended action. <see cref="Advice"/> helps a program to add the names of its own options and commands.</summary>
    public string? RecommendedAction
    {
        get;
        init => field = value is null ? null : PrintableText.Of(value);
    }

    /// <summary>The setting or operation that <see cref="RecommendedAction"/> refers to.</summary>
    public FaxPlusAdvice Advice { get; init; }

    /// <summary>A value for the advice, such as the client id for signing in again; null if the advice needs no value.</summary>
    public string? AdviceValue { get; init; }

    /// <summary>The waiting time that the service requested, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether all further items of a run would fail in the same way, for example because the caller is not signed in, or because the run's
    /// journal cannot be used.
    /// </summary>
    public bool IsFatal
    {
        get => field || Kind is FaxPlusErrorKind.NotConnected or FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired;
        init;
    }

    /// <summary>Returns a copy of the error with another message.</summary>
    internal FaxPlusException With(string message) => new(this, message);

    /// <summary>Returns a copy of the error with another recommended action.</summary>
    internal FaxPlusException WithAdvice(string action, FaxPlusAdvice advice = FaxPlusAdvice.None) =>
        new(this) { RecommendedAction = action, Advice = advice, AdviceValue = null };

    /// <summary>Whether the service may have executed a failed operation that must not be executed twice.</summary>
    internal bool MayHaveTakenEffect { get; init; }

    /// <summary>The reason why it is not proved whether the service has the fax; null if the kind of error is not InDoubt.</summary>
    internal DoubtReason? Doubt { get; init; }

    /// <summary>Whether the call may succeed if it is repeated later, without the risk of executing the operation twice.</summary>
    public bool IsTransient => !MayHaveTakenEffect
        && (Kind is FaxPlusErrorKind.RateLimited or FaxPlusErrorKind.ServiceUnavailable
            or FaxPlusErrorKind.Timeout or FaxPlusErrorKind.Network
            || (Kind is FaxPlusErrorKind.InvalidResponse && StatusCode is >= 200 and < 300));
}
