using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the results of Fax AI, and that credits are spent only once.</summary>
public class AiTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_extraction_is_started_once_and_waited_for()
    {
        await using Service service = await Service.StartAsync(options => options.AiSeconds = 0.2);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];

        FaxText text = await service.Client.AI.ReadTextAsync(id, s_long, cancellationToken: service.TimeLimit);

        Assert.Equal((id, "self", "finished"), (text.FaxId, text.UserId, text.Status));
        Assert.Contains("Page 1 of", text.Text);
        Assert.Single(await service.RequestsAsync("POST"));
        Assert.True((await service.RequestsAsync("GET")).Length > 1);
    }

    [Fact]
    public async Task A_fax_that_was_read_before_costs_no_credits()
    {
        await using Service service = await Service.StartAsync(options => options.AiSeconds = 0);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        await service.Client.AI.ReadTextAsync(id, s_long, cancellationToken: service.TimeLimit);
        AICredit before = await service.Client.AI.GetCreditAsync(service.TimeLimit);

        await service.Client.AI.ReadTextAsync(id, s_long, cancellationToken: service.TimeLimit);

        AICredit after = await service.Client.AI.GetCreditAsync(service.TimeLimit);
        Assert.Equal((99, 99), (before.CreditsRemaining, after.CreditsRemaining));
        Assert.Equal(1, after.Usage.Single(usage => usage.Feature == "ocr").CreditsUsed);
        Assert.NotNull(after.ReloadAt);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Theory]
    [InlineData("ai:failed", FaxPlusErrorKind.ServiceUnavailable, "failed")]
    [InlineData("ai:content_filtering_policy", FaxPlusErrorKind.Forbidden, "content_filtering_policy")]
    public async Task The_error_of_a_failed_extraction_contains_the_reason_and_it_is_not_restarted_automatically(string comment,
        FaxPlusErrorKind kind,
        string word)
    {
        await using Service service = await Service.StartAsync(options => options.AiSeconds = 0.05);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        await service.Client.Faxes.UpdateAsync(id, comment, true, cancellationToken: service.TimeLimit);

        FaxPlusException error =
            await Failing.WithAsync(kind, () => service.Client.AI.ReadTextAsync(id, s_long, cancellationToken: service.TimeLimit));

        Assert.Equal(word, error.ErrorCode);
        Assert.False(error.IsTransient);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task A_slow_extraction_ends_the_wait_and_not_the_extraction()
    {
        await using Service service = await Service.StartAsync(options => options.AiSeconds = 0);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        await service.Client.Faxes.UpdateAsync(id, "ai:pending", true, cancellationToken: service.TimeLimit);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Timeout, () =>
            service.Client.AI.ReadTextAsync(id, TimeSpan.FromMilliseconds(80), cancellationToken: service.TimeLimit));
        Assert.Equal(FaxPlusAdvice.Timeout, error.Advice);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task A_start_request_whose_response_was_lost_is_not_retried()
    {
        await using Service service = await Service.StartAsync();
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        await service.FaultAsync("drop-after", "POST");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () =>
            service.Client.AI.ReadTextAsync(id, s_long, cancellationToken: service.TimeLimit));
        Assert.False(error.IsTransient);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task The_error_for_insufficient_credits_contains_advice()
    {
        await using Service service = await Service.StartAsync(options => options.AiCredits = 0);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () =>
            service.Client.AI.ReadFieldsAsync(id, s_long, cancellationToken: service.TimeLimit));
        Assert.Equal(FaxPlusAdvice.AICredit, error.Advice);
    }

    [Fact]
    public async Task If_the_status_cannot_be_requested_the_first_response_is_used()
    {
        var finished = new Recorder((request, _) =>
            request.StartsWith("GET", StringComparison.Ordinal) ? (405, "") : (200, """{"status":"finished","data":"Hello"}"""));
        await using Stub quick = await finished.StartAsync();
        Assert.Equal("Hello", (await quick.Client.AI.ReadTextAsync("f1", s_long, cancellationToken: quick.TimeLimit)).Text);

        var pending = new Recorder((request, _) =>
            request.StartsWith("GET", StringComparison.Ordinal) ? (405, "") : (200, """{"status":"pending","data":null}"""));
        await using Stub slow = await pending.StartAsync();
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.NotFound, () =>
            slow.Client.AI.ReadTextAsync("f1", s_long, cancellationToken: slow.TimeLimit));
        Assert.Contains("credits", error.RecommendedAction);
        Assert.Single(pending.Seen, seen => seen.Request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fields_are_read_and_corrected_and_the_others_remain()
    {
        await using Service service = await Service.StartAsync(options => options.AiSeconds = 0);
        string id = (await service.ReceiveAsync(DateTimeOffset.UtcNow))[0];
        FaxField before = await service.Client.AI.ReadFieldsAsync(id, s_long, cancellationToken: service.TimeLimit);

        await service.Client.AI.UpdateFieldsAsync(id, new Dictionary<string, object?> { ["sender"] = "ACME" },
            cancellationToken: service.TimeLimit);

        FaxField after = await service.Client.AI.ReadFieldsAsync(id, s_long, cancellationToken: service.TimeLimit);
        before.Field["sender"] = "ACME";
        Assert.Equal(before.Field, after.Field);
    }

    [Fact]
    public async Task A_correction_sends_all_fields_because_the_service_may_replace_them()
    {
        var recorder = new Recorder((request, _) => (200, """{"status":"finished","data":{"a":"1","b":{"c":[2,null]}}}"""));
        await using Stub stub = await recorder.StartAsync();
        await stub.Client.AI.UpdateFieldsAsync("f1", new Dictionary<string, object?> { ["a"] = 5, ["d"] = new object?[] { true } },
            cancellationToken: stub.TimeLimit);
        (string request, JsonNode? body) = recorder.Seen[^1];
        Assert.Equal("PATCH /v3/accounts/self/faxes/f1/ai/field-extraction", request);
        Assert.Equal("""{"data":{"a":5,"b":{"c":[2,null]},"d":[true]}}""", body!.ToJsonString());
    }

    [Fact]
    public async Task Custom_fields_are_created_changed_in_part_and_listed()
    {
        await using Service service = await Service.StartAsync();
        AICustomField made = await service.Client.AI.AddCustomFieldAsync("invoice", "The number", cancellationToken: service.TimeLimit);

        await service.Client.AI.UpdateCustomFieldAsync(made.Id!, null, null, false, service.TimeLimit);

        AICustomField field = Assert.Single(await service.Client.AI.ListCustomFieldsAsync(service.TimeLimit));
        Assert.Equal((made.Id, "invoice", "The number", false), (field.Id, field.Name, field.Instructions, field.Enabled));
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""[{"id":"1","name":"a"}]""", 1)]
    [InlineData("""[{"id":"1","name":"\ud83d","enabled":{}}]""", 1)]
    [InlineData("""{"data":[{"id":"1"}],"data":[{"id":"1"},{"id":"2"}]}""", 2)]
    [InlineData("""{"data":[{"id":"1"},{"id":"2"}]}""", 2)]
    [InlineData("""{"total":1,"data":{"custom_fields":[{"id":"1"}]}}""", 1)]
    public async Task The_list_of_custom_fields_is_found_in_any_structure(string json, int count)
    {
        await using Stub stub = await Stub.AnsweringAsync(json);
        Assert.Equal(count, (await stub.Client.AI.ListCustomFieldsAsync(stub.TimeLimit)).Count);
    }

    [Theory]
    [InlineData("""{"message":"hello"}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task A_response_without_a_list_does_not_count_as_an_empty_list(string body)
    {
        await using Stub stub = await Stub.AnsweringAsync(body);
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.AI.ListCustomFieldsAsync(stub.TimeLimit));
    }
}
