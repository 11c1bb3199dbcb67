using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Scopes;

internal sealed class ScopeProbeOperations(ApiClient api) : IScopeOperations
{
    public async Task<ScopeProbeAnswer> ProbeAsync(ScopeProbe probe, CancellationToken cancellationToken)
    {
        if (probe is null) throw new ArgumentNullException(nameof(probe));
        try
        {
            // A successful status is sufficient. The body is read only to detect an HTML page of a proxy.
            await api.SendAsync(probe.Operation, probe.PathAndQuery, null, api.ReadDoneAsync, cancellationToken).ConfigureAwait(false);
            return new ScopeProbeAnswer(ScopeState.Granted, $"{probe} succeeded");
        }
        catch (FaxPlusException error)
            when (error.Kind is not (FaxPlusErrorKind.Unauthorized or FaxPlusErrorKind.TokenExpired or FaxPlusErrorKind.NotConnected))
        {
            return Read(probe, error);
        }
    }

    private static ScopeProbeAnswer Read(ScopeProbe probe, FaxPlusException error) => error switch
    {
        // A 403 indicates a missing scope, even if the response does not name the scope. For an operation that requires an administrator, a
        // 403 may also indicate a missing role.
        { StatusCode: 403, Kind: FaxPlusErrorKind.Forbidden } when probe.AsksAdministrator =>
            new ScopeProbeAnswer(ScopeState.Unknown, $"{probe} was refused (403), possibly because the user is not an administrator"),
        { StatusCode: 403 } => new ScopeProbeAnswer(ScopeState.Missing, $"{probe} was refused (403)"),
        { StatusCode: 404 } => new ScopeProbeAnswer(ScopeState.Unknown, $"{probe} does not exist (404)", isAbsent: true),
        _ => new ScopeProbeAnswer(ScopeState.Unknown, $"{probe} had no conclusive result ({error.Message.TrimEnd('.')})"),
    };
}
