using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A request with any method and path, for example for an operation that the client does not support.</summary>
public sealed class FaxPlusRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">The path below the API's base address, such as <c>/accounts/self</c>.</param>
    public FaxPlusRequest(string method, string path)
    {
        Method = method ?? throw new ArgumentNullException(nameof(method));
        Path = path ?? throw new ArgumentNullException(nameof(path));
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path below the API's base address.</summary>
    public string Path { get; }

    /// <summary>The query parameters, which the client encodes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; set; } = [];

    /// <summary>The body as JSON text, or null for none.</summary>
    public string? JsonBody { get; set; }

    /// <summary>
    /// The file to which the client writes the response body, or null. The file must not exist yet, unless <see cref="Overwrite"/> is set.
    /// </summary>
    public string? OutFile { get; set; }

    /// <summary>Whether <see cref="OutFile"/> replaces an existing file after the response has been received completely.</summary>
    public bool Overwrite { get; set; }
}
