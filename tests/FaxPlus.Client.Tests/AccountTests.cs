using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that a change to an account keeps all other fields.</summary>
public class AccountTests
{
    private const string Wire = """
        {"uid":"u1","email":"ada@example.com","name":"Ada","future":1,
         "settings":{"caller_id_name":"Old","options":{"beta":true,"big":12345678901234567890},
         "send_fax":{"retry":{"count":0,"delay":5,"new":null},"should_enhance":true}},
         "notifications":{"settings":{"language":"en","email":{"addresses":["ä@b.example"]}}}}
        """;

    [Fact]
    public async Task A_changed_object_is_sent_back_completely_with_its_unknown_fields()
    {
        Recorder recorder = NewRecorder();
        await using Stub stub = await recorder.StartAsync();

        await SetAsync(stub, ("settings.caller_id_name", "New"), ("settings.send_fax.retry.count", 2));

        JsonNode expected = JsonNode.Parse(Wire)!["settings"]!;
        expected["caller_id_name"] = "New";
        expected["send_fax"]!["retry"]!["count"] = 2;
        JsonObject body = recorder.Seen[1].Body!.AsObject();
        Assert.Equal(["settings"], body.Select(field => field.Key));
        Assert.Equal(expected.ToJsonString(), body["settings"]!.ToJsonString());
    }

    [Fact]
    public async Task If_a_name_occurs_twice_the_last_value_is_used()
    {
        await using Stub stub = await Stub.AnsweringAsync("""{"settings":{"a":1,"a":2},"b":1,"b":2}""");
        AccountChanges changes = await stub.Client.Accounts.PrepareAsync(new Dictionary<string, object?> { ["settings.a"] = 3, ["b"] = 2 },
            cancellationToken: stub.TimeLimit);
        Assert.Equal([("settings.a", "2", "3")], changes.Changes.Select(change => (change.Path, change.OldValue, change.NewValue)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"ok\"")]
    [InlineData("7")]
    public async Task A_response_without_an_account_is_unreadable(string json)
    {
        await using Stub stub = await Stub.AnsweringAsync(json);
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Accounts.PrepareAsync(new Dictionary<string, object?> { ["a.b"] = "x" }, cancellationToken: stub.TimeLimit));
    }

    [Fact]
    public async Task Each_change_is_shown_with_its_old_and_new_value_before_it_is_made()
    {
        Recorder recorder = NewRecorder();
        await using Stub stub = await recorder.StartAsync();

        AccountChanges changes = await PrepareAsync(stub, ("name", "Ada"), ("phone", "+1"), ("settings.caller_id_name", "Ünal"),
            ("notifications.settings.email.addresses", new object[] { "x@y.example" }));

        Assert.Equal("ada@example.com", changes.Who);
        Assert.Equal(
            [
                """phone: (not set) → "+1" """.TrimEnd(),
                """settings.caller_id_name: "Old" → "Ünal" """.TrimEnd(),
                """notifications.settings.email.addresses: ["ä@b.example"] → ["x@y.example"]""",
            ],
            changes.Changes.Select(change => change.ToString()));
        Assert.Equal("GET", Assert.Single(recorder.Seen).Request[..3]);
    }

    [Fact]
    public async Task A_value_that_is_already_correct_makes_no_request()
    {
        Recorder recorder = NewRecorder();
        await using Stub stub = await recorder.StartAsync();
        await SetAsync(stub, ("name", "Ada"), ("settings.send_fax.should_enhance", true), ("settings.send_fax.retry.new", null));
        Assert.Single(recorder.Seen);
    }

    [Fact]
    public async Task A_missing_nested_object_is_created()
    {
        Recorder recorder = NewRecorder();
        await using Stub stub = await recorder.StartAsync();
        await SetAsync(stub, ("account_data.company_name", "ACME"), ("settings.send_fax.retry.new.deep", 1));
        JsonNode body = recorder.Seen[1].Body!;
        Assert.Equal("""{"company_name":"ACME"}""", body["account_data"]!.ToJsonString());
        Assert.Equal("""{"count":0,"delay":5,"new":{"deep":1}}""", body["settings"]!["send_fax"]!["retry"]!.ToJsonString());
    }

    [Theory]
    [InlineData("email.x")]
    [InlineData("settings..x")]
    [InlineData("")]
    [InlineData("notifications.settings.email.addresses.x")]
    public async Task An_invalid_path_is_an_error_and_makes_no_change(string path)
    {
        Recorder recorder = NewRecorder();
        await using Stub stub = await recorder.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => SetAsync(stub, ("name", "New"), (path, 1)));
        Assert.Single(recorder.Seen);
    }

    [Fact]
    public async Task The_service_keeps_all_other_values_even_if_it_replaces_nested_objects()
    {
        await using Service service = await Service.StartAsync();
        JsonNode before = await RawAsync(service);

        AccountChanges changes = await service.Client.Accounts.PrepareAsync(
            new Dictionary<string, object?> { ["settings.send_fax.retry.delay"] = 30, ["notifications.settings.language"] = "de" },
            cancellationToken: service.TimeLimit);
        await service.Client.Accounts.ApplyAsync(changes, service.TimeLimit);

        before["settings"]!["send_fax"]!["retry"]!["delay"] = 30;
        before["notifications"]!["settings"]!["language"] = "de";
        Assert.True(JsonNode.DeepEquals(before, await RawAsync(service)));
    }

    private static Recorder NewRecorder() => new((request, _) => (200, request.StartsWith("GET", StringComparison.Ordinal) ? Wire : ""));

    private static Task<AccountChanges> PrepareAsync(Stub stub, params (string Path, object? Value)[] values) =>
        stub.Client.Accounts.PrepareAsync(values.ToDictionary(value => value.Path, value => value.Value),
            cancellationToken: stub.TimeLimit);

    private static async Task SetAsync(Stub stub, params (string Path, object? Value)[] values) =>
        await stub.Client.Accounts.ApplyAsync(await PrepareAsync(stub, values), stub.TimeLimit);

    private static async Task<JsonNode> RawAsync(Service service)
    {
        using var http = new System.Net.Http.HttpClient(new System.Net.Http.SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Service.Token);
        return JsonNode.Parse(await http.GetStringAsync(service.ApiUri + "/accounts/self", service.TimeLimit))!;
    }
}
