using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class VoipexTests
{
    [Fact]
    public async Task A_password_is_exchanged_for_tokens_in_the_documented_format()
    {
        await using var service = await StartAsync();
        var tokens = await SignInAsync(service);

        Assert.Equal(
            ["access_token", "expires_in", "refresh_expires_in", "refresh_token", "token_type", "not-before-policy", "session_state",
                "scope"],
            tokens.AsObject().Select(t => t.Key));
        Assert.Equal(3000, (int?)tokens["expires_in"]);
        Assert.Equal(7200, (int?)tokens["refresh_expires_in"]);
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
        Assert.Equal("profile email", (string?)tokens["scope"]);
    }

    [Theory]
    [InlineData("password", "wrong", HttpStatusCode.Unauthorized, "invalid_grant")]
    [InlineData("username", "nobody", HttpStatusCode.Unauthorized, "invalid_grant")]
    [InlineData("client_id", "web", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("grant_type", "client_credentials", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    public async Task A_wrong_sign_in_is_refused(string name, string value, HttpStatusCode status, string error)
    {
        await using var service = await StartAsync();
        var form = Password();
        form[name] = value;
        using var answer = await TokenAsync(service, form);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(error, (string?)(await TestService.ReadAsync(answer))["error"]);
    }

    [Fact]
    public async Task A_refresh_needs_no_password_until_its_token_expires_or_is_revoked()
    {
        await using var service = await StartAsync(o => o.VoipexRefreshSeconds = 3);
        var tokens = await SignInAsync(service);
        using var refreshed = await RefreshAsync(service, tokens);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);

        await TestService.EventuallyAsync(async () =>
        {
            using var answer = await RefreshAsync(service, tokens);
            return answer.StatusCode == HttpStatusCode.BadRequest ? await TestService.ReadAsync(answer) : null;
        });

        var next = await SignInAsync(service);
        using var revoked = await service.PostAsync("/_emulator/revoke", new JsonObject { ["kind"] = "voipex-refresh" });
        using var refused = await RefreshAsync(service, next);
        Assert.Equal("invalid_grant", (string?)(await TestService.ReadAsync(refused))["error"]);
    }

    [Fact]
    public async Task Messages_need_a_valid_token()
    {
        await using var service = await StartAsync();
        using var none = service.NewClient(null);
        foreach (var path in (string[])["/voipex/SMS", "/voipex/SMS/allowed-numbers"])
        {
            await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "token", none.GetAsync(path));
            await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "token", service.Client.GetAsync(path));
        }
    }

    [Fact]
    public async Task An_access_token_expires()
    {
        await using var service = await StartAsync(o => o.VoipexAccessSeconds = 1);
        using var client = service.NewClient((string?)(await SignInAsync(service))["access_token"]);
        await TestService.EventuallyAsync(async () =>
        {
            using var answer = await client.GetAsync("/voipex/SMS");
            return answer.StatusCode == HttpStatusCode.Unauthorized ? "" : null;
        });
    }

    [Fact]
    public async Task A_sent_message_is_listed_in_its_window()
    {
        await using var service = await StartAsync();
        using var client = service.NewClient((string?)(await SignInAsync(service))["access_token"]);
        var message = new JsonObject { ["from"] = TestService.OwnNumber, ["to"] = TestService.Destination, ["text"] = "Hi" };
        using var sent = await client.PostAsync("/voipex/SMS", TestService.Json(message.ToJsonString()));
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);

        var today = await ListAsync(client, "?startTime=2000-01-01T00:00:00Z&endTime=2999-01-01T00:00:00Z");
        Assert.Equal("Hi", (string?)Assert.Single(today)!["text"]);
        Assert.Empty(await ListAsync(client, "?endTime=2000-01-01T00:00:00Z"));
        Assert.Equal(TestService.OwnNumber, (string?)Assert.Single(await ListAsync(client, "/allowed-numbers")));
        message["from"] = "+12125550177";
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'from'",
            client.PostAsync("/voipex/SMS", TestService.Json(message.ToJsonString())));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'startTime'", client.GetAsync("/voipex/SMS?startTime=soon"));
    }

    private static Task<TestService> StartAsync(Action<EmulatorOptions>? configure = null) => TestService.StartAsync(o =>
    {
        o.VoipexUsers.Add("ada", "pass:word");
        configure?.Invoke(o);
    });

    private static Dictionary<string, string?> Password() => new()
    {
        ["client_id"] = "api",
        ["username"] = "ada",
        ["password"] = "pass:word",
        ["grant_type"] = "password",
    };

    private static async Task<JsonNode> SignInAsync(TestService service)
    {
        using var answer = await TokenAsync(service, Password());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TestService.ReadAsync(answer);
    }

    private static Task<HttpResponseMessage> RefreshAsync(TestService service, JsonNode tokens) => TokenAsync(service, new()
    {
        ["client_id"] = "api",
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = (string?)tokens["refresh_token"],
    });

    private static async Task<HttpResponseMessage> TokenAsync(TestService service, Dictionary<string, string?> form)
    {
        using var client = service.NewClient(null);
        return await client.PostAsync("/voipex/token", new FormUrlEncodedContent(form));
    }

    private static async Task<JsonArray> ListAsync(HttpClient client, string more)
    {
        using var answer = await client.GetAsync($"/voipex/SMS{more}");
        return (await TestService.ReadAsync(answer)).AsArray();
    }
}
