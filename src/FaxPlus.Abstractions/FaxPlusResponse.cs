using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>
/// The response to a <see cref="FaxPlusRequest"/>. A response with an error status causes a <see cref="FaxPlusException"/> instead.
/// </summary>
public sealed class FaxPlusResponse
{
    /// <summary>Creates a response.</summary>
    /// <param name="statusCode">The HTTP status code.</param>
    /// <param name="headers">The response headers and content headers.</param>
    /// <param name="body">The body, or null.</param>
    public FaxPlusResponse(int statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, object? body)
    {
        StatusCode = statusCode;
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
        Body = body;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The response headers and content headers. The names are case-insensitive.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>
    /// The JSON body, converted to strings, numbers, booleans, dictionaries and arrays; null if the body is empty or was written to a file.
    /// </summary>
    public object? Body { get; }
}
