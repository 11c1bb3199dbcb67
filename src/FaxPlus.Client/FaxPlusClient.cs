using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Authentication;
using FaxPlus.Client.Http;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client;

/// <summary>A client of the Fax.Plus service (API reference 3). Dispose it to close its connections.</summary>
public sealed class FaxPlusClient : IFaxPlusClient
{
    private readonly Host _host;
    private readonly FaxPlusConnection _connection;
    private readonly Transport _transport;

    /// <summary>Makes a client; no request is made.</summary>
    public FaxPlusClient(FaxPlusConnection connection)
        : this(connection, ClientPlatform.Default)
    {
    }

    internal FaxPlusClient(FaxPlusConnection connection, ClientPlatform platform)
        : this(connection ?? throw new ArgumentNullException(nameof(connection)), HostOf(connection, platform), NullObserver.Instance)
    {
    }

    private FaxPlusClient(FaxPlusConnection connection, Host host, ICallObserver observer)
    {
        _host = host;
        _connection = connection;
        _transport = new Transport(host, observer, connection.ApiUri);
        Accounts = new AccountOperations(_transport);
        Members = new MemberOperations(_transport);
        Numbers = new NumberOperations(_transport);
        Faxes = new FaxOperations(_transport, connection);
        Files = new FileOperations(_transport);
        Outbox = new OutboxOperations(_transport, connection);
        Webhooks = new WebhookOperations(_transport, connection);
        Shop = new ShopOperations(_transport);
        AI = new AIOperations(_transport, connection);
        Scopes = new ScopeProbeOperations(_transport);
    }

    /// <inheritdoc />
    public IAccountOperations Accounts { get; }

    /// <inheritdoc />
    public IMemberOperations Members { get; }

    /// <inheritdoc />
    public INumberOperations Numbers { get; }

    /// <inheritdoc />
    public IFaxOperations Faxes { get; }

    /// <inheritdoc />
    public IFileOperations Files { get; }

    /// <inheritdoc />
    public IOutboxOperations Outbox { get; }

    /// <inheritdoc />
    public IWebhookOperations Webhooks { get; }

    /// <inheritdoc />
    public IShopOperations Shop { get; }

    /// <inheritdoc />
    public IAIOperations AI { get; }

    /// <inheritdoc />
    public IScopeOperations Scopes { get; }

    /// <inheritdoc />
    public IFaxPlusClient Observe(ICallObserver observer) => new FaxPlusClient(_connection, _host, observer ?? throw new ArgumentNullException(nameof(observer)));

    /// <inheritdoc />
    public Task<object?> RequestAsync(FaxPlusRequest request, CancellationToken cancellationToken = default) =>
        new RawRequest(_transport).SendAsync(request ?? throw new ArgumentNullException(nameof(request)), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _host.Dispose();

    private static Host HostOf(FaxPlusConnection connection, ClientPlatform platform)
    {
        var host = new Host(connection, platform);
        if (connection.Token is Secret token)
        {
            host.TokenSource = new FixedToken(host.Secrets.Add(token));
            return host;
        }

        OAuthGrant grant = connection.Grant!;
        host.Secrets.Add(grant.Application.ClientSecret);
        host.Secrets.Add(grant.RefreshToken);
        if (grant.Access.AccessToken is Secret access) host.Secrets.Add(access);
        host.TokenSource = new GrantToken(grant, connection.GrantStore, TokenEndpoint.Of(host, grant.Application), platform.Time);
        return host;
    }
}
