using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Client.Voipex;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>Tests Voipex, which uses the same OAuth implementation with a password.</summary>
public class VoipexTests
{
    private const string User = "ada@example.com";
    private const string Password = "pass+wörd &=%/4711";

    private static Secret Secret => new(Password);

    [Fact]
    public async Task The_password_is_sent_once_in_the_body_with_no_other_credentials()
    {
        await using TokenStub stub = await TokenStub.StartAsync((request, context) =>
            Stub.WriteAsync(context, Tokens(request.Number)), context => Stub.WriteAsync(context, "[]"));
        using IVoipexClient client = Client(stub.BaseUri);
        await client.SignInAsync(Secret, stub.Observer);
        await SmsAsync(client, stub.Observer);

        TokenRequest request = stub.Single;
        Assert.Empty(request.Query);
        Assert.Equal(["client_id", "grant_type", "password", "username"], request.Form.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("api", request.Form["client_id"]);
        Assert.Equal("password", request.Form["grant_type"]);
        Assert.Equal(User, request.Form["username"]);
        Assert.Equal(Password, request.Form["password"]);
        Assert.Empty(request.Authorization);
        Assert.DoesNotContain("x-fax-clientid", request.Headers, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["token password", "api A1"], stub.Events);
    }

    [Fact]
    public async Task A_refresh_sends_the_refresh_token_and_the_client_id_and_no_secret()
    {
        await using TokenStub stub = await TokenStub.StartAsync((request, context) =>
            Stub.WriteAsync(context, Tokens(request.Number, seconds: 0)), context => Stub.WriteAsync(context, "[]"));
        using IVoipexClient client = Client(stub.BaseUri);
        await client.SignInAsync(Secret, stub.Observer);
        for (int i = 0; i < 2; i++) await SmsAsync(client, stub.Observer);

        Assert.Equal(["token password", "token R1", "api A2", "token R2", "api A3"], stub.Events);
        Assert.All(stub.Requests.Skip(1), request =>
        {
            Assert.Equal(["client_id", "grant_type", "refresh_token"], request.Form.Keys.Order(StringComparer.Ordinal));
            Assert.Empty(request.Authorization);
        });
    }

    [Fact]
    public async Task The_password_is_discarded_after_the_response()
    {
        foreach (bool right in new[] { true, false })
        {
            var looked = new TaskCompletionSource<bool>();
            await using TokenStub stub = await TokenStub.StartAsync(
                async (request, context) =>
                {
                    await looked.Task;
                    await Stub.WriteAsync(context, right ? Tokens(request.Number) : """{"error":"invalid_grant"}""", right ? 200 : 401);
                },
                context => Stub.WriteAsync(context, "[]"));
            string password = right ? Password : "Recognise_this_wrong_one";
            using IVoipexClient client = Client(stub.BaseUri);
            Task signIn = client.SignInAsync(new Secret(password), stub.Observer);
            Assert.Contains(password, Held.By(client));
            looked.SetResult(true);
            Assert.Equal(right, await Record.ExceptionAsync(() => signIn) is null);
            if (right) await SmsAsync(client, stub.Observer);

            string[] held = [.. Held.By(client)];
            Assert.True(held.Length > 20, "No fields were examined.");
            Assert.DoesNotContain(held, text => text.Contains(password, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_empty_password_is_not_sent()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => client.SignInAsync(new Secret(" "), service.Observer));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task Messages_are_sent_and_listed_with_query_parameters()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        await client.SignInAsync(Secret, service.Observer);

        object? numbers = (await client.RequestAsync(VoipexService.Sms, new FaxPlusRequest("GET", "/SMS/allowed-numbers"),
            service.Observer)).Body;
        Assert.Equal([Service.Own], Assert.IsAssignableFrom<IEnumerable<object>>(numbers));
        await client.RequestAsync(VoipexService.Sms, new FaxPlusRequest("POST",
            "/SMS") { JsonBody = $$"""{"from":"{{Service.Own}}","to":"+41791234567","text":"Grüße"}""" }, service.Observer);
        FaxPlusResponse past =
            await SmsAsync(client, service.Observer, ("startTime", "2020-01-01T00:00:00+00:00"), ("endTime", "2020-01-02T00:00:00+00:00"));
        Assert.Empty(Assert.IsAssignableFrom<IEnumerable<object>>(past.Body));
        FaxPlusResponse all = await SmsAsync(client, service.Observer, ("startTime", "2020-01-01T00:00:00+00:00"));
        var message = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(
            Assert.Single(Assert.IsAssignableFrom<IEnumerable<object>>(all.Body)));
        Assert.Equal("Grüße", message["text"]);

        // In a query, an unencoded plus sign means a space.
        Assert.All(await service.RequestsAsync("GET", "/SMS"), seen => Assert.DoesNotContain("+", seen.RawQuery));
    }

    [Fact]
    public async Task The_error_for_a_wrong_password_states_this()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => client.SignInAsync(new Secret("wrong"), service.Observer));
        Assert.Contains("password", error.RecommendedAction);
        Assert.Equal(401, error.StatusCode);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_error_for_a_call_before_the_sign_in_states_this()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.NotConnected, () => SmsAsync(client, service.Observer));
        Assert.Equal(FaxPlusAdvice.SignInToVoipex, error.Advice);
    }

