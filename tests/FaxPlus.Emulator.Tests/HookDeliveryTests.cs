using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class HookDeliveryTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public void The_published_test_vector_of_Standard_Webhooks_is_reproduced()
    {
        var signature = WebhookSignature.Sign([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task Every_secret_signs_the_id_the_time_and_the_raw_body()
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.WebhookSecrets.Add(Secret);
            o.WebhookSecrets.Add(OldSecret);
        });
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);
        await receiver.WaitForAsync(1);
        var received = receiver.Received[0];

        var (id, timestamp) = (received.Headers["svix-id"], received.Headers["svix-timestamp"]);
        Assert.Matches("^msg_[0-9a-z]+$", id);
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        Assert.InRange(age, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
        Assert.Equal($"{Expected(Secret)} {Expected(OldSecret)}", received.Headers["svix-signature"]);
        Assert.Equal("application/json", received.Headers["Content-Type"]);

        string Expected(string secret)
        {
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. received.Body];
            return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
        }
    }

    [Fact]
    public async Task Without_a_secret_messages_are_not_signed()
    {
        await using var service = await TestService.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);
        await receiver.WaitForAsync(1);

        Assert.DoesNotContain(receiver.Received[0].Headers.Keys, h => h.StartsWith("svix", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false, 500)]
    [InlineData(true, 0)]
    public async Task A_target_that_refuses_or_disconnects_receives_the_same_id_again_after_growing_pauses(bool hangsUp, int status)
    {
        await using var service = await TestService.StartAsync(o => o.WebhookSecrets.Add(Secret));
        await using var receiver = await HookReceiver.StartAsync(refusals: 3, hangsUp);
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);
        var deliveries = await DeliveriesAsync(service, 4);
        var received = receiver.Received;

        Assert.Equal([status, status, status, 200], deliveries.Select(d => (int)d["status"]!));
        Assert.Single(received.Select(r => r.Headers["svix-id"]).Distinct());
        Assert.All(received, r => Assert.Equal(received[0].Body, r.Body));
        foreach (var (number, least) in ((int, int)[])[(1, 90), (2, 190), (3, 390)])
        {
            Assert.True(received[number].Time - received[number - 1].Time >= TimeSpan.FromMilliseconds(least));
        }
    }

    [Fact]
    public async Task After_four_attempts_the_delivery_ends()
    {
        await using var service = await TestService.StartAsync(o => o.WebhookRetrySeconds = 0.01);
        await using var receiver = await HookReceiver.StartAsync(refusals: 4);
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);
        await DeliveriesAsync(service, 4);
        await Task.Delay(200);

        Assert.Equal(4, receiver.Received.Length);
    }

    [Fact]
    public async Task The_delivery_log_contains_the_targets_events_and_results()
    {
        await using var service = await TestService.StartAsync();
        await using var receiver = await HookReceiver.StartAsync(refusals: 1);
        var hook = await AddAsync(service, receiver.Target);
        var fax = await ReceiveAsync(service);
        var deliveries = await DeliveriesAsync(service, 2);

        Assert.Equal(["id", "hook", "fax", "target", "event", "attempt", "status", "bodyLength", "time"],
            deliveries[0].AsObject().Select(d => d.Key));
        Assert.All(deliveries, d => Assert.Equal(
            (hook, fax, receiver.Target, "fax_received", receiver.Received[0].Body.Length),
            ((string?)d["hook"], (string?)d["fax"], (string?)d["target"], (string?)d["event"], (int)d["bodyLength"]!)));
        Assert.Equal([(1, 500), (2, 200)], deliveries.Select(d => ((int)d["attempt"]!, (int)d["status"]!)));
        Assert.Equal((string?)deliveries[0]["id"], (string?)deliveries[1]["id"]);

        using var cleared = await service.DeleteAsync("/_emulator/deliveries");
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty((await service.GetAsync("/_emulator/deliveries")).AsArray());
    }

    [Fact]
    public async Task A_delivery_to_an_unreachable_target_is_recorded_without_a_status()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var service = await TestService.StartAsync(o => o.WebhookRetrySeconds = 0.01);
        await AddAsync(service, $"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}/");
        await ReceiveAsync(service);

        Assert.All(await DeliveriesAsync(service, 4), d => Assert.Equal(0, (int?)d["status"]));
    }

    [Fact]
    public async Task A_reset_ends_pending_deliveries()
    {
        await using var service = await TestService.StartAsync(o => o.WebhookRetrySeconds = 0.3);
        await using var receiver = await HookReceiver.StartAsync(refusals: 100);
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);
        await receiver.WaitForAsync(1);
        using var reset = await service.SendAsync(HttpMethod.Post, "/_emulator/reset");
        await Task.Delay(500);

        Assert.Single(receiver.Received);
        Assert.Empty((await service.GetAsync("/_emulator/deliveries")).AsArray());
    }

    [Fact]
    public async Task No_host_other_than_this_machine_receives_events()
    {
        await using var service = await TestService.StartAsync(o => o.WebhookRetrySeconds = 0.01);
        await using var receiver = await HookReceiver.StartAsync();
        await AddAsync(service, "http://192.0.2.1/hook");
        await AddAsync(service, receiver.Target);
        await ReceiveAsync(service);

        Assert.Equal(receiver.Target, (string?)Assert.Single(await DeliveriesAsync(service, 1))["target"]);
    }

    private static async Task<string?> AddAsync(TestService service, string target) =>
        (string?)(await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = target, ["event"] = "fax_received" }))["id"];

    private static async Task<string?> ReceiveAsync(TestService service) =>
        (string?)(await service.PostForJsonAsync("/_emulator/receive", new JsonObject()))["ids"]![0];

    private static Task<JsonNode[]> DeliveriesAsync(TestService service, int atLeast) => TestService.EventuallyAsync(async () =>
        (await service.GetAsync("/_emulator/deliveries")).AsArray() is var all
            && all.Count >= atLeast ? all.Select(d => d!).ToArray() : null);
}
