using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>
/// Tests the fields that the vendor's SDKs (3.0.4) require. The SDKs reject a response in which one of these fields is missing, is null, or
/// contains an unknown word.
/// </summary>
public sealed class VendorSdkTests
{
    private static readonly string[] Statuses =
    [
        "success", "partially_sent", "partially_received", "insufficient_credit", "failed", "failed_internal_process_error",
            "failed_user_busy",
        "failed_no_answer", "failed_unallocated_number", "failed_office_converter_issue", "failed_separate_file_pages_issue",
        "failed_render_header_issue", "failed_invalid_number_format", "failed_mimetype_not_supported", "failed_destination_not_supported",
        "failed_image_preparation", "failed_to_send", "failed_normal_temporary_failure", "failed_unknown_converter_issue",
        "failed_normal_clearing", "failed_convert_to_tiff_issue", "failed_fs_49", "failed_fs_2",
    ];

    [Fact]
    public async Task Faxes_have_all_fields_that_the_sdks_require()
    {
        await using var service = await TestService.StartAsync(o => (o.SeedFaxes, o.SendSeconds) = (300, 0));
        await service.PostForJsonAsync("/_emulator/receive", new JsonObject());
        await service.SendFaxAsync("+41445550099");
        await service.WaitForSentAsync("+41445550099");

        var faxes = (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray();
        Assert.Equal(302, faxes.Count);
        Assert.All(faxes, fax =>
        {
            Has(fax!, "id", "owner_id", "status", "pages", "comment", "cost_details");
            Has(fax!["cost_details"]!, "multiplier", "notification_cost");
            Assert.Contains((string)fax["status"]!, Statuses);
            Assert.Null(fax["carrier_hint"]);

            // The SDKs read the numbers only from the fields "from" and "to".
            Has(fax, "from", "to");
            if (fax["duration"] is { } duration) Assert.Equal(System.Text.Json.JsonValueKind.Number, duration.GetValueKind());
        });
    }

    [Fact]
    public async Task Accounts_have_all_fields_that_the_sdks_require()
    {
        await using var service = await TestService.StartAsync();
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();

        Assert.All(members, account =>
        {
            Has(account!, "account_type", "creation_date", "email", "status", "uid");
            Assert.IsType<JsonArray>(account!["member_of"]);
            var settings = account["notifications"]!["settings"]!;
            Has(account["notifications"]!["black_list"]!, "uids");
            foreach (var way in (string[])["email", "push_notifications", "sms"])
            {
                Has(settings[way]!, "low_credit", "new_feature", "receive_fax", "send_fax", "voicemail");
            }

            Has(settings["email"]!["attachments"]!, "receive_fax", "send_fax");
            Has(settings["slack"]!, "receive_fax", "send_fax", "target_channel");
            Assert.All((string[])["receive_fax", "send_fax"], name =>
                Assert.Contains((string)settings["slack"]![name]!, (string[])["with_attachment", "no_attachment", "off"]));
        });
    }

    [Fact]
    public async Task All_other_objects_have_all_fields_that_the_sdks_require()
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync(change: body =>
            body["cover_page"] = new JsonObject { ["name_to"] = "A", ["name_from"] = "B", ["subject"] = "C" });
        var item = await service.GetAsync($"accounts/self/outbox/{id}");
        Has(item, "id", "uid", "status", "status_changes");
        Assert.All(item["status_changes"]!.AsArray(), change => Has(change!, "at", "status"));
        Has(item["cover_page"]!, "name_to", "name_from", "subject");

        Assert.All((await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray(), number =>
            Has(number!, "id", "number", "owner_id", "status", "acquired_date", "assigned_to"));

        Has(await service.PostForJsonAsync("hooks", new JsonObject { ["target"] = "http://127.0.0.1:1/", ["event"] = "fax_sent" }), "id");
        Has((await service.GetAsync("hooks?event=fax_sent"))["data"]!.AsArray().Single()!, "target", "event");
    }

    [Theory]
    [InlineData("""{"quota":7}""", """{"role":"Member","quota":7}""")]
    [InlineData("""{"role":"Manager"}""", """{"role":"Manager","quota":1000}""")]
    public async Task Role_and_quota_can_be_changed_separately(string body, string expected)
    {
        await using var service = await TestService.StartAsync();
        var path = $"accounts/self/member-details/{(await service.GetAsync("accounts"))["members"]![1]!["uid"]}";
        using var changed = await service.SendAsync(HttpMethod.Put, path, body);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(expected, (await service.GetAsync(path)).ToJsonString());
    }

    [Fact]
    public async Task The_sdks_also_write_no_number_in_capital_letters()
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync(change: body => body["from"] = "NO_NUMBER");
        Assert.Null((string?)(await service.GetAsync($"accounts/self/outbox/{id}"))["src"]);
    }

    [Theory]
    [InlineData("files", "?format=pdf", "application/pdf", "filename=\"?[0-9a-f]+\\.pdf\"?$")]
    [InlineData("files", "?format=tiff", "image/tiff", "filename=\"?[0-9a-f]+\\.tiff\"?$")]
    [InlineData("report", "", "application/pdf", "filename=\"?[-a-z0-9]+\\.pdf\"?$")]
    public async Task A_document_is_returned_although_the_Python_sdk_accepts_only_json(string kind, string query,
        string mimeType, string disposition)
    {
        await using var service = await TestService.StartAsync(o => o.SeedFaxes = 1);
        var id = TestService.Records(await service.GetAsync("accounts/self/faxes")).Single()["id"];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"accounts/self/{kind}/{id}{query}") { Content = NoContentAsJson() };
        request.Headers.Add("Accept", "application/json");
        using var answer = await service.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(mimeType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches(disposition, answer.Content.Headers.ContentDisposition?.ToString());
    }

    [Fact]
    public async Task A_request_without_a_body_may_have_a_content_type()
    {
        await using var service = await TestService.StartAsync(o => o.SeedFaxes = 1);
        var id = TestService.Records(await service.GetAsync("accounts/self/faxes")).Single()["id"];
        using var answer = await service.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Delete, $"accounts/self/faxes/{id}") { Content = NoContentAsJson() });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task With_the_option_odd_responses_contain_values_that_the_sdks_reject()
    {
        await using var service = await TestService.StartAsync(o => (o.SeedFaxes, o.SendSeconds, o.Odd) = (300, 0, true));
        var faxes = (await service.GetAsync("/_emulator/state"))["faxes"]!.AsArray().Select(fax => fax!.AsObject()).ToList();

        Assert.Contains(faxes, fax => fax["comment"] is null);
        Assert.Contains(faxes, fax => fax["cost_details"] is null);
        Assert.Contains(faxes, fax => fax.ContainsKey("carrier_hint"));
        Assert.Contains(faxes, fax => (string?)fax["status"] == "failed_carrier_on_holiday");

        await service.SendFaxAsync("+41445550099");
        Assert.Equal("failed_carrier_on_holiday", (string?)(await service.WaitForSentAsync("+41445550099"))["status"]);
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();
        Assert.Equal(["[]", $"[\"{members[0]!["uid"]}\"]", "{}"], members.Select(m => m!["member_of"]!.ToJsonString()));
    }

    private static ByteArrayContent NoContentAsJson() => new([]) { Headers = { ContentType = new("application/json") } };

    private static void Has(JsonNode node, params string[] names) => Assert.All(names, name => Assert.NotNull(node[name]));
}
