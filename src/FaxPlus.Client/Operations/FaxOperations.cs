using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Following;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Listing;
using FaxPlus.Client.Receiving;

namespace FaxPlus.Client.Operations;

internal sealed class FaxOperations(Transport transport, FaxPlusConnection connection) : IFaxOperations
{
    public IPageReader<Fax> List(FaxQuery query) => new FaxReader(transport, query ?? throw new ArgumentNullException(nameof(query)));

    public async Task<Fax> GetAsync(string faxId, string userId, CancellationToken cancellationToken)
    {
        Fax fax = await transport.GetAsync<Fax>(FaxPlusOperations.GetFax, AccountPath.Of(userId, "faxes", faxId), cancellationToken).ConfigureAwait(false);
        fax.UserId = userId;
        return fax;
    }

    public async Task UpdateAsync(string faxId, string? comment, bool? isRead, string userId, CancellationToken cancellationToken)
    {
        if (comment is null || isRead is null)
        {
            Fax fax = await GetAsync(faxId, userId, cancellationToken).ConfigureAwait(false);
            comment ??= fax.Comment ?? "";
            // The mark identifies the fax to a later run.
            if (SendTag.Split(comment).Mark is null) comment = SendTag.Join(comment, fax.CommentMark) ?? "";
            isRead ??= fax.IsRead ?? false;
        }

        var body = new FaxUpdateBody { Comment = comment, IsRead = isRead.Value };
        await transport.DoAsync(FaxPlusOperations.UpdateFax, AccountPath.Of(userId, "faxes", faxId), body, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(string faxId, string userId, CancellationToken cancellationToken) =>
        transport.DoAsync<FaxUpdateBody>(FaxPlusOperations.DeleteFax, AccountPath.Of(userId, "faxes", faxId), null, cancellationToken);

    public IFaxFollower Follow() => new FaxFollower(transport, connection);

    public IFaxReceiver Receive(ReceiveOptions options) => new FaxReceiver(transport, connection, options ?? throw new ArgumentNullException(nameof(options)));
}
