using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Files;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Outbox;

internal sealed class OutboxOperations(
    ApiClient api,
    FaxPlusClientOptions options,
    AccountReader account,
    INumberOperations numbers,
    FileOperations files,
    SendHistory history) : IOutboxOperations
{
    public IFaxSender BeginSending(SendingOptions? sendingOptions) =>
        new FaxSender(api, options, sendingOptions ?? new SendingOptions(), this, account, numbers, files, history);

    public async Task<IReadOnlyList<OutboxFax>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        OutboxList answer = await api.GetAsync<OutboxList>(FaxPlusOperations.ListOutbox, ApiPath.Of(userId, "outbox"), cancellationToken)
            .ConfigureAwait(false);
        List<OutboxFax> items = answer.Records ?? [];
        items.RemoveAll(static item => item is null);
        foreach (OutboxFax item in items) item.UserId = userId;
        return items;
    }

    public async Task<OutboxFax> GetAsync(string outboxId, string userId, CancellationToken cancellationToken)
    {
        OutboxFax item = await api.GetAsync<OutboxFax>(
            FaxPlusOperations.GetOutbox, ApiPath.Of(userId, "outbox", outboxId), cancellationToken).ConfigureAwait(false);
        item.UserId = userId;
        return item;
    }

    public async Task SetCommentAsync(string outboxId, string comment, string userId, CancellationToken cancellationToken)
    {
        // The mark is kept in the comment, because a later run identifies the fax by the mark.
        if (SendTag.Split(comment).Mark is null)
        {
            comment = SendTag.Join(comment, await MarkOfAsync(outboxId, userId, cancellationToken).ConfigureAwait(false)) ?? "";
        }

        await ChangeAsync(
            FaxPlusOperations.UpdateOutbox,
            outboxId,
            new OutboxUpdateBody { Comment = comment },
            userId,
            cancellationToken).ConfigureAwait(false);
    }

    public Task CancelAsync(string outboxId, string userId, CancellationToken cancellationToken) =>
        ChangeAsync(FaxPlusOperations.CancelOutbox, outboxId, null, userId, cancellationToken);

    private async Task ChangeAsync(
        FaxPlusOperation operation, string outboxId, OutboxUpdateBody? body, string userId, CancellationToken cancellationToken)
    {
        try
        {
            await api.DoAsync(operation, ApiPath.Of(userId, "outbox", outboxId), body, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.Kind == FaxPlusErrorKind.Conflict)
        {
            throw error.WithAdvice(
                "The fax is already being sent: it can no longer be changed or cancelled. Wait until it has been sent or has failed.",
                FaxPlusAdvice.WaitAgain);
        }
    }

    /// <summary>
    /// Returns the mark in the comment of an item; null if the comment has no mark, or if the item does not exist or may not be read.
    /// </summary>
    private async Task<string?> MarkOfAsync(string outboxId, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return (await GetAsync(outboxId, userId, cancellationToken).ConfigureAwait(false)).CommentMark;
        }
        catch (FaxPlusException error)
            when (error.Kind is FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden or FaxPlusErrorKind.NotFound)
        {
            return null;
        }
    }
}
