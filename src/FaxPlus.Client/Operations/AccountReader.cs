using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Operations;

/// <summary>Asks whose account a sign-in is, where that helps and need not be allowed.</summary>
internal static class AccountReader
{
    /// <summary>The uid of the account that is signed in. It is asked for once a session.</summary>
    /// <returns>Null where the token may not read it.</returns>
    public static async Task<string?> UidAsync(Transport transport, CancellationToken cancellationToken) =>
        transport.AccountUid ??= (await TryReadAsync(transport, FaxPlusDefaults.Self, cancellationToken).ConfigureAwait(false))?.Uid;

    /// <returns>Null where the token may not read the account.</returns>
    public static async Task<Account?> TryReadAsync(Transport transport, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await new AccountOperations(transport).GetAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.Kind is FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden or FaxPlusErrorKind.NotFound)
        {
            return null;
        }
    }
}
