using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Accounts;

internal sealed class AccountOperations(ApiClient api) : IAccountOperations
{
    public Task<Account> GetAsync(string userId, CancellationToken cancellationToken) =>
        api.GetAsync<Account>(FaxPlusOperations.GetAccount, ApiPath.Of(userId), cancellationToken);

    public async Task<AccountChanges> PrepareAsync(
        IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken)
    {
        // The account is read as JSON, so that the update request keeps nested values for which the models have no property.
        JsonObject account = await api.GetAsync<JsonObject>(FaxPlusOperations.GetAccount, ApiPath.Of(userId), cancellationToken)
            .ConfigureAwait(false);
        return new AccountDocument(account).Prepare(values, userId);
    }

    public Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken) => changes.Changes.Count == 0
        ? Task.CompletedTask
        : api.DoAsync(
            FaxPlusOperations.UpdateAccount, ApiPath.Of(changes.UserId), JsonNode.Parse(changes.Body)!.AsObject(), cancellationToken);
}
