using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Accounts (API reference 3.1).</summary>
public interface IAccountOperations
{
    /// <summary>GET /accounts/{user_id}.</summary>
    Task<Account> GetAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads the account and determines the changes, without applying them.</summary>
    /// <param name="values">The new values, by path of wire names separated by dots, such as <c>settings.caller_id_name</c>.</param>
    /// <param name="userId">The account, as a member's uid or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AccountChanges> PrepareAsync(
        IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PUT /accounts/{user_id}. Whether the service merges or replaces nested objects is not documented, so the client sends the complete
    /// value of each top-level field that changes. Without changes, the client makes no request.
    /// </summary>
    Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken = default);
}
