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

    /// <summary>The headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }
}
