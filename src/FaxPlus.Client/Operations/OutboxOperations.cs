using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Sending;

namespace FaxPlus.Client.Operations;

internal sealed class OutboxOperations(Transport transport, FaxPlusConnection connection) : IOutboxOperations
{
    public IFaxSender BeginSending(SendingOptions? options) => new FaxSender(transport, connection, options ?? new SendingOptions());

    public async Task<IReadOnlyList<OutboxFax>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        OutboxList answer = await transport.GetAsync<OutboxList>(FaxPlusOperations.ListOutbox, AccountPath.Of(userId, "outbox"), cancellationToken).ConfigureAwait(false);
        List<OutboxFax> items = answer.Records ?? [];
        items.RemoveAll(static item => item is null);
        foreach (OutboxFax item in items) item.UserId = userId;
        return items;
    }

    public async Task<OutboxFax> GetAsync(string outboxId, string userId, CancellationToken cancellationToken)
    {
        OutboxFax item = await transport.GetAsync<OutboxFax>(FaxPlusOperations.GetOutbox, AccountPath.Of(userId, "outbox", outboxId), cancellationToken).ConfigureAwait(false);
        item.UserId = userId;
        return item;
    }

    public Task SetCommentAsync(string outboxId, string comment, string userId, CancellationToken cancellationToken) =>
        transport.DoAsync(FaxPlusOperations.UpdateOutbox, AccountPath.Of(userId, "outbox", outboxId), new OutboxUpdateBody { Comment = comment }, cancellationToken);

    public Task CancelAsync(string outboxId, string userId, CancellationToken cancellationToken) =>
        transport.DoAsync<OutboxUpdateBody>(FaxPlusOperations.CancelOutbox, AccountPath.Of(userId, "outbox", outboxId), null, cancellationToken);
}
