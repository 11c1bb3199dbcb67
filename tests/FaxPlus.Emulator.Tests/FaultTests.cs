using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_status_is_returned_with_its_retry_after_and_the_request_is_not_processed()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync(TestService.Destination);
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["status"] = 429, ["retryAfter"] = 7, ["method"] = "post",
            ["path"] = "/outbox$", ["times"] = 1 });

        using (var refused = await service.PostAsync("accounts/self/outbox", body))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter?.Delta);
        }

        Assert.Empty((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
        using var sent = await service.PostAsync("accounts/self/outbox", body);
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
    }

    [Fact]
    public async Task Retry_after_can_be_a_date_and_the_body_any_text()
    {
        await using var service = await TestService.StartAsync();
        var date = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["retryAfter"] = date.ToString("R"), ["body"] = "busy" });
        await service.AddFaultAsync(
            new JsonObject { ["kind"] = "status", ["status"] = 500, ["body"] = new JsonObject { ["message"] = "odd" } });

        using var text = await service.Client.GetAsync("accounts/self");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, text.StatusCode);
        Assert.Equal(date, text.Headers.RetryAfter?.Date);
        Assert.Equal("busy", await text.Content.ReadAsStringAsync());

        using var cleared = await service.DeleteAsync("/_emulator/faults");
        await service.AddFaultAsync(
            new JsonObject { ["kind"] = "status", ["status"] = 500, ["body"] = new JsonObject { ["message"] = "odd" } });
        using var json = await service.Client.GetAsync("accounts/self");
        Assert.Equal("""{"message":"odd"}""", await json.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"error\":\"busy\"}")]
    public async Task A_status_after_returns_a_failure_although_the_request_was_processed(string? body)
    {
        await using var service = await TestService.StartAsync();
        var request = await service.SendBodyAsync(TestService.Destination);
        var fault = new JsonObject { ["kind"] = "status-after", ["path"] = "/outbox$", ["times"] = 1 };
        if (body is not null) (fault["body"], fault["status"], fault["retryAfter"]) = (body, 502, 3);
        await service.AddFaultAsync(fault);

        using var answer = await service.PostAsync("accounts/self/outbox", request);
        Assert.Equal(body is null ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(body is null ? null : TimeSpan.FromSeconds(3), answer.Headers.RetryAfter?.Delta);
        var text = await answer.Content.ReadAsStringAsync();
        if (body is null) Assert.StartsWith("upstream connect error", text, StringComparison.Ordinal);
        else Assert.Equal(body, text);
        Assert.Single((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
    }

    [Fact]
    public async Task A_delayed_request_gets_its_response()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "delay", ["delayMs"] = 100 });
        await service.GetAsync("accounts/self");
        Assert.Equal(1, (int?)Assert.Single((await service.GetAsync("/_emulator/faults")).AsArray())!["hits"]);
    }

    [Fact]
    public async Task A_delay_is_longer_than_the_timeout_of_a_client()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "delay", ["delayMs"] = 600_000 });
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAsync<TaskCanceledException>(() => service.Client.GetAsync("accounts/self", hurry.Token));
    }

    [Fact]
    public async Task An_emulator_that_stops_ends_delayed_requests()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "delay", ["delayMs"] = 600_000 });
        using var client = service.NewClient(TestService.Pat);
        var delayed = client.GetAsync("accounts/self");
        await TestService.EventuallyAsync(async () => (await service.RequestsAsync()).FirstOrDefault());

        await service.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => delayed);
    }

    [Fact]
    public async Task A_request_that_is_dropped_before_is_not_processed()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync(TestService.Destination);
        await service.AddFaultAsync(new JsonObject { ["kind"] = "drop-before", ["path"] = "outbox" });

        await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync("accounts/self/outbox", body));
        Assert.Empty((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
        Assert.Equal(0, (int?)(await service.RequestsAsync())[^1]["status"]);
    }

    [Fact]
    public async Task A_request_that_is_dropped_after_is_processed()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync(TestService.Destination);
        await service.AddFaultAsync(new JsonObject { ["kind"] = "drop-after", ["path"] = "outbox" });

        await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync("accounts/self/outbox", body));
        Assert.Single((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
        Assert.Equal(0, (int?)(await service.RequestsAsync())[^1]["status"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(null)]
    public async Task A_truncated_body_is_shorter_than_declared(int? bytes)
    {
        await using var service = await TestService.StartAsync();
        var whole = await service.Client.GetByteArrayAsync("accounts/self");
        var fault = new JsonObject { ["kind"] = "truncate" };
        if (bytes is not null) fault["bytes"] = bytes;
        await service.AddFaultAsync(fault);

        using var answer = await service.Client.GetAsync("accounts/self", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(whole.Length, answer.Content.Headers.ContentLength);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var got = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(got));
        Assert.Equal(whole[..(bytes ?? (whole.Length / 2))], got.ToArray());
    }

    [Fact]
    public async Task A_download_can_be_truncated()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var path = await service.UploadAsync(new byte[500_000]);
        await service.SendFaxAsync(change: b => b["files"] = new JsonArray(path));
        var fax = await service.WaitForSentAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "truncate", ["bytes"] = 300_000, ["path"] = "/files/" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.Client.GetByteArrayAsync($"accounts/self/files/{fax["id"]}"));
    }

    [Theory]
    [InlineData("GET", "accounts/self", null, HttpStatusCode.OK)]
    [InlineData("GET", "accounts/self", 502, HttpStatusCode.BadGateway)]
    [InlineData("GET", "accounts/unknown", null, HttpStatusCode.NotFound)]
    public async Task Garbage_is_declared_as_json_and_is_not_json(string method, string path, int? status, HttpStatusCode expected)
    {
        await using var service = await TestService.StartAsync();
        var fault = new JsonObject { ["kind"] = "garbage" };
        if (status is not null) fault["status"] = status;
        await service.AddFaultAsync(fault);
        using var answer = await service.SendAsync(new HttpMethod(method), path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    [Fact]
    public async Task Garbage_is_returned_after_the_request_was_processed()
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "garbage" });
        using var answer = await service.DeleteAsync($"accounts/self/outbox/{id}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray());
    }

    [Fact]
    public async Task Faults_apply_the_configured_number_of_times_to_matching_path_query_and_method()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(
            new JsonObject { ["kind"] = "status", ["path"] = @"/faxes\?limit=1$", ["method"] = "GET", ["times"] = 2 });
        var statuses = new List<int>();
        foreach (var path in (string[])["accounts/self/faxes?limit=1", "accounts/self/faxes", "accounts/self/faxes?limit=1",
            "accounts/self/faxes?limit=1"])
        {
            using var answer = await service.Client.GetAsync(path);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([503, 200, 503, 200], statuses);
        var fault = Assert.Single((await service.GetAsync("/_emulator/faults")).AsArray())!;
        Assert.Equal(0, (int?)fault["times"]);
        Assert.Equal(2, (int?)fault["hits"]);
    }

    [Fact]
    public async Task A_fault_skips_the_configured_number_of_requests()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["path"] = "/numbers$", ["skip"] = 2, ["times"] = 1 });
        var statuses = new List<int>();
        foreach (var path in (string[])["accounts/self", "accounts/self/numbers", "accounts/self/numbers", "accounts/self",
            "accounts/self/numbers", "accounts/self/numbers"])
        {
            using var answer = await service.Client.GetAsync(path);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 200, 200, 503, 200], statuses);
    }

    [Fact]
    public async Task All_matching_faults_are_applied_in_order()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "delay", ["delayMs"] = 1 });
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["status"] = 500 });
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["status"] = 501 });
        using var answer = await service.Client.GetAsync("accounts/self");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal([1, 1, 0], (await service.GetAsync("/_emulator/faults")).AsArray().Select(f => (int)f!["hits"]!));
    }

    [Fact]
    public async Task A_probability_has_the_same_results_each_time()
    {
        await using var service = await TestService.StartAsync();
        var runs = new string[2];
        for (var run = 0; run < runs.Length; run++)
        {
            using var cleared = await service.DeleteAsync("/_emulator/faults");
            await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["probability"] = 0.5 });
            for (var i = 0; i < 40; i++)
            {
                using var answer = await service.Client.GetAsync("accounts/self");
                runs[run] += answer.IsSuccessStatusCode ? '.' : 'x';
            }
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains('.', runs[0]);
        Assert.Contains('x', runs[0]);
    }

    [Fact]
    public async Task Faults_apply_to_the_accounts_service_and_not_to_the_controls()
    {
        await using var service = await TestService.StartAsync();
        await service.AddFaultAsync(new JsonObject { ["kind"] = "status", ["status"] = 500 });
        using var token = await service.SendAsync(HttpMethod.Post, "/token");

        Assert.Equal(HttpStatusCode.InternalServerError, token.StatusCode);
        await service.GetAsync("/_emulator/state");
    }

    [Theory]
    [InlineData("""{"kind":"explode"}""", "'kind'")]
    [InlineData("""{"path":"x"}""", "'kind' is required")]
    [InlineData("""{"kind":"delay","path":"("}""", "'path'")]
    [InlineData("""{"kind":"delay","times":0}""", "'times'")]
    [InlineData("""{"kind":"delay","skip":-1}""", "'skip'")]
    [InlineData("""{"kind":"delay","probability":2}""", "'probability'")]
    [InlineData("""{"kind":"status","status":99}""", "'status'")]
    [InlineData("""{"kind":"delay","delay":1}""", "'delay'")]
    public async Task An_invalid_fault_is_refused_with_a_reason(string order, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Post, "/_emulator/faults", order));
    }
}
