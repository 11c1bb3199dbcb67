using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>An emulator with an OAuth application, and methods to sign in to it.</summary>
internal sealed class OAuthService : IAsyncDisposable
{
    public const string ClientId = "APIK-recognise-me";
    public const string ClientSecret = "client+secret/4711==";
    public static readonly Uri Redirect = new("http://localhost:8400/callback");

    private readonly HttpClient _browser = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private OAuthService(Service service) => Service = service;

    public Service Service { get; }

    public Uri AccountsUri => new(Service.ApiUri, "/");

    public static async Task<OAuthService> StartAsync(Action<EmulatorOptions>? configure = null) => new(await Service.StartAsync(options =>
    {
        options.Clients.Add(ClientId, ClientSecret);
        configure?.Invoke(options);
    }));

    public static OAuthApplication Application(Uri accountsUri, string secret = ClientSecret, bool inQuery = false) =>
        new(ClientId, new Secret(secret))
    {
        AccountsUri = accountsUri,
        RedirectUri = Redirect,
        ParametersInQuery = inQuery,
        RetryDelay = TimeSpan.FromMilliseconds(2),
    };

    public OAuthApplication Application(string secret = ClientSecret, bool inQuery = false) => Application(AccountsUri, secret, inQuery);

    public ISignIn Begin(OAuthApplication? application = null) => Service.Keep(new SignIn(application ?? Application()));

    /// <summary>The address to which the browser is redirected after the user has approved the application.</summary>
    public async Task<Uri> ApproveAsync(ISignIn signIn, string answer = "1")
    {
        using HttpResponseMessage page = await _browser.GetAsync(signIn.LoginUri.AbsoluteUri + "&approve=" + answer);
        return page.Headers.Location!;
    }

    public static string CodeIn(Uri address) => System.Web.HttpUtility.ParseQueryString(address.Query)["code"]!;

    public async Task<OAuthGrant> SignInAsync(OAuthApplication? application = null)
    {
        ISignIn signIn = Begin(application);
        return await signIn.RedeemAsync(new Secret((await ApproveAsync(signIn)).AbsoluteUri), Service.Observer, Service.TimeLimit);
    }

    public IFaxPlusClient Client(OAuthGrant grant, IGrantStore? store = null, int retries = 5) =>
        Client(grant, Service.ApiUri, Service.Observer, store, Service, retries);

    public static IFaxPlusClient Client(OAuthGrant grant, Uri apiUri, ICallObserver observer, IGrantStore? store, Service? owner = null,
        int retries = 5)
    {
        var client = new FaxPlusClient(new FaxPlusClientOptions(grant, store)
        {
            ApiUri = apiUri,
            MaxRetries = retries,
            RetryDelay = TimeSpan.FromMilliseconds(2),
            PollInterval = TimeSpan.FromMilliseconds(15),
            MaxPollInterval = TimeSpan.FromMilliseconds(60),
            VisibilityDelay = TimeSpan.FromMilliseconds(400),
        });
        owner?.Keep(client);
        return client.Observe(observer);
    }

    public async Task RevokeAsync(string kind)
    {
        using HttpResponseMessage answer = await _browser.PostAsync(new Uri(AccountsUri, "/_emulator/revoke"),
            new StringContent($$"""{"kind":"{{kind}}"}""", Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    public async Task<int> TokenRequestsAsync() => (await Service.RequestsAsync("POST", "/token")).Length;

    /// <summary>Waits until the current access token has expired.</summary>
    public async Task UntilEndedAsync(OAuthGrant grant)
    {
        while (DateTimeOffset.UtcNow <= grant.AccessTokenExpiresOn) await Task.Delay(20, Service.TimeLimit);
    }

    /// <summary>Makes a number of calls at the same time, each on a separate thread.</summary>
    public static Task<Account[]> TogetherAsync(int count, IFaxPlusClient client, Service service)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Account>[] calls = [.. Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            await go.Task;
            return await client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        }))];
        go.SetResult();
        return Task.WhenAll(calls);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Service.DisposeAsync();
    }
}
