using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Web;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>Tests the OAuth sign-in from the login address and the authorization code to the tokens.</summary>
public class CodeExchangeTests
{
    [Fact]
    public void The_login_address_requests_a_code_and_all_scopes_with_a_separate_state()
    {
        var states = new HashSet<string>();
        for (int i = 0; i < 20; i++)
        {
            using ISignIn signIn = new SignIn(OAuthService.Application(new Uri("https://accounts.example/base/")));
            Assert.Equal("https://accounts.example/base/login", signIn.LoginUri.GetLeftPart(UriPartial.Path));
            var query = HttpUtility.ParseQueryString(signIn.LoginUri.Query);
            Assert.Equal("code", query["response_type"]);
            Assert.Equal(OAuthService.ClientId, query["client_id"]);
            Assert.Equal(OAuthService.Redirect.OriginalString, query["redirect_uri"]);
            Assert.Equal("all", query["scope"]);
            Assert.True(query["state"]!.Length >= 32);
            Assert.True(states.Add(query["state"]!));
            Assert.DoesNotContain("secret", signIn.LoginUri.AbsoluteUri, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_code_cannot_be_used_without_the_sign_in_that_requested_it()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        ISignIn asked = service.Begin(), other = service.Begin();
        string code = OAuthService.CodeIn(await service.ApproveAsync(asked));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => other.RedeemAsync(new Secret(code), service.Service.Observer));

        code = OAuthService.CodeIn(await service.ApproveAsync(asked));
        Assert.NotNull(await asked.RedeemAsync(new Secret(code), service.Service.Observer));
    }

    [Fact]
    public async Task Pkce_can_be_omitted()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        foreach (bool uses in new[] { true, false })
        {
            OAuthApplication application = stub.Application();
            application.UsesPkce = uses;
            using ISignIn signIn = new SignIn(application);
            var query = HttpUtility.ParseQueryString(signIn.LoginUri.Query);
            Assert.Equal(uses ? "S256" : null, query["code_challenge_method"]);
            Assert.Equal(uses ? 43 : 0, query["code_challenge"]?.Length ?? 0);
            await signIn.RedeemAsync(new Secret("c"), stub.Observer);
            Assert.Equal(uses, stub.Requests.Last().Form.ContainsKey("code_verifier"));
            if (uses) Assert.DoesNotContain(stub.Requests.Last().Form["code_verifier"], stub.Observer.All);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_code_is_exchanged_with_the_basic_header_and_the_parameters_in_one_place_only(bool inQuery)
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using ISignIn signIn = new SignIn(stub.Application(inQuery: inQuery));

        OAuthGrant grant = await signIn.RedeemAsync(new Secret("code/1+2="), stub.Observer, stub.TimeLimit);

        TokenRequest request = stub.Single;
        Assert.Empty(inQuery ? request.Form : request.Query);
        var parameters = inQuery ? request.Query : request.Form;
        Assert.Equal(["client_id", "code", "code_verifier", "grant_type", "redirect_uri"], parameters.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("authorization_code", parameters["grant_type"]);
        Assert.Equal(OAuthService.ClientId, parameters["client_id"]);
        Assert.Equal("code/1+2=", parameters["code"]);
        Assert.Equal(OAuthService.Redirect.OriginalString, parameters["redirect_uri"]);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(OAuthService.ClientId + ":" + OAuthService.ClientSecret)),
            request.Authorization);
        Assert.DoesNotContain("x-fax-clientid", request.Headers, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("R1", grant.RefreshToken.Reveal());
        Assert.Equal("A1", grant.Access.AccessToken!.Reveal());
        Assert.InRange((grant.AccessTokenExpiresOn!.Value - DateTimeOffset.UtcNow).TotalSeconds, 3000, 3600);
    }

    [Theory]
    [InlineData(TokenParameterPlace.Body, false)]
    [InlineData(TokenParameterPlace.Query, true)]
    public async Task A_sign_in_succeeds_with_a_service_that_reads_parameters_from_one_place_only(TokenParameterPlace place, bool inQuery)
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.TokenParameters = place);
        OAuthGrant grant = await service.SignInAsync(service.Application(inQuery: inQuery));
        await service.RevokeAsync("access");
        Assert.NotNull((await service.Client(grant).Accounts.GetAsync()).Email);
    }

    [Theory]
    [InlineData(TokenParameterPlace.Body, true)]
    [InlineData(TokenParameterPlace.Query, false)]
    public async Task The_error_for_parameters_in_the_wrong_place_names_the_switch_to_use(TokenParameterPlace place, bool inQuery)
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.TokenParameters = place);

        FaxPlusAdvice other = inQuery ? FaxPlusAdvice.TokenParametersInBody : FaxPlusAdvice.TokenParametersInQuery;
        FaxPlusException exchange =
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.SignInAsync(service.Application(inQuery: inQuery)));
        Assert.Equal(other, exchange.Advice);

        var grant = new OAuthGrant(service.Application(inQuery: inQuery), new Secret("refresh_1"));
        FaxPlusException refresh = await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => service.Client(grant).Accounts.GetAsync());
        Assert.Equal(other, refresh.Advice);
    }

    [Fact]
    public async Task A_code_may_be_specified_alone_or_in_the_complete_address()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        foreach (bool whole in new[] { true, false })
        {
            ISignIn signIn = service.Begin();
            Uri address = await service.ApproveAsync(signIn);
            var given = new Secret(" " + (whole ? address.AbsoluteUri : OAuthService.CodeIn(address)) + "\n");
            OAuthGrant grant = await signIn.RedeemAsync(given, service.Service.Observer);
            Assert.NotNull((await service.Client(grant).Accounts.GetAsync()).Email);
        }
    }

    [Theory]
    [InlineData("code=c")]
    [InlineData("code=c&state=")]
    [InlineData("code=c&state=0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("error=access_denied&state=other")]
    [InlineData("")]
    public async Task An_address_of_another_sign_in_is_refused_before_any_request(string query)
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using ISignIn signIn = new SignIn(stub.Application());
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            signIn.RedeemAsync(new Secret(OAuthService.Redirect + "?" + query), stub.Observer));
        Assert.Contains("state", error.Message);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task The_state_of_one_sign_in_is_not_accepted_for_another()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        Uri address = await service.ApproveAsync(service.Begin());
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            service.Begin().RedeemAsync(new Secret(address.AbsoluteUri), service.Service.Observer));
        Assert.Equal(0, await service.TokenRequestsAsync());
    }

    [Theory]
    [InlineData("code=c%2F1&state=unknown-here", "c/1")]
    [InlineData("code=c%2F1", "c/1")]
    public async Task A_code_from_elsewhere_may_be_specified_by_its_address_without_a_check_of_its_state(string query, string code)
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using ISignIn signIn = new SignIn(stub.Application());
        OAuthGrant grant = await signIn.RedeemFromElsewhereAsync(new Secret($" {OAuthService.Redirect}?{query}\n"), stub.Observer);
        Assert.Equal("R1", grant.RefreshToken.Reveal());
        Assert.Equal(code, stub.Single.Form["code"]);
    }

    [Theory]
    [InlineData("error=access_denied&state=x", FaxPlusErrorKind.Forbidden)]
    [InlineData("state=x", FaxPlusErrorKind.InvalidResponse)]
    [InlineData("code=two+words", FaxPlusErrorKind.BadRequest)]
    public async Task The_error_for_an_address_from_elsewhere_without_a_code_describes_it(string query, FaxPlusErrorKind kind)
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using ISignIn signIn = new SignIn(stub.Application());
        await Failing.WithAsync(kind, () => signIn.RedeemFromElsewhereAsync(new Secret($"{OAuthService.Redirect}?{query}"), stub.Observer));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task The_error_for_a_declined_sign_in_states_this()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        ISignIn signIn = service.Begin();
        Uri address = await service.ApproveAsync(signIn, "0");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () =>
            signIn.RedeemAsync(new Secret(address.AbsoluteUri), service.Service.Observer));
        Assert.Contains("declined", error.Message);
        Assert.Equal("access_denied", error.ErrorCode);
        Assert.Equal(0, await service.TokenRequestsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task An_invalid_code_is_refused_before_any_request(string code)
    {
        await using TokenStub stub = await TokenStub.RotatingAsync();
        using ISignIn signIn = new SignIn(stub.Application());
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => signIn.RedeemAsync(new Secret(code), stub.Observer));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_wrong_client_secret_is_distinguished_from_an_invalid_code()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => service.SignInAsync(service.Application("another-secret")));
        Assert.Contains("client secret", error.RecommendedAction);

        ISignIn signIn = service.Begin();
        var code = new Secret(OAuthService.CodeIn(await service.ApproveAsync(signIn)));
        await signIn.RedeemAsync(code, service.Service.Observer);
        error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => signIn.RedeemAsync(code, service.Service.Observer));
        Assert.Equal("invalid_grant", error.ErrorCode);
        Assert.Contains("used once", error.RecommendedAction);
    }

    [Fact]
    public async Task A_code_for_another_redirect_address_is_refused_with_advice()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        Uri address = await service.ApproveAsync(service.Begin());
        OAuthApplication other = service.Application();
        other.RedirectUri = new Uri("http://localhost:8400/other");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.Begin(other).RedeemAsync(new Secret(OAuthService.CodeIn(address)), service.Service.Observer));
        Assert.Contains("redirect URI", error.RecommendedAction);
    }

    [Theory]
    [InlineData("""{"access_token":"A1","expires_in":3600}""")]
    [InlineData("""{"refresh_token":"R1"}""")]
    [InlineData("""{"access_token":"","refresh_token":"R1"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<html>Sign in</html>")]
    public async Task A_response_without_tokens_is_an_error_and_the_code_is_not_used_again(string answer)
    {
        await using TokenStub stub = await TokenStub.StartAsync((_, context) => Stub.WriteAsync(context, answer));
        using ISignIn signIn = new SignIn(stub.Application());
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => signIn.RedeemAsync(new Secret("c"), stub.Observer));
        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("\"3600\"")]
    [InlineData("3600.0")]
    public async Task The_lifetime_of_a_token_may_have_any_notation(string seconds)
    {
        await using TokenStub stub = await TokenStub.StartAsync((_, context) => Stub.WriteAsync(context,
            $$"""{"access_token":"A1","refresh_token":"R1","expires_in":{{seconds}},"scope":["all"],"more":{"x":1} }"""));
        using ISignIn signIn = new SignIn(stub.Application());
        OAuthGrant grant = await signIn.RedeemAsync(new Secret("c"), stub.Observer);
        Assert.InRange((grant.AccessTokenExpiresOn!.Value - DateTimeOffset.UtcNow).TotalSeconds, 3000, 3600);
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("garbage")]
    [InlineData("truncate")]
    public async Task An_exchange_whose_response_is_lost_is_not_retried(string kind)
    {
        await using OAuthService service = await OAuthService.StartAsync();
        await service.Service.FaultAsync(kind, "POST", "/token", times: null);
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => service.SignInAsync());
        Assert.True(error.Kind is FaxPlusErrorKind.Network or FaxPlusErrorKind.InvalidResponse, error.Kind.ToString());
        Assert.Equal(1, await service.TokenRequestsAsync());
    }

    [Fact]
    public async Task A_request_to_a_busy_token_endpoint_is_retried()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        await service.Service.AnswerAsync(503, path: "/token", times: 2);
        await service.SignInAsync();
        Assert.Equal(3, await service.TokenRequestsAsync());
    }

    [Fact]
    public async Task The_error_for_an_unreachable_accounts_service_names_its_parameter()
    {
        using ISignIn signIn = new SignIn(OAuthService.Application(new Uri("http://127.0.0.1:1")));
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Network, () => signIn.RedeemAsync(new Secret("c"), new Observer()));
        Assert.Contains("http://127.0.0.1:1", error.Message);
        Assert.Equal(FaxPlusAdvice.AccountsAddress, error.Advice);
    }

    [Fact]
    public async Task The_error_for_an_accounts_service_without_token_endpoint_names_its_parameter()
    {
        await using Stub stub = await Stub.AnsweringAsync("""{"error":"not_found"}""", 404);
        using ISignIn signIn = new SignIn(OAuthService.Application(stub.BaseUri));
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.NotFound, () => signIn.RedeemAsync(new Secret("c"), stub.Observer));
        Assert.Equal(FaxPlusAdvice.AccountsAddress, error.Advice);
    }

    [Theory]
    [InlineData("http://accounts.example")]
    [InlineData("ftp://localhost")]
    public void The_client_secret_is_never_sent_to_another_machine_unencrypted(string address)
    {
        OAuthApplication application = OAuthService.Application(new Uri("https://accounts.example"));
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => application.AccountsUri = new Uri(address));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
    }

    [Fact]
    public async Task A_cancelled_exchange_ends_immediately_with_a_cancellation()
    {
        await using TokenStub stub = await TokenStub.StartAsync((_, context) => Task.Delay(-1, context.RequestAborted));
        using ISignIn signIn = new SignIn(stub.Application());
        using var stop = new System.Threading.CancellationTokenSource();
        Task<OAuthGrant> exchange = signIn.RedeemAsync(new Secret("c"), stub.Observer, stop.Token);
        while (stub.Requests.IsEmpty) await Task.Delay(5, stub.TimeLimit);
        stop.Cancel();
        await Failing.CancelledAsync(() => exchange);
    }
}
