using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Operations;

internal sealed class AccountOperations(Transport transport) : IAccountOperations
{
    public Task<Account> GetAsync(string userId, CancellationToken cancellationToken) =>
        transport.GetAsync<Account>(FaxPlusOperations.GetAccount, AccountPath.Of(userId), cancellationToken);
}
