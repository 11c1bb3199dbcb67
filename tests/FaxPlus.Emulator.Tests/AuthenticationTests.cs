using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class AuthenticationTests
{
    [Fact]
    public async Task Without_a_known_token_every_request_is_refused()
    {
        await using var service = await TestService.StartAsync();
        using var nobody = service.NewClient(null);
        using var stranger = service.NewClient("unknown");

        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "Bearer", nobody.GetAsync("accounts/self"));
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "unknown", stranger.GetAsync("accounts/self"));
    }

    [Fact]
    public async Task An_emulator_without_tokens_refuses_all()
    {
        await using var server = await EmulatorServer.StartAsync(new EmulatorOptions());
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.BaseUri };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v3/accounts/self") { Headers = { { "Authorization", "Bearer any" } } };
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("127.0.0.1", server.BaseUri.Host);
        Assert.Equal("/", server.BaseUri.AbsolutePath);
    }

    [Fact]
    public async Task The_error_for_an_expired_token_states_this()
    {
        await using var service = await TestService.StartAsync(o => o.ExpiredPats.Add("old"));
        using var client = service.NewClient("old");
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "expired", client.GetAsync("accounts/self"));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_until_a_reset()
    {
        await using var service = await TestService.StartAsync();
        using var revoked = await service.PostAsync("/_emulator/revoke", new JsonObject { ["token"] = TestService.Pat });
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await TestService.RefusedAsync(HttpStatusCode.Unauthorized, "revoked", service.Client.GetAsync("accounts/self"));

        using var reset = await service.SendAsync(HttpMethod.Post, "/_emulator/reset");
        await service.GetAsync("accounts/self");
    }

    [Fact]
    public async Task A_personal_access_token_is_used_without_a_client_id()
    {
        await using var service = await TestService.StartAsync();
        service.Client.DefaultRequestHeaders.Add("x-fax-clientid", "APIK-1");
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "x-fax-clientid", service.Client.GetAsync("accounts/self"));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v3/nothing")]
    [InlineData("PATCH", "/v3/accounts/self")]
    [InlineData("GET", "/v2/accounts/self")]
    public async Task An_unknown_route_is_not_found(string method, string path)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.NotFound, path, service.SendAsync(new HttpMethod(method), path));
    }
}
