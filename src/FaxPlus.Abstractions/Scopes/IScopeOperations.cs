using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Tests the scopes of a token. The service has no operation that returns them; refused read requests show them (API reference 2.3).
/// </summary>
public interface IScopeOperations
{
    /// <summary>Makes a probe. It fails only if every further call would fail too, as with an expired token.</summary>
    Task<ScopeProbeAnswer> ProbeAsync(ScopeProbe probe, CancellationToken cancellationToken = default);
}
