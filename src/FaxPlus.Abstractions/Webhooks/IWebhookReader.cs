namespace FaxPlus;

/// <summary>
/// Parses and checks webhook messages: a message that is forged, replayed, incomplete or too large causes an error. A reader remembers the
/// messages that it has returned, and returns none twice. Thread-safe.
/// </summary>
public interface IWebhookReader
{
    /// <summary>The message in a text: the body itself, or WebhookData of an Azure Automation runbook as JSON, with its headers.</summary>
    WebhookMessage Open(string text);

    /// <summary>Parses a message.</summary>
    /// <exception cref="FaxPlusException">
    /// Forbidden: the signature is missing, wrong, or more than five minutes from now. Conflict: the message was read before.
    /// InvalidResponse: the body is incomplete, larger than 1 MB, or not a message of the service.
    /// </exception>
    WebhookEvent Read(WebhookMessage message);

    /// <summary>
    /// Compares a message with the fax that the service returned for it, and copies the fields of the fax into the message.
    /// </summary>
    /// <exception cref="FaxPlusException">Forbidden: they differ.</exception>
    void Compare(WebhookEvent message, Fax fax);
}
