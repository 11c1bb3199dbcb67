using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Tests the scopes of a token. The service has no operation that returns the scopes, so the client makes read requests and concludes from
/// refusals that a scope is missing (API reference 2.3).
/// </summary>
public interface IScopeOperations
{
    /// <summary>
    /// Makes the request of a probe. The method throws an exception only if every further call would also fail, for example because the
    /// token has expired.
    /// </summary>
    Task<ScopeProbeAnswer> ProbeAsync(ScopeProbe probe, CancellationToken cancellationToken = default);
}
