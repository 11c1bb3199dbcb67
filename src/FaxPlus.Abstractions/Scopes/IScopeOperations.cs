using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Tests the scopes of a token. The service has no operation that returns them; the client finds missing scopes by read requests that the
/// service refuses (API reference 2.3).
/// </summary>
public interface IScopeOperations
{
    /// <summary>Makes the request of a probe. It throws only if every further call would fail too, such as with an expired token.</summary>
    Task<ScopeProbeAnswer> ProbeAsync(ScopeProbe probe, CancellationToken cancellationToken = default);
}
