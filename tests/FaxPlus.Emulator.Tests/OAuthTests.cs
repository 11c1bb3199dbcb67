using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class OAuthTests
{
    private const string ClientId = "APIK-1";
    private const string Secret = "client-secret";
    private const string Redirect = "http://127.0.0.1:5000/callback";
    private const string Login =
        "/login?response_type=code&client_id=APIK-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcallback&scope=all&state=a%26b";

    [Fact]
    public async Task The_consent_page_sends_the_same_request_again_with_the_answer()
    {
        await using var service = await StartAsync();
        using var page = await service.Client.GetAsync(Login);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var fields = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
            .ToDictionary(m => m.Groups[1].Value, m => (string?)WebUtility.HtmlDecode(m.Groups[2].Value));
        Assert.Contains("name=\"approve\" value=\"1\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"approve\" value=\"0\"", html, StringComparison.Ordinal);

        var approved = await FollowAsync(service,
            QueryHelpers.AddQueryString("/login", new Dictionary<string, string?>(fields) { ["approve"] = "1" }));
        Assert.Equal("a&b", approved["state"]);
        Assert.NotEmpty(approved["code"]);
        var declined = await FollowAsync(service,
            QueryHelpers.AddQueryString("/login", new Dictionary<string, string?>(fields) { ["approve"] = "0" }));
        Assert.Equal("a&b", declined["state"]);
        Assert.Equal("access_denied", declined["error"]);
    }

    [Theory]
    [InlineData("/login?response_type=code&client_id=APIK-2&redirect_uri=http://127.0.0.1/&scope=all")]
    [InlineData("/login?response_type=code&client_id=APIK-1&scope=all")]
    [InlineData("/login?response_type=code&client_id=APIK-1&redirect_uri=javascript:x&scope=all")]
    public async Task No_redirect_is_made_for_an_unknown_client_or_an_invalid_address(string path)
    {
        await using var service = await StartAsync();
        using var page = await service.Client.GetAsync(path + "&approve=1");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Null(page.Headers.Location);
    }

    [Theory]
    [InlineData("response_type=token&scope=all", "unsupported_response_type")]
    [InlineData("response_type=code&scope=fax:none", "invalid_scope")]
    [InlineData("response_type=code&scope=all&code_challenge=x&code_challenge_method=plain", "invalid_request")]
    public async Task An_invalid_request_of_a_known_client_is_redirected_to_it(string query, string error)
    {
        await using var service = await StartAsync();
        var answer = await FollowAsync(service, $"/login?client_id={ClientId}&redirect_uri={Redirect}&state=s&approve=1&{query}");
        Assert.Equal(error, answer["error"]);
        Assert.Equal("s", answer["state"]);
    }

    [Fact]
    public async Task A_code_is_exchanged_for_an_access_token_that_requires_its_client_id()
    {
        await using var service = await StartAsync();
        var tokens = await SignInAsync(service);
        using var client = service.NewClient((string?)tokens["access_token"]);

        Assert.Equal(3600, (int?)tokens["expires_in"]);
        Assert.NotNull(tokens["refresh_token"]);
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "x-fax-clientid", client.GetAsync("accounts/self"));
        client.DefaultRequestHeaders.Add("x-fax-clientid", "APIK-2");
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "x-fax-clientid", client.GetAsync("accounts/self"));
        client.DefaultRequestHeaders.Remove("x-fax-clientid");
        client.DefaultRequestHeaders.Add("x-fax-clientid", ClientId);
        using var answer = await client.GetAsync("accounts/self");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_can_be_used_once()
    {
        await using var service = await StartAsync();
        var code = await CodeAsync(service);
        using var first = await RedeemAsync(service, code);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await RefusedAsync("invalid_grant", RedeemAsync(service, code));
    }

    [Fact]
    public async Task A_code_expires()
    {
        await using var service = await StartAsync(o => o.CodeSeconds = 1);
        var code = await CodeAsync(service);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await RefusedAsync("invalid_grant", RedeemAsync(service, code));
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:5001/callback", "invalid_grant")]
    [InlineData("code", "unknown", "invalid_grant")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("client_id", "APIK-2", "invalid_request")]
    [InlineData("client_id", null, "invalid_request")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("grant_type", null, "invalid_request")]
    public async Task A_wrong_exchange_is_refused(string name, string? value, string error)
    {
        await using var service = await StartAsync();
        var parameters = Exchange(await CodeAsync(service));
        if (value is null) parameters.Remove(name);
        else parameters[name] = value;
        await RefusedAsync(error, TokenAsync(service, parameters));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Bearer", "x")]
    [InlineData("Basic", "not base64")]
    [InlineData("Basic", "QVBJSy0xOndyb25n")]
    [InlineData("Basic", "QVBJSy0x")]
    public async Task A_client_must_authenticate_with_its_secret(string? scheme, string? value)
    {
        await using var service = await StartAsync();
        var authorization = scheme is null ? null : $"{scheme} {value}";
        using var answer = await TokenAsync(service, Exchange(await CodeAsync(service)), authorization: authorization);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", (string?)(await TestService.ReadAsync(answer))["error"]);
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_challenge_requires_its_verifier()
    {
        // The verifier and challenge from RFC 7636, appendix B.
        const string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const string challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        await using var service = await StartAsync();
        var wrong = Exchange(await CodeAsync(service, challenge));
        var right = Exchange(await CodeAsync(service, challenge));
        right["code_verifier"] = verifier;

        await RefusedAsync("invalid_grant", TokenAsync(service, wrong));
        using var answer = await TokenAsync(service, right);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task With_rotation_a_refresh_token_can_be_used_once()
    {
        await using var service = await StartAsync();
        var tokens = await SignInAsync(service);
        using var refreshed = await RefreshAsync(service, tokens);
        var next = await TestService.ReadAsync(refreshed);

        Assert.NotEqual((string?)tokens["refresh_token"], (string?)next["refresh_token"]);
        Assert.NotEqual((string?)tokens["access_token"], (string?)next["access_token"]);
        await RefusedAsync("invalid_grant", RefreshAsync(service, tokens));
        using var again = await RefreshAsync(service, next);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Without_rotation_a_refresh_token_remains_valid_and_no_new_one_is_returned()
    {
        await using var service = await StartAsync(o => o.RotateRefreshTokens = false);
        var tokens = await SignInAsync(service);
        for (var i = 0; i < 2; i++)
        {
            using var refreshed = await RefreshAsync(service, tokens);
            Assert.Null((await TestService.ReadAsync(refreshed))["refresh_token"]);
        }
    }

    [Fact]
    public async Task Access_and_refresh_tokens_expire()
    {
        await using var service = await StartAsync(o => o.AccessTokenSeconds = o.RefreshTokenSeconds = 1);
        var tokens = await SignInAsync(service);
        Assert.Equal(1, (int?)tokens["expires_in"]);
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "expired", CallAsync(service, tokens));
        await RefusedAsync("invalid_grant", RefreshAsync(service, tokens));
    }

    [Fact]
    public async Task Tokens_can_be_revoked_by_value_and_by_kind()
    {
        await using var service = await StartAsync();
        var tokens = await SignInAsync(service);
        using var one = await service.PostAsync("/_emulator/revoke", new JsonObject { ["token"] = (string?)tokens["access_token"] });
        using var kind = await service.PostAsync("/_emulator/revoke", new JsonObject { ["kind"] = "refresh" });

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], [one.StatusCode, kind.StatusCode]);
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "revoked", CallAsync(service, tokens));
        await RefusedAsync("invalid_grant", RefreshAsync(service, tokens));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'kind'",
            service.PostAsync("/_emulator/revoke", new JsonObject { ["kind"] = "all" }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "required", service.PostAsync("/_emulator/revoke", new JsonObject()));
    }

    [Theory]
    [InlineData(TokenParameterPlace.Body, false, true)]
    [InlineData(TokenParameterPlace.Body, true, false)]
    [InlineData(TokenParameterPlace.Query, false, false)]
    [InlineData(TokenParameterPlace.Query, true, true)]
    [InlineData(TokenParameterPlace.Both, false, true)]
    [InlineData(TokenParameterPlace.Both, true, true)]
    public async Task Parameters_are_read_from_the_place_of_the_option(TokenParameterPlace place, bool inQuery, bool found)
    {
        await using var service = await StartAsync(o => o.TokenParameters = place);
        using var answer = await TokenAsync(service, Exchange(await CodeAsync(service)), inQuery);
        Assert.Equal(found ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_access_token_has_the_requested_scopes()
    {
        await using var service = await StartAsync();
        var code = (await FollowAsync(service,
            $"/login?response_type=code&client_id={ClientId}&redirect_uri={Redirect}"
                + "&scope=fax:fax:read%20fax:numbers:read&approve=1"))["code"]!;
        using var answer = await RedeemAsync(service, code);
        var tokens = await TestService.ReadAsync(answer);

        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "scope", CallAsync(service, tokens));
        using var numbers = await CallAsync(service, tokens, "accounts/self/numbers");
        Assert.Equal(HttpStatusCode.OK, numbers.StatusCode);
    }

    private static Task<TestService> StartAsync(Action<EmulatorOptions>? configure = null) => TestService.StartAsync(o =>
    {
        o.Clients.Add(ClientId, Secret);
        configure?.Invoke(o);
    });

    private static async Task<Dictionary<string, string>> FollowAsync(TestService service, string path)
    {
        using var answer = await service.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var location = answer.Headers.Location!;
        Assert.Equal(Redirect, location.GetLeftPart(UriPartial.Path));
        return QueryHelpers.ParseQuery(location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    private static async Task<string> CodeAsync(TestService service, string more = "") =>
        (await FollowAsync(service, $"{Login}&approve=1{more}"))["code"];

    private static async Task<JsonNode> SignInAsync(TestService service)
    {
        using var answer = await RedeemAsync(service, await CodeAsync(service));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TestService.ReadAsync(answer);
    }

    private static Dictionary<string, string?> Exchange(string code) => new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = ClientId,
        ["code"] = code,
        ["redirect_uri"] = Redirect,
    };

    private static Task<HttpResponseMessage> RedeemAsync(TestService service, string code) => TokenAsync(service, Exchange(code));

    private static Task<HttpResponseMessage> RefreshAsync(TestService service, JsonNode tokens) => TokenAsync(service, new()
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = (string?)tokens["refresh_token"],
    });

    private static Task<HttpResponseMessage> TokenAsync(TestService service, Dictionary<string, string?> parameters,
        bool inQuery = false) =>
        TokenAsync(service, parameters, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Secret}")), inQuery);

    private static async Task<HttpResponseMessage> TokenAsync(
        TestService service, Dictionary<string, string?> parameters, string? authorization, bool inQuery = false)
    {
        using var client = service.NewClient(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, inQuery ? QueryHelpers.AddQueryString("/token", parameters) : "/token");
        if (!inQuery) request.Content = new FormUrlEncodedContent(parameters);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> CallAsync(TestService service, JsonNode tokens, string path = "accounts/self")
    {
        using var client = service.NewClient((string?)tokens["access_token"]);
        client.DefaultRequestHeaders.Add("x-fax-clientid", ClientId);
        return await client.GetAsync(path);
    }

    private static async Task RefusedAsync(string error, Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, (string?)(await TestService.ReadAsync(answer))["error"]);
    }
}
