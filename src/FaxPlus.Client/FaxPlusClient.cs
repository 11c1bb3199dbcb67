using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.AI;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Contacts;
using FaxPlus.Client.Faxes;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Files;
using FaxPlus.Client.Http;
using FaxPlus.Client.Members;
using FaxPlus.Client.Numbers;
using FaxPlus.Client.Outbox;
using FaxPlus.Client.Scopes;
using FaxPlus.Client.Shop;
using FaxPlus.Client.Webhooks;
using Microsoft.Extensions.Logging;

namespace FaxPlus.Client;

/// <summary>A client for the Fax.Plus service (API reference, section 3). Disposing the client closes its connections.</summary>
public sealed class FaxPlusClient : IFaxPlusClient
{
    /// <summary>
    /// The name of the HTTP client that AddFaxPlus registers for requests to the API. Token requests use another HTTP client.
    /// </summary>
    public const string HttpClientName = ClientPipeline.Name;

    /// <summary>The name of the ActivitySource, for OpenTelemetry. Each call starts an activity.</summary>
    public const string ActivitySourceName = Telemetry.SourceName;

    private readonly ClientPipeline _pipeline;
    private readonly FaxPlusClientOptions _options;
    private readonly AccountReader.Cache _account;
    private readonly SendHistory _history;
    private readonly ApiClient _api;

    /// <summary>Creates a client. The constructor makes no request.</summary>
    public FaxPlusClient(FaxPlusClientOptions options)
        : this(options, ClientPlatform.Default)
    {
    }

    internal FaxPlusClient(FaxPlusClientOptions options, ClientPlatform platform)
        : this(
            options, PipelineOf(options, platform, null), new AccountReader.Cache(), new SendHistory(platform.Time), NullObserver.Instance)
    {
    }

    internal FaxPlusClient(FaxPlusClientOptions options, IHttpClientFactory factory, ILogger? logger)
        : this(
            options,
            PipelineOf(options, ClientPlatform.Default, factory),
            new AccountReader.Cache(),
            new SendHistory(ClientPlatform.Default.Time),
            logger is null ? NullObserver.Instance : new LoggingObserver(logger))
    {
    }

    // Only this constructor creates the operations objects. All operations of a client share its connections, its cached account and its
    // list of recent sends.
    private FaxPlusClient(
        FaxPlusClientOptions options, ClientPipeline pipeline, AccountReader.Cache account, SendHistory history, ICallObserver observer)
    {
        (_options, _pipeline, _account, _history) = (options, pipeline, account, history);
        _api = new ApiClient(pipeline, observer, options.ApiUri);
        var accounts = new AccountOperations(_api);
        var accountReader = new AccountReader(accounts, account);
        var numbers = new NumberOperations(_api);
        var files = new FileOperations(_api);
        var outbox = new OutboxOperations(_api, options, accountReader, numbers, files, history);
        Accounts = accounts;
        Numbers = numbers;
        Files = files;
        Outbox = outbox;
        Faxes = new FaxOperations(_api, options, outbox, accountReader, history);
        Members = new MemberOperations(_api, accounts);
        Contacts = new ContactOperations(_api);
        Webhooks = new WebhookOperations(_api, options);
        Shop = new ShopOperations(_api);
        AI = new AIOperations(_api, options);
        Scopes = new ScopeProbeOperations(_api);
    }

    internal ClientPipeline Pipeline => _pipeline;

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
    public IContactOperations Contacts { get; }

    /// <inheritdoc />
    public IWebhookOperations Webhooks { get; }

    /// <inheritdoc />
    public IShopOperations Shop { get; }

    /// <inheritdoc />
    public IAIOperations AI { get; }

    /// <inheritdoc />
    public IScopeOperations Scopes { get; }

    /// <inheritdoc />
    public IFaxPlusClient Observe(ICallObserver observer) =>
        new FaxPlusClient(_options, _pipeline, _account, _history, observer ?? throw new ArgumentNullException(nameof(observer)));

    /// <inheritdoc />
    public Task<FaxPlusResponse> RequestAsync(FaxPlusRequest request, CancellationToken cancellationToken = default) =>
        new RawRequest(_api).SendAsync(request ?? throw new ArgumentNullException(nameof(request)), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _pipeline.Dispose();

    private static ClientPipeline PipelineOf(FaxPlusClientOptions options, ClientPlatform platform, IHttpClientFactory? factory)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (options.Token is null && options.Grant is null)
        {
            throw new FaxPlusException(FaxPlusErrorKind.NotConnected, "The options have neither a token nor an OAuth grant.")
            {
                RecommendedAction = "Set Token or Grant.",
            };
        }

        var pipeline = new ClientPipeline(options, platform, factory);
        if (options.Token is Secret token)
        {
            pipeline.TokenSource = new StaticTokenSource(pipeline.Secrets.Add(token));
            return pipeline;
        }

        OAuthGrant grant = options.Grant!;
        pipeline.Secrets.Add(grant.Application.ClientSecret);
        pipeline.Secrets.Add(grant.RefreshToken);
        if (grant.Access.AccessToken is Secret access) pipeline.Secrets.Add(access);
        pipeline.TokenSource = new GrantTokenSource(
            grant, options.GrantStore, TokenEndpoint.Of(pipeline, grant.Application), platform.Time);
        return pipeline;
    }
}
