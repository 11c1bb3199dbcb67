using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Faxes.Listing;
using FaxPlus.Client.Faxes.Receiving;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes;

internal sealed class FaxOperations(
    ApiClient api, FaxPlusClientOptions options, IOutboxOperations outbox, AccountReader account, SendHistory history) : IFaxOperations
{
    public IPageReader<Fax> List(FaxQuery query) => new FaxReader(api, query ?? throw new ArgumentNullException(nameof(query)));

    public async Task<Fax> GetAsync(string faxId, string userId, CancellationToken cancellationToken)
    {
        Fax fax = await api.GetAsync<Fax>(FaxPlusOperations.GetFax, ApiPath.Of(userId, "faxes", faxId), cancellationToken)
            .ConfigureAwait(false);
        fax.UserId = userId;
        return fax;
    }

    public async Task UpdateAsync(string faxId, string? comment, bool? isRead, string userId, CancellationToken cancellationToken)
    {
        if (comment is null || isRead is null)
        {
            Fax fax = await GetAsync(faxId, userId, cancellationToken).ConfigureAwait(false);
            comment ??= fax.Comment ?? "";
            // The mark is kept in the comment, because a later run identifies the fax by the mark.
            if (SendTag.Split(comment).Mark is null) comment = SendTag.Join(comment, fax.CommentMark) ?? "";
            isRead ??= fax.IsRead ?? false;
        }

        var body = new FaxUpdateBody { Comment = comment, IsRead = isRead.Value };
        await api.DoAsync(FaxPlusOperations.UpdateFax, ApiPath.Of(userId, "faxes", faxId), body, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(string faxId, string userId, CancellationToken cancellationToken) =>
        api.DoAsync<FaxUpdateBody>(FaxPlusOperations.DeleteFax, ApiPath.Of(userId, "faxes", faxId), null, cancellationToken);

    public IFaxFollower Follow() => new FaxFollower(api, options, this, outbox, history);

    public IFaxReceiver Receive(ReceiveOptions receiveOptions) =>
        new FaxReceiver(api, options, this, account, receiveOptions ?? throw new ArgumentNullException(nameof(receiveOptions)));
}
