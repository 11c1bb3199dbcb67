using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>Provides the tokens for requests.</summary>
internal interface ITokenSource
{
    /// <summary>Whether a refused token can be replaced.</summary>
    bool CanRenew { get; }

    /// <summary>The value of the header <c>x-fax-clientid</c>; null for no header (API reference 2.2, 6).</summary>
    string? ClientId { get; }

    /// <summary>Returns the current token. A renewable token that expires soon, or that is the refused token, is renewed first.</summary>
    Task<Secret> GetAsync(Secret? refused, ICallObserver observer, CancellationToken cancellationToken);
}

/// <summary>A personal access token, which cannot be renewed.</summary>
internal sealed class StaticTokenSource(Secret token) : ITokenSource
{
    public bool CanRenew => false;

    public string? ClientId => null;

    public Task<Secret> GetAsync(Secret? refused, ICallObserver observer, CancellationToken cancellationToken) => Task.FromResult(token);
}
