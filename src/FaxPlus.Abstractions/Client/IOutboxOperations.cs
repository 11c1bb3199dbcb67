using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Faxes that are to be sent (API reference 3.5).</summary>
public interface IOutboxOperations
{
    /// <summary>Begins a run of sends, in which the same file is uploaded once.</summary>
    /// <param name="defaultFrom">The number to send from where a request names none; null for the account's only number.</param>
    IFaxSender BeginSending(string? defaultFrom = null);

    /// <summary>GET /accounts/{user_id}/outbox.</summary>
    Task<IReadOnlyList<OutboxFax>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/{user_id}/outbox/{id}. Right after the send the service may not know the id for about 30 seconds.</summary>
    Task<OutboxFax> GetAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>PUT /accounts/{user_id}/outbox/{id}: changes the comment's text.</summary>
    Task SetCommentAsync(string outboxId, string comment, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>DELETE /accounts/{user_id}/outbox/{id}: the fax is not sent.</summary>
    Task CancelAsync(string outboxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}

/// <summary>A run of sends.</summary>
public interface IFaxSender
{
    /// <summary>
    /// Checks a request without any call that changes something: its files, and the number to send from.
    /// </summary>
    /// <returns>The number that the fax would be sent from.</returns>
    Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Uploads what is not uploaded yet and sends. A lost answer is settled by looking the fax up; it is never sent
    /// again on a guess.
    /// </summary>
    /// <returns>One item a destination.</returns>
    /// <exception cref="FaxPlusException">Nothing was sent; or, with the kind InDoubt, nobody can tell.</exception>
    Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken = default);
}
