using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>What came to a webhook.</summary>
public sealed class WebhookMessage
{
    /// <summary>Puts one together.</summary>
    /// <param name="body">The body as it came, byte for byte: a signature is over these bytes.</param>
    /// <param name="headers">The headers; names in any case.</param>
    public WebhookMessage(byte[] body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Body = body ?? throw new ArgumentNullException(nameof(body));
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
    }

    /// <summary>The body.</summary>
    public byte[] Body { get; }

    /// <summary>Whether the body is not what came, but was put together again from an object or from text that had lost a part: no signature can be checked.</summary>
    public bool IsRebuilt { get; set; }

    /// <summary>The headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }
}
