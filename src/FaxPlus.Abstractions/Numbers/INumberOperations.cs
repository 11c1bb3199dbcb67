using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Numbers (API reference 3.2).</summary>
public interface INumberOperations
{
    /// <summary>
    /// GET /accounts/{user_id}/numbers: an administrator gets all numbers of the company, a member only the numbers assigned to that
    /// member.
    /// </summary>
    Task<IReadOnlyList<FaxNumber>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/{user_id}/numbers/{number}.</summary>
    Task<FaxNumber> GetAsync(string number, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>PUT /accounts/self/numbers/{number}: lets one more member use the number. Other members keep it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="memberId">The member's uid.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AssignAsync(string number, string memberId, CancellationToken cancellationToken = default);

    /// <summary>
    /// DELETE /accounts/{member}/numbers/{number}: removes the number from the member. The path names the member to remove; <c>self</c>
    /// would remove the signed-in user. The account keeps the number.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="memberId">The member's uid.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RevokeAsync(string number, string memberId, CancellationToken cancellationToken = default);
}
