using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Accounts;

/// <summary>Reads accounts for callers that can continue if the token may not read the account.</summary>
internal sealed class AccountReader(IAccountOperations accounts, AccountReader.Cache cache)
{
    /// <summary>Returns the uid of the signed-in account. The uid is requested once per session.</summary>
    /// <returns>The uid; null if the token may not read the account.</returns>
    public async Task<string?> ReadUidAsync(CancellationToken cancellationToken) =>
        cache.Uid ??= (await TryReadAsync(FaxPlusDefaults.Self, cancellationToken).ConfigureAwait(false))?.Uid;

    /// <returns>The account; null if the token may not read the account.</returns>
    public async Task<Account?> TryReadAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await accounts.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
            when (error.Kind is FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden or FaxPlusErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>The cached uid, which all readers of a session share.</summary>
    internal sealed class Cache
    {
        public string? Uid { get; set; }
    }
}
