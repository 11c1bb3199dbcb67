namespace FaxPlus;

/// <summary>
/// Reads what the service tells webhooks, and checks it: a message that is forged, replayed, cut or too large is an error
/// and no object. One reader remembers the messages it has taken, and takes none twice. It may be used from several threads.
/// </summary>
public interface IWebhookReader
{
    /// <summary>The message in a text: the body itself, or the WebhookData object of an Azure Automation runbook written as JSON, with its headers.</summary>
    WebhookMessage Open(string text);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FaxPlusException">
    /// Forbidden: the signature is missing, wrong, or more than five minutes from now. Conflict: the message was read before.
    /// InvalidResponse: the body is cut, larger than 1 MB, or none of the service's.
    /// </exception>
    WebhookEvent Read(WebhookMessage message);

    /// <summary>Compares a message with the fax that the service gave out for it, and takes over what the fax says.</summary>
    /// <exception cref="FaxPlusException">Forbidden: they differ.</exception>
    void Compare(WebhookEvent message, Fax fax);
}
