using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>The members of a company; all of it is for administrators (API reference 3.1).</summary>
public interface IMemberOperations
{
    /// <summary>Begins a list of all members. Their roles and quotas take a request each, and come page by page.</summary>
    IPageReader<Member> List();

    /// <summary>GET /accounts/{uid} and GET /accounts/self/member-details/{uid}.</summary>
    Task<Member> GetAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>PUT /accounts/self/member-details/{uid}. The service wants both values: one that is null here is read first and sent back as it is.</summary>
    /// <param name="userId">The member's uid.</param>
    /// <param name="role">The role; the service knows which there are.</param>
    /// <param name="quota">Pages a month, 0 or more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task UpdateAsync(string userId, string? role, int? quota, CancellationToken cancellationToken = default);

    /// <summary>
    /// POST /accounts/self/member-invitations, ten addresses a request at the most. The service refuses a request in which one
    /// address is a user already; then each address goes alone, so that the others are invited.
    /// </summary>
    /// <returns>An outcome for each address.</returns>
    Task<IReadOnlyList<InvitationOutcome>> InviteAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the uid of a member by the e-mail address (GET /accounts, whose answer is kept for a minute). A text that is not an address is returned as the uid,
    /// without a request.
    /// </summary>
    /// <exception cref="FaxPlusException">NotFound: no member has this address.</exception>
    Task<string> ResolveUserIdAsync(string uidOrEmail, CancellationToken cancellationToken = default);
}
