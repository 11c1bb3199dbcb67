using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Faxes in the outbox (API reference 3.5).</summary>
public interface IOutboxOperations
{
    /// <summary>
    /// Begins a run of sends. The run uploads each file once, unless the service deletes the upload. This method makes no request.
    /// </summary>
    /// <param name="options">The options of the run; null for the defaults.</param>
    IFaxSender BeginSending(SendingOptions? options = null);

    /// <summary>Lists the outbox (GET /accounts/{user_id}/outbox).</summary>
    Task<IReadOnlyList<OutboxFax>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads an outbox item (GET /accounts/{user_id}/outbox/{id}). After a send, the service may return 404 for the id for about 30
    /// seconds.
    /// </summary>
    Task<OutboxFax> GetAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the text of the comment with PUT /accounts/{user_id}/outbox/{id}. If the item can be read, the client preserves the mark
    /// that identifies the fax.
    /// </summary>
    Task SetCommentAsync(
        string outboxId, string comment, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Cancels a fax with DELETE /accounts/{user_id}/outbox/{id}.</summary>
    Task CancelAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
