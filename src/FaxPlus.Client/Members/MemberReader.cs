using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Members;

/// <summary>Lists all members page by page. The role and quota of each member require a separate request.</summary>
internal sealed class MemberReader(MemberOperations members, ICallObserver observer) : IPageReader<Member>
{
    /// <summary>The number of members on a page. The details of these members are requested concurrently.</summary>
    private const int Page = 4;

    private Queue<Account>? _waiting;

    public async Task<IReadOnlyList<Member>> ReadAsync(CancellationToken cancellationToken)
    {
        _waiting ??= new Queue<Account>(await members.ListAccountsAsync(cancellationToken).ConfigureAwait(false));
        var page = new List<Task<Member>>();
        while (page.Count < Page && _waiting.Count > 0) page.Add(CompleteAsync(_waiting.Dequeue(), cancellationToken));
        return await Task.WhenAll(page).ConfigureAwait(false);
    }

    private async Task<Member> CompleteAsync(Account account, CancellationToken cancellationToken)
    {
        if (account.Uid is not string uid) return new Member(account);
        try
        {
            return new Member(account, await members.GetDetailsAsync(uid, cancellationToken).ConfigureAwait(false));
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 403 or 404)
        {
            // The member is returned without role and quota, so that the error of one member does not end the list.
            observer.Warning($"The role and the quota of {account} are not known: {error.Message}");
            return new Member(account);
        }
    }
}
