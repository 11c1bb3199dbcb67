using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A received webhook message.</summary>
public sealed class WebhookMessage
{
    /// <summary>Creates a message.</summary>
    /// <param name="body">The unmodified bytes of the received body, over which the signature is computed.</param>
    /// <param name="headers">The headers; names are case-insensitive.</param>
    public WebhookMessage(byte[] body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Body = body ?? throw new ArgumentNullException(nameof(body));
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
    }

    /// <summary>The body.</summary>
    public byte[] Body { get; }

    /// <summary>Whether the body was rebuilt from an object or from incomplete text, so that the signature cannot be checked.</summary>
    public bool IsRebuilt { get; set; }

    /// <summary>The headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }
}
