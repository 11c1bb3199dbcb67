using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Numbers (API reference 3.2).</summary>
public interface INumberOperations
{
    /// <summary>GET /accounts/{user_id}/numbers.</summary>
    Task<IReadOnlyList<FaxNumber>> ListAsync(string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
