using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Operations;

internal sealed class MemberDirectory(MemberOperations members) : IMemberDirectory
{
    private IReadOnlyList<Account>? _accounts;

    public async Task<string> FindUidAsync(string uidOrEmail, CancellationToken cancellationToken)
    {
        string name = (uidOrEmail ?? throw new ArgumentNullException(nameof(uidOrEmail))).Trim();
        if (name.IndexOf('@') < 0) return name;
        _accounts ??= await members.ListAccountsAsync(cancellationToken).ConfigureAwait(false);
        return _accounts.FirstOrDefault(account => account.Uid is not null && string.Equals(account.Email, name, StringComparison.OrdinalIgnoreCase))?.Uid
            ?? throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"No member has the address {name}.")
            {
                Operation = FaxPlusOperations.ListMembers.ToString(),
                RequiredScopes = FaxPlusOperations.ListMembers.Scopes,
                RecommendedAction = "Look with Get-FaxPlusMember. Somebody who was invited is a member once the invitation is accepted.",
            };
    }
}
