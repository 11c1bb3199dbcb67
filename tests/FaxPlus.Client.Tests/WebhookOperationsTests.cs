using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests webhooks over HTTP. No webhook is created twice, and repeating the command after any failure leads to the desired state.
/// </summary>
public class WebhookOperationsTests
{
    private const string Old = "https://example.com/old";
    private const string New = "https://example.com/new";

    private static readonly WebhookPlanOptions s_prune = new() { Prune = true };

    [Fact]
    public async Task All_events_are_listed()
    {
        await using Service service = await Service.StartAsync();
        foreach (string name in WebhookEventName.Known) await MakeAsync(service, New, name);
        Assert.Equal(WebhookEventName.Known, (await service.Client.Webhooks.ListAllAsync(service.TimeLimit)).Select(hook => hook.Event));
        Assert.Empty(service.Observer.Warnings);
    }

    [Fact]
    public async Task An_event_that_the_account_does_not_support_causes_a_warning_and_the_others_are_listed()
    {
        await using Service service = await Service.StartAsync();
        await MakeAsync(service, New, "fax_sent");
        await service.AnswerAsync(400, path: "fax_page_received");
        Assert.Single(await service.Client.Webhooks.ListAllAsync(service.TimeLimit));
        Assert.Contains("fax_page_received", Assert.Single(service.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_sent_in_the_notation_of_the_service_and_omitted_if_none_is_specified()
    {
        await using Service service = await Service.StartAsync();
        await SetAsync(service, [new DesiredWebhook(New, "fax_received", ["+1 650 555-0100"]), new DesiredWebhook(New, "fax_sent")],
            new WebhookPlanOptions());
        JsonNode[] hooks = await service.StateAsync("hooks");
        Assert.Equal("+16505550100", (string?)Assert.Single(hooks[0]["numbers"]!.AsArray()));
        Assert.Null(hooks[1]["numbers"]);
    }

    [Theory]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("garbage")]
    [InlineData("truncate")]
    public async Task A_lost_response_creates_no_second_webhook(string kind)
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync(kind, "POST", "/hooks");
        await SetAsync(service, [new DesiredWebhook(New, "fax_sent")], new WebhookPlanOptions());
        Assert.Single(await service.StateAsync("hooks"));
    }

    [Fact]
    public async Task After_a_lost_response_an_older_equal_webhook_does_not_count_as_the_new_one()
    {
        await using Service service = await Service.StartAsync();
        string old = await MakeAsync(service, New, "fax_sent");
        await service.FaultAsync("drop-after", "POST", "/hooks");
        WebhookPlan plan = await service.Client.Webhooks.PlanAsync([new DesiredWebhook(New, "fax_sent")],
            new WebhookPlanOptions { Replace = true }, service.TimeLimit);
        Webhook made = await service.Client.Webhooks.CreateAsync(Assert.Single(plan.Create), service.TimeLimit);
        Assert.NotEqual(old, made.Id);
        Assert.Equal(2, (await service.StateAsync("hooks")).Length);
    }

    [Fact]
    public async Task If_the_list_also_fails_the_result_is_in_doubt_and_a_repetition_creates_no_second_webhook()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 0);
        await service.FaultAsync("drop-after", "POST", "/hooks");
        WebhookPlan plan = await service.Client.Webhooks.PlanAsync([new DesiredWebhook(New, "fax_sent")], new WebhookPlanOptions(),
            service.TimeLimit);
        await service.AnswerAsync(500, method: "GET", path: "/hooks");
        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.Client.Webhooks.CreateAsync(plan.Create[0], service.TimeLimit));
        await SetAsync(service, [new DesiredWebhook(New, "fax_sent")], new WebhookPlanOptions());
        Assert.Single(await service.StateAsync("hooks"));
    }

    [Fact]
    public async Task Requests_to_a_service_that_never_responds_end_after_three_attempts()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("drop-before", "POST", "/hooks", times: null);
        await Failing.WithAsync(FaxPlusErrorKind.Network, () =>
            SetAsync(service, [new DesiredWebhook(New, "fax_sent")], new WebhookPlanOptions()));
        Assert.Equal(3, (await service.RequestsAsync("POST", "/hooks")).Length);
    }

    [Fact]
    public async Task A_request_that_the_service_rejects_is_an_error_and_not_retried()
    {
        await using Service service = await Service.StartAsync();
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            SetAsync(service, [new DesiredWebhook("no address", "fax_sent")], new WebhookPlanOptions()));
        Assert.Equal("POST /hooks", error.Operation);
        Assert.Single(await service.RequestsAsync("POST", "/hooks"));
    }

    [Fact]
    public async Task A_run_that_is_stopped_after_any_request_and_repeated_reaches_the_desired_webhooks()
    {
        int requests = int.MaxValue;
        for (int stopAfter = 1; stopAfter <= requests; stopAfter++)
        {
            await using Service service = await ReplacingAsync();
            using var stop = new CancellationTokenSource();
            int seen = 0;
            service.Observer.OnVerbose = line =>
            {
                if (line.Contains("/hooks", StringComparison.Ordinal) && Interlocked.Increment(ref seen) == stopAfter) stop.Cancel();
            };
            await AttemptAsync(() => SetAsync(service, Wanted, s_prune, stop.Token));
            service.Observer.OnVerbose = null;
            requests = Math.Min(requests, seen < stopAfter ? seen : int.MaxValue);
            await EndsRightAsync(service);
        }

        Assert.Equal(6, requests); // The requests are two lists, two creations and two deletions.
    }

    [Theory]
    [InlineData("drop-before")]
    [InlineData("drop-after")]
    [InlineData("garbage")]
    [InlineData("status")]
    public async Task A_run_that_fails_at_any_kind_of_request_and_is_repeated_reaches_the_desired_webhooks(string kind)
    {
        foreach (string method in new[] { "GET", "POST", "DELETE" })
        {
            foreach (string path in new[] { "fax_sent", "fax_received", "/hooks" })
            {
                await using Service service = await ReplacingAsync(connection => connection.MaxRetries = 0);
                await service.FaultAsync(kind, method, path, times: null);
                await AttemptAsync(() => SetAsync(service, Wanted, s_prune));
                await service.ClearFaultsAsync();
                await EndsRightAsync(service);
            }
        }
    }

    private static List<DesiredWebhook> Wanted => [new(New, "fax_sent"), new(New, "fax_received")];

    private static async Task<Service> ReplacingAsync(Action<FaxPlusClientOptions>? client = null)
    {
        Service service = await Service.StartAsync(client: client);
        await MakeAsync(service, Old, "fax_sent");
        await MakeAsync(service, Old, "fax_received");
        return service;
    }

    private static async Task EndsRightAsync(Service service)
    {
        // The run ended between two requests. Each event had one webhook before the run, and must still have one.
        foreach (string name in new[] { "fax_sent", "fax_received" })
        {
            Assert.Contains(await service.StateAsync("hooks"), hook => (string)hook["event"]! == name);
        }

        await SetAsync(service, Wanted, s_prune);
        Assert.Equal(
            [("fax_received", New), ("fax_sent", New)],
            (await service.StateAsync("hooks")).Select(hook => ((string)hook["event"]!, (string)hook["target"]!))
                .OrderBy(hook => hook.Item1, StringComparer.Ordinal));
    }

    private static async Task AttemptAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is FaxPlusException or OperationCanceledException)
        {
            // The run failed and is repeated.
        }
    }

    /// <summary>Executes a plan in the order that a caller uses: first all creations, then the deletions.</summary>
    private static async Task SetAsync(Service service, IReadOnlyList<DesiredWebhook> wanted, WebhookPlanOptions options,
        CancellationToken cancellationToken = default)
    {
        IWebhookOperations webhooks = service.Client.Webhooks;
        WebhookPlan plan = await webhooks.PlanAsync(wanted, options, cancellationToken);
        foreach (PlannedWebhook item in plan.Create) await webhooks.CreateAsync(item, cancellationToken);
        foreach (SurplusWebhook item in plan.Delete) await webhooks.DeleteAsync(item.Webhook.Id!, cancellationToken);
    }

    private static async Task<string> MakeAsync(Service service, string target, string name)
    {
        var answer = (Dictionary<string, object?>)(await service.Client.RequestAsync(new FaxPlusRequest("POST",
            "/hooks") { JsonBody = new JsonObject { ["target"] = target, ["event"] = name }.ToJsonString() }, service.TimeLimit)).Body!;
        await service.ForgetRequestsAsync();
        return (string)answer["id"]!;
    }
}
