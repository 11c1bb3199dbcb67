namespace FaxPlus;

/// <summary>
/// Parses and checks webhook messages. A message that is forged, incomplete or too large causes an error. A reader returns each signed
/// message only once, but does not detect messages that another reader has returned. A reader is thread-safe.
/// </summary>
public interface IWebhookReader
{
    /// <summary>
    /// Creates a message from text. The text is either a message body, or an envelope with the body and headers, such as the WebhookData of
    /// an Azure Automation runbook.
    /// </summary>
    WebhookMessage Open(string text);

    /// <summary>Parses a message.</summary>
    /// <exception cref="FaxPlusException">
    /// Forbidden: the signature is missing or wrong, or its time differs from the current time by more than five minutes. Conflict: this
    /// reader has already read the signed message. InvalidResponse: the body is incomplete, larger than 1 MB, or not a message of the
    /// service.
    /// </exception>
    WebhookEvent Read(WebhookMessage message);

    /// <summary>
    /// Compares a message with the fax that the service returned for the message, and copies the fields of the fax to the message.
    /// </summary>
    /// <exception cref="FaxPlusException">Forbidden: the message and the fax differ.</exception>
    void Compare(WebhookEvent message, Fax fax);
}
