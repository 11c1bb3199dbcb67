using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Faxes that are to be sent (API reference 3.5).</summary>
public interface IOutboxOperations
{
    /// <summary>Begins a run of sends, in which the same file is uploaded once. No request is made yet.</summary>
    /// <param name="options">The options of the run; null for the defaults.</param>
    IFaxSender BeginSending(SendingOptions? options = null);

    /// <summary>GET /accounts/{user_id}/outbox.</summary>
    Task<IReadOnlyList<OutboxFax>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/{user_id}/outbox/{id}. After a send, it may take about 30 seconds until the service knows the id.</summary>
    Task<OutboxFax> GetAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PUT /accounts/{user_id}/outbox/{id}: changes the comment's text. The mark by which the client identifies the fax is kept, if the
    /// item can be read.
    /// </summary>
    Task SetCommentAsync(
        string outboxId, string comment, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>DELETE /accounts/{user_id}/outbox/{id}: the fax is not sent.</summary>
    Task CancelAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
