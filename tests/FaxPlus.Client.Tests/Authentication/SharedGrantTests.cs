using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>
/// Tests several processes that use one grant in one vault, with a service that invalidates a refresh token after its use.
/// </summary>
public class SharedGrantTests
{
    [Fact]
    public async Task A_token_that_another_process_has_refreshed_is_used_and_the_old_token_is_not_sent_again()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        (IFaxPlusClient first, IFaxPlusClient second, MemoryStore store, OAuthGrant grant) = await TwoAsync(service);
        await service.RevokeAsync("access");
        await service.Service.ForgetRequestsAsync();

        foreach (IFaxPlusClient client in new[] { first, second, first }) Assert.NotNull((await client.Accounts.GetAsync()).Email);
        await service.RevokeAsync("access");
        foreach (IFaxPlusClient client in new[] { first, second, first }) Assert.NotNull((await client.Accounts.GetAsync()).Email);

        // Each client has refreshed twice, and the token in the vault is valid.
        Assert.Equal([200, 200, 200, 200], (await service.Service.RequestsAsync("POST", "/token")).Select(seen => seen.Status));
        Assert.Equal(store.Tokens[^1], grant.RefreshToken.Reveal());
    }

    [Fact]
    public async Task A_lost_race_for_the_refresh_token_does_not_end_the_session()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        (IFaxPlusClient first, IFaxPlusClient second, MemoryStore store, OAuthGrant grant) = await TwoAsync(service);
        await service.RevokeAsync("access");
        await service.Service.ForgetRequestsAsync();
        store.Find = (look, kept) =>
        {
            // Immediately after the second client has read the vault, the first client refreshes the token.
            if (look == 1) first.Accounts.GetAsync().GetAwaiter().GetResult();
            return kept;
        };

        Assert.NotNull((await second.Accounts.GetAsync()).Email);

        Assert.Equal([200, 400, 200], (await service.Service.RequestsAsync("POST", "/token")).Select(seen => seen.Status));
        Assert.Equal(2, store.Tokens.Length - 1);
        Assert.Equal(store.Tokens[^1], grant.RefreshToken.Reveal());
        Assert.Contains("Another process has renewed", service.Service.Observer.All);
    }

    [Fact]
    public async Task The_client_waits_until_the_other_process_has_stored_its_new_token()
    {
        await using TokenStub stub = await StrictAsync("R7");
        var store = new MemoryStore();
        store.Find = (look, _) => Grant(stub, look < 6 ? "R0" : "R7");
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, store);
        Assert.NotNull((await client.Accounts.GetAsync()).Email);
        Assert.Equal(["token R0", "token R7", "api A"], stub.Events);
        Assert.Equal("N", grant.RefreshToken.Reveal());
        Assert.Equal(["N"], store.Tokens);
    }

    [Fact]
    public async Task Four_processes_that_start_together_all_succeed()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        OAuthGrant signedIn = await service.SignInAsync();
        var store = new MemoryStore();
        store.Save(signedIn.Application, signedIn.RefreshToken);
        IFaxPlusClient[] clients = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            OAuthApplication application = service.Application();
            application.RetryDelay = TimeSpan.FromMilliseconds(300);
            return service.Client(new OAuthGrant(application, signedIn.RefreshToken), store);
        })];
        await service.Service.FaultAsync("delay", "POST", "/token", times: 4, more: fault => fault["delayMs"] = 100);

        Account[] answers = await Task.WhenAll(
            clients.Select(client => Task.Run(() => client.Accounts.GetAsync(cancellationToken: service.Service.TimeLimit))));

        Assert.All(answers, account => Assert.NotNull(account.Email));
        Assert.Contains(await service.Service.RequestsAsync("POST", "/token"), seen => seen.Status == 400);
        Assert.Equal(4, (await service.Service.RequestsAsync("POST", "/token")).Count(seen => seen.Status == 200) - 1);
    }

    [Fact]
    public async Task A_token_that_is_invalid_for_all_processes_is_sent_once_and_ends_the_session()
    {
        await using TokenStub stub = await StrictAsync("another");
        var store = new MemoryStore { Find = (_, _) => Grant(stub, "R0") };
        IFaxPlusClient client = stub.Client(out _, store);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => client.Accounts.GetAsync());
        Assert.Contains("Sign in again in the browser", error.RecommendedAction);
        Assert.Equal(FaxPlusAdvice.SignInInBrowserAndKeep, error.Advice);
        Assert.Equal(["token R0"], stub.Events);
        Assert.Equal(1, store.Releases);
    }

    [Fact]
    public async Task A_vault_that_returns_one_invalid_token_after_another_does_not_cause_an_endless_loop()
    {
        await using TokenStub stub = await StrictAsync("another");
        var store = new MemoryStore { Find = (look, _) => Grant(stub, "dead" + look) };
        await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => stub.Client(out _, store).Accounts.GetAsync());
        Assert.InRange(stub.Requests.Count, 2, 5);
        Assert.Equal(stub.Requests.Count, stub.Events.Distinct().Count());
    }

    [Fact]
    public async Task A_grant_of_another_application_is_not_used()
    {
        await using TokenStub stub = await StrictAsync("R7");
        var store = new MemoryStore { Find = (_, _) =>
            new OAuthGrant(new OAuthApplication("APIK-other", new Secret("s")), new Secret("R7")) };
        await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => stub.Client(out _, store).Accounts.GetAsync());
        Assert.Equal(["token R0"], stub.Events);
    }

    [Fact]
    public async Task An_application_that_is_refused_is_not_read_from_the_vault_again()
    {
        await using TokenStub stub =
            await TokenStub.StartAsync((_, context) => Stub.WriteAsync(context, """{"error":"invalid_client"}""", 401));
        int looks = 0;
        var store = new MemoryStore { Find = (look, _) => Grant(stub, "R" + (looks = look)) };
        await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => stub.Client(out _, store).Accounts.GetAsync());
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task An_unreadable_vault_does_not_prevent_a_refresh()
    {
        await using TokenStub stub = await StrictAsync("R0");
        var store = new MemoryStore { Find = (_, _) => throw new IOException("The vault is locked.") };
        Assert.NotNull((await stub.Client(out _, store).Accounts.GetAsync()).Email);
        Assert.Contains("The vault is locked.", stub.Observer.All);
        Assert.Empty(stub.Observer.Warnings);
    }

    [Fact]
    public async Task A_vault_that_could_not_be_written_does_not_restore_the_old_token()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync(seconds: 0);
        bool locked = true;
        var store = new MemoryStore(_ => { if (locked) throw new IOException("The vault is locked."); });
        store.Find = (_, kept) => kept ?? Grant(stub, "R0");
        IFaxPlusClient client = stub.Client(out _, store);
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        locked = false;
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        Assert.Equal(["token R0", "token R1", "token R2", "token R3"],
            stub.Events.Where(item => item.StartsWith("token", StringComparison.Ordinal)));
        Assert.Equal(["R3", "R4"], store.Tokens);
    }

    [Fact]
    public async Task The_vault_is_opened_before_the_request_and_closed_at_the_end()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync(seconds: 0);
        var store = new MemoryStore(token => stub.Events.Enqueue("kept " + token));
        store.Find = (_, kept) =>
        {
            stub.Events.Enqueue("looked");
            return kept;
        };
        IFaxPlusClient client = stub.Client(out _, store);
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        Assert.Equal(["looked", "token R0", "kept R1", "api A1", "looked", "token R1", "kept R2", "api A2"], stub.Events);
        Assert.Equal(2, store.Releases);
    }

    [Fact]
    public async Task A_warning_for_a_replaced_token_of_the_environment_is_written_once_and_does_not_show_it()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync(seconds: 0);
        IFaxPlusClient client = stub.Client(out OAuthGrant grant);
        grant.Source = "FAXPLUS_REFRESH_TOKEN";
        grant.SourceAdvice = "Take a vault.";
        for (int i = 0; i < 3; i++) await client.Observe(stub.Observer).Accounts.GetAsync();
        string warning = Assert.Single(stub.Observer.Warnings);
        Assert.Contains("FAXPLUS_REFRESH_TOKEN", warning);
        Assert.EndsWith(" Take a vault.", warning);
        Assert.DoesNotMatch(@"\bR\d\b", warning);
    }

    [Theory]
    [InlineData(false, "-RefreshToken", false)]
    [InlineData(true, null, false)]
    [InlineData(true, "-RefreshToken", true)]
    public async Task No_warning_is_written_without_rotation_or_if_no_stored_token_becomes_outdated(bool rotate, string? source, bool kept)
    {
        await using TokenStub stub = await TokenStub.StartAsync((request, context) =>
            Stub.WriteAsync(context, TokenStub.Tokens("A" + request.Number, rotate ? "R" + request.Number : null, 0)));
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, kept ? new MemoryStore() : null);
        grant.Source = source;
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        Assert.Empty(stub.Observer.Warnings);
    }

    private static OAuthGrant Grant(TokenStub stub, string refreshToken) => new(stub.Application(), new Secret(refreshToken));

    /// <summary>Starts a token endpoint that accepts one refresh token and returns the refresh token N.</summary>
    private static Task<TokenStub> StrictAsync(string good) =>
        TokenStub.StartAsync((request, context) => request.Parameter("refresh_token") == good
        ? Stub.WriteAsync(context, TokenStub.Tokens("A", "N"))
        : Stub.WriteAsync(context, """{"error":"invalid_grant"}""", 400));

    /// <summary>Creates two clients with the same grant in one store. The returned grant is that of the second client.</summary>
    private static async Task<(IFaxPlusClient First, IFaxPlusClient Second, MemoryStore Store, OAuthGrant Grant)> TwoAsync(
        OAuthService service)
    {
        OAuthGrant signedIn = await service.SignInAsync();
        var store = new MemoryStore();
        store.Save(signedIn.Application, signedIn.RefreshToken);
        OAuthGrant[] grants = [.. Enumerable.Range(0, 2).Select(_ =>
            new OAuthGrant(service.Application(), signedIn.RefreshToken, signedIn.Access.AccessToken, signedIn.AccessTokenExpiresOn))];
        return (service.Client(grants[0], store), service.Client(grants[1], store), store, grants[1]);
    }
}
