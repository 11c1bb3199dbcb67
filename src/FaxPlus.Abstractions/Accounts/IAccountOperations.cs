using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Accounts (API reference 3.1).</summary>
public interface IAccountOperations
{
    /// <summary>GET /accounts/{user_id}.</summary>
    Task<Account> GetAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads the account and determines what would change. Nothing is changed.</summary>
    /// <param name="values">New values by the paths of their wire names, with dots: <c>settings.caller_id_name</c>.</param>
    /// <param name="userId">The account: a member's uid, or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AccountChanges> PrepareAsync(
        IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PUT /accounts/{user_id}. Whether the service merges or replaces nested objects is not documented, so the complete value of each
    /// top-level field in which something changes is sent. No request is made if nothing changes.
    /// </summary>
    Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken = default);
}
