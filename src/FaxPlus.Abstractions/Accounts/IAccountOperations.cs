using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Accounts (API reference 3.1).</summary>
public interface IAccountOperations
{
    /// <summary>GET /accounts/{user_id}.</summary>
    Task<Account> GetAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads the account and works out what would change. Nothing is changed.</summary>
    /// <param name="values">New values by the wire names on the way to them, with dots: <c>settings.caller_id_name</c>.</param>
    /// <param name="userId">Whose account: a member's uid, or <c>self</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<AccountChanges> PrepareAsync(IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PUT /accounts/{user_id}. Whether the service merges nested objects or replaces them is not documented, so each field
    /// of the account in which something changes goes back whole. No request is made when nothing changes.
    /// </summary>
    Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken = default);
}
