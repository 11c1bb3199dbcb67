using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>Where a request's token comes from.</summary>
internal interface ITokenSource
{
    /// <summary>Whether a token that was refused can be replaced.</summary>
    bool CanRenew { get; }

    /// <summary>What the header <c>x-fax-clientid</c> says; null for no such header (API reference 2.2, 6).</summary>
    string? ClientId { get; }

    /// <summary>The token of this moment, renewed when it is near its end or is the one that was refused.</summary>
    Task<Secret> GetAsync(Secret? refused, ICallObserver observer, CancellationToken cancellationToken);
}

/// <summary>A personal access token: it is what it is.</summary>
internal sealed class StaticTokenSource(Secret token) : ITokenSource
{
    public bool CanRenew => false;

    public string? ClientId => null;

    public Task<Secret> GetAsync(Secret? refused, ICallObserver observer, CancellationToken cancellationToken) => Task.FromResult(token);
}
