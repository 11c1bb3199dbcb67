using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Requests_above_the_limit_are_refused_until_the_window_ends()
    {
        await using var service = await TestService.StartAsync(options => (options.RateLimit, options.RateLimitSeconds) = (3, 3600));
        for (var i = 0; i < 3; i++) await service.GetAsync("accounts/self");
        using var refused = await service.Client.GetAsync("accounts/self");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(3000), TimeSpan.FromSeconds(3600));
        Assert.Equal([200, 200, 200, 429], (await service.RequestsAsync()).Select(request => (int)request["status"]!));
    }

    [Fact]
    public async Task A_new_window_or_a_reset_permits_requests_again()
    {
        await using var service = await TestService.StartAsync(options => (options.RateLimit, options.RateLimitSeconds) = (1, 1));
        await service.GetAsync("accounts/self");
        await TestService.EventuallyAsync(async () =>
        {
            using var answer = await service.Client.GetAsync("accounts/self");
            return answer.IsSuccessStatusCode ? "taken" : null;
        });

        using var reset = await service.SendAsync(HttpMethod.Post, "/_emulator/reset");
        await service.GetAsync("accounts/self");
    }

    [Fact]
    public async Task The_accounts_service_and_the_controls_have_no_limit()
    {
        await using var service = await TestService.StartAsync(options => (options.RateLimit, options.RateLimitSeconds) = (1, 3600));
        await service.GetAsync("accounts/self");
        await service.GetAsync("/_emulator/state");
        using var token = await service.SendAsync(HttpMethod.Post, "/token");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, token.StatusCode);
    }
}
