using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Numbers (API reference 3.2).</summary>
public interface INumberOperations
{
    /// <summary>
    /// Lists numbers with GET /accounts/{user_id}/numbers. An administrator receives all numbers of the company, and a member only the
    /// numbers assigned to that member.
    /// </summary>
    Task<IReadOnlyList<FaxNumber>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads a number (GET /accounts/{user_id}/numbers/{number}).</summary>
    Task<FaxNumber> GetAsync(string number, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Assigns a number to a member with PUT /accounts/self/numbers/{number}. Members that already have the number keep it.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="memberId">The member's uid.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AssignAsync(string number, string memberId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a number from a member with DELETE /accounts/{member}/numbers/{number}. The path contains the uid of the member; with
    /// <c>self</c>, the service would remove the number from the signed-in user. The company keeps the number.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="memberId">The member's uid.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RevokeAsync(string number, string memberId, CancellationToken cancellationToken = default);
}
