using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>What a token may do. No call of the service reports it; harmless calls tell by whether they are refused (API reference 2.3).</summary>
public interface IScopeOperations
{
    /// <summary>Makes a probe. It fails only where every further call would fail too, as with a token that has ended.</summary>
    Task<ScopeProbeAnswer> ProbeAsync(ScopeProbe probe, CancellationToken cancellationToken = default);
}
