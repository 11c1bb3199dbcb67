using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Accounts and members (API reference 3.1).</summary>
public interface IAccountOperations
{
    /// <summary>GET /accounts/{user_id}.</summary>
    Task<Account> GetAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
