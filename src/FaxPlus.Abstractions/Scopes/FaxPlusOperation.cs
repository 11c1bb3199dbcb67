using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An operation of the API, with the scopes that permit it and its retry rule.</summary>
public sealed class FaxPlusOperation
{
    private readonly string[] _segments;

    /// <summary>
    /// Creates an operation with the retry rule of its HTTP method: GET, HEAD, PUT and DELETE may be repeated, because they are idempotent;
    /// other methods may be repeated only if the service did not execute the request.
    /// </summary>
    internal FaxPlusOperation(string method, string template, string description, params string[] scopes)
        : this(
            method is "GET" or "HEAD" or "PUT" or "DELETE" ? RetryRule.Repeatable : RetryRule.OnlyIfNotTaken,
            method,
            template,
            description,
            scopes)
    {
    }

    internal FaxPlusOperation(RetryRule retry, string method, string template, string description, params string[] scopes)
    {
        Retry = retry;
        Method = method;
        Template = template;
        Description = description;
        Scopes = scopes;
        _segments = Split(template);
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path template, with placeholders in braces, such as <c>/hooks/{hook_id}</c>.</summary>
    public string Template { get; }

    /// <summary>For messages: a description such as "Sending the fax".</summary>
    public string Description { get; }

    /// <summary>The scopes that permit the operation. One of them is sufficient. The list is empty if no scopes are documented.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>
    /// Whether <see cref="Template"/> contains placeholders instead of ids. For a request that <see cref="FaxPlusOperations.All"/> does not
    /// contain, <see cref="Template"/> is the path of the request, which may contain ids.
    /// </summary>
    internal bool HasTemplate { get; set; } = true;

    /// <summary>
    /// The part of the operation that no public source documents: path, body or response; null if all parts are documented.
    /// </summary>
    internal string? Assumed { get; set; }

    /// <summary>The rule for retries of the request.</summary>
    internal RetryRule Retry { get; }

    /// <summary>The method and the path template.</summary>
    public override string ToString() => $"{Method} {Template}";

    internal bool Matches(string method, string path)
    {
        if (!string.Equals(method, Method, StringComparison.OrdinalIgnoreCase)) return false;
        string[] segments = Split(path);
        if (segments.Length != _segments.Length) return false;
        for (int i = 0; i < segments.Length; i++)
        {
            if (_segments[i][0] != '{' && _segments[i] != segments[i]) return false;
        }

        return true;
    }

    private static string[] Split(string path) => path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
}