    [Fact]
    public async Task The_session_is_refreshed_before_its_expiry_and_once_for_all_callers()
    {
        EmulatorOptions emulator = null!;
        await using Service service = await StartAsync(options => (emulator = options).VoipexAccessSeconds = 1);
        using IVoipexClient client = Client(service);
        await client.SignInAsync(Secret, service.Observer);
        DateTimeOffset? end = client.AccessTokenExpiresOn;
        while (DateTimeOffset.UtcNow <= end) await Task.Delay(20, service.TimeLimit);
        await service.ForgetRequestsAsync();
        emulator.VoipexAccessSeconds = 3000;
        await service.FaultAsync("delay", "POST", "/token", more: fault => fault["delayMs"] = 150);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => SmsAsync(client, service.Observer))));

        Assert.Single(await service.RequestsAsync("POST", "/voipex/token"));
        Assert.All(await service.RequestsAsync("GET"), seen => Assert.Equal(200, seen.Status));
        Assert.True(client.AccessTokenExpiresOn > end);
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_and_the_call_is_retried()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        await client.SignInAsync(Secret, service.Observer);
        await RevokeAsync(service, "voipex-access");
        await SmsAsync(client, service.Observer);
        Assert.Equal([401, 200], (await service.RequestsAsync("GET")).Select(seen => seen.Status));
    }

    [Fact]
    public async Task After_the_expiry_of_the_refresh_token_a_call_fails_without_a_request()
    {
        await using Service service = await StartAsync(options =>
        {
            options.VoipexAccessSeconds = 1;
            options.VoipexRefreshSeconds = 1;
        });
        using IVoipexClient client = Client(service);
        await client.SignInAsync(Secret, service.Observer);
        DateTimeOffset? end = client.RefreshTokenExpiresOn;
        while (DateTimeOffset.UtcNow <= end) await Task.Delay(20, service.TimeLimit);
        await service.ForgetRequestsAsync();

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => SmsAsync(client, service.Observer));

        Assert.Equal(FaxPlusAdvice.SignInToVoipex, error.Advice);
        Assert.Empty(await service.RequestsAsync());

        // The same client can sign in again.
        await client.SignInAsync(Secret, service.Observer);
        await SmsAsync(client, service.Observer);
    }

    [Fact]
    public async Task A_refresh_token_that_the_service_has_revoked_ends_the_session()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        await client.SignInAsync(Secret, service.Observer);
        await RevokeAsync(service, "voipex-access");
        await RevokeAsync(service, "voipex-refresh");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => SmsAsync(client, service.Observer));
        Assert.Equal(FaxPlusAdvice.SignInToVoipex, error.Advice);
        Assert.Equal("invalid_grant", error.ErrorCode);
    }

    [Fact]
    public async Task Each_refresh_extends_the_session()
    {
        await using Service service = await StartAsync();
        using IVoipexClient client = Client(service);
        Assert.Null(client.RefreshTokenExpiresOn);
        await client.SignInAsync(Secret, service.Observer);
        DateTimeOffset? first = client.RefreshTokenExpiresOn;
        Assert.InRange((first!.Value - DateTimeOffset.UtcNow).TotalSeconds, 7000, 7200);
        await RevokeAsync(service, "voipex-access");
        await SmsAsync(client, service.Observer);
        Assert.True(client.RefreshTokenExpiresOn > first);
    }

    [Fact]
    public async Task Each_service_has_a_separate_address()
    {
        await using Stub api = await Stub.AnsweringAsync("[]");
        await using Stub sms = await Stub.AnsweringAsync("[]");
        await using TokenStub auth = await TokenStub.StartAsync((request, context) => Stub.WriteAsync(context, Tokens(request.Number)));
        using var client = new VoipexClient(
            new VoipexConnection(User) { AuthUri = auth.BaseUri, ApiUri = api.BaseUri, SmsUri = sms.BaseUri });
        await client.SignInAsync(Secret, auth.Observer, default);
        await client.RequestAsync(VoipexService.Api, new FaxPlusRequest("GET", "/calls"), auth.Observer, default);
        await client.RequestAsync(VoipexService.Sms, new FaxPlusRequest("GET", "/SMS"), auth.Observer, default);
        Assert.Equal("/calls", Assert.Single(api.Requests).Target);
        Assert.Equal("/SMS", Assert.Single(sms.Requests).Target);
        Assert.Equal("Bearer A1", api.Requests.Single().Authorization);
        Assert.Equal(["token password"], auth.Events);
    }

    [Fact]
    public async Task The_error_for_an_unreachable_token_service_names_its_parameter()
    {
        using IVoipexClient client = Client(new Uri("http://127.0.0.1:1"));
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => client.SignInAsync(Secret, new Observer()));
        Assert.Equal(FaxPlusAdvice.VoipexTokenAddress, error.Advice);
    }

    [Fact]
    public async Task A_password_is_sent_unchanged_with_its_spaces()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using IVoipexClient client = Client(stub.BaseUri);
        await client.SignInAsync(new Secret(" pass word "), stub.Observer, stub.TimeLimit);
        Assert.Equal(" pass word ", stub.Single.Parameter("password"));
    }

    [Fact]
    public async Task A_version_in_a_path_is_part_of_it_if_the_base_address_has_none()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using IVoipexClient client = Client(stub.BaseUri);
        await client.SignInAsync(Secret, stub.Observer, stub.TimeLimit);
        await client.RequestAsync(VoipexService.Api, new FaxPlusRequest("GET", "/v3/calls"), stub.Observer, stub.TimeLimit);
        Assert.Contains(stub.Observer.VerboseLines, line => line.Contains("/v3/calls", StringComparison.Ordinal));
    }

    private static string Tokens(int number, int seconds = 3000) =>
        $$"""{"access_token":"A{{number}}","expires_in":{{seconds}},"refresh_expires_in":"""
        + $$"""7200,"refresh_token":"R{{number}}","token_type":"Bearer","not-before-policy":"""
        + """0,"session_state":"s","scope":"profile email"}""";

    private static Task<Service> StartAsync(Action<EmulatorOptions>? configure = null) => Service.StartAsync(options =>
    {
        options.VoipexUsers.Add(User, Password);
        configure?.Invoke(options);
    });

    private static IVoipexClient Client(Service service) => Client(new Uri(service.ApiUri, "/voipex"));

    private static IVoipexClient Client(Uri address) => new VoipexClient(new VoipexConnection(User)
    {
        AuthUri = address,
        ApiUri = address,
        SmsUri = address,
        RetryDelay = TimeSpan.FromMilliseconds(2),
    });

    private static Task<FaxPlusResponse> SmsAsync(IVoipexClient client, ICallObserver observer,
        params (string Name, string Value)[] query) => client.RequestAsync(
        VoipexService.Sms, new FaxPlusRequest("GET",
            "/SMS") { Query = [.. query.Select(item => new KeyValuePair<string, string>(item.Name, item.Value))] }, observer);

    private static Task RevokeAsync(Service service, string kind) => service.ControlAsync("revoke", new JsonObject { ["kind"] = kind });
}
