using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Operations;

internal sealed class AccountOperations(Transport transport) : IAccountOperations
{
    public Task<Account> GetAsync(string userId, CancellationToken cancellationToken) =>
        transport.GetAsync<Account>(FaxPlusOperations.GetAccount, AccountPath.Of(userId), cancellationToken);

    public async Task<AccountChanges> PrepareAsync(IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken)
    {
        // As it stands on the wire: what the models do not know goes back as it came.
        JsonObject account = await transport.GetAsync<JsonObject>(FaxPlusOperations.GetAccount, AccountPath.Of(userId), cancellationToken).ConfigureAwait(false);
        return new AccountDocument(account).Prepare(values, userId);
    }

    public Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken) => changes.Changes.Count == 0
        ? Task.CompletedTask
        : transport.DoAsync(FaxPlusOperations.UpdateAccount, AccountPath.Of(changes.UserId), JsonNode.Parse(changes.Body)!.AsObject(), cancellationToken);
}
