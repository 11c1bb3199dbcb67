using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>The members of a company; all operations require an administrator (API reference 3.1).</summary>
public interface IMemberOperations
{
    /// <summary>
    /// Returns a reader of all members. When a page is read, the client requests the role and the quota of each member on the page
    /// separately.
    /// </summary>
    IPageReader<Member> List();

    /// <summary>Reads a member with two requests, GET /accounts/{uid} and GET /accounts/self/member-details/{uid}.</summary>
    Task<Member> GetAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the role and the quota of a member (PUT /accounts/self/member-details/{uid}). The service requires both values. For a null
    /// value, the client first reads the current value and sends that value unchanged.
    /// </summary>
    /// <param name="userId">The member's uid.</param>
    /// <param name="role">The service's name for the role.</param>
    /// <param name="quota">The number of pages per month, 0 or more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task UpdateAsync(string userId, string? role, int? quota, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends invitations (POST /accounts/self/member-invitations), with at most ten addresses in a request. If the service refuses a
    /// request, for example because one address belongs to an existing user, the client sends a separate request for each address of that
    /// request.
    /// </summary>
    /// <returns>One outcome for each address.</returns>
    Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the uid of a member by e-mail address (GET /accounts; the client caches the response for a minute). Text that is not an e-mail
    /// address is returned as the uid, without a request.
    /// </summary>
    /// <exception cref="FaxPlusException">NotFound: no member has this address.</exception>
    Task<string> ResolveUserIdAsync(string uidOrEmail, CancellationToken cancellationToken = default);
}
