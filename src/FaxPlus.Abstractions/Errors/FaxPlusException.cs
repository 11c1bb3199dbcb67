using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An operation failed. The message says what, why and, where the service said something, its own words. It never holds a secret.</summary>
public sealed class FaxPlusException : Exception
{
    /// <summary>Makes an error of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="message">What failed and why, in a sentence for a person.</param>
    /// <param name="innerException">What caused it.</param>
    public FaxPlusException(FaxPlusErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The kind.</summary>
    public FaxPlusErrorKind Kind { get; }

    /// <summary>The HTTP status, 0 where there was no answer to the operation itself: none at all, or that of a sign-in which could not be renewed.</summary>
    public int StatusCode { get; set; }

    /// <summary>The service's own error word, such as <c>invalid_number</c>.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The body of the service's answer, up to 64 KiB of it, or 4 KiB of a good answer that could not be read, with the session's secrets taken out. Of a token endpoint's good answer nothing is kept.</summary>
    public string? ResponseBody { get; set; }

    /// <summary>The operation as the API reference names it, such as <c>POST /accounts/{user_id}/outbox</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>The scopes of which any one suffices for the operation; empty where none are documented.</summary>
    public IReadOnlyList<string> RequiredScopes { get; set; } = [];

    /// <summary>What to do about it, in words that name no option and no command.</summary>
    public string? RecommendedAction { get; set; }

    /// <summary>Which setting or operation <see cref="RecommendedAction"/> is about.</summary>
    public FaxPlusAdvice Advice { get; set; }

    /// <summary>A value for the advice, such as the client id to sign in with again; null for most.</summary>
    public string? AdviceValue { get; set; }

    /// <summary>How long the service asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether every further item of a run would meet it as well: there is no sign-in, or the run's journal cannot be used.</summary>
    public bool IsFatal
    {
        get => field || Kind is FaxPlusErrorKind.NotConnected or FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired;
        set;
    }

    /// <summary>Replaces what to do about it.</summary>
    internal void Advise(string action, FaxPlusAdvice advice = FaxPlusAdvice.None) => (RecommendedAction, Advice, AdviceValue) = (action, advice, null);

    /// <summary>The same error with another message.</summary>
    internal FaxPlusException With(string message) => new(Kind, message, InnerException)
    {
        StatusCode = StatusCode,
        ErrorCode = ErrorCode,
        ResponseBody = ResponseBody,
        Operation = Operation,
        RequiredScopes = RequiredScopes,
        RecommendedAction = RecommendedAction,
        Advice = Advice,
        AdviceValue = AdviceValue,
        RetryAfter = RetryAfter,
        IsFatal = IsFatal,
        MayHaveTakenEffect = MayHaveTakenEffect,
        Doubt = Doubt,
    };

    /// <summary>Whether the service may have done, although the call failed, what must not be done twice.</summary>
    internal bool MayHaveTakenEffect { get; set; }

    /// <summary>Of the kind InDoubt: which proof is missing.</summary>
    internal DoubtReason? Doubt { get; set; }

    /// <summary>Whether the same call may succeed later without any change, and without the risk of doing something twice.</summary>
    public bool IsTransient => !MayHaveTakenEffect
        && (Kind is FaxPlusErrorKind.RateLimited or FaxPlusErrorKind.ServiceUnavailable or FaxPlusErrorKind.Timeout or FaxPlusErrorKind.Network
            || (Kind is FaxPlusErrorKind.InvalidResponse && StatusCode is >= 200 and < 300));
}
