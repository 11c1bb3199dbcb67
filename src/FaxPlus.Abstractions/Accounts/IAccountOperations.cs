using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Accounts (API reference 3.1).</summary>
public interface IAccountOperations
{
    /// <summary>Reads an account (GET /accounts/{user_id}).</summary>
    Task<Account> GetAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads the account and determines the changes, without applying them.</summary>
    /// <param name="values">
    /// The new values, keyed by path. A path consists of JSON names, separated by dots, such as <c>settings.caller_id_name</c>.
    /// </param>
    /// <param name="userId">The account, as a member's uid or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AccountChanges> PrepareAsync(
        IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies the changes (PUT /accounts/{user_id}). The vendor does not document whether the service merges or replaces nested objects,
    /// so the client sends the complete value of each top-level field that changes. If there are no changes, the client makes no request.
    /// </summary>
    Task ApplyAsync(AccountChanges changes, CancellationToken cancellationToken = default);
}
