using System;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class OutboxTests
{
    // The item must still be in the outbox when a request on a busy machine arrives.
    private const double Soon = 2;

    [Fact]
    public async Task Without_return_ids_the_response_is_an_empty_object()
    {
        await using var service = await TestService.StartAsync();
        using var answer = await service.PostAsync("accounts/self/outbox", await service.SendBodyAsync(TestService.Destination));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_destination_has_a_separate_item_and_id()
    {
        await using var service = await TestService.StartAsync();
        var body = await service.SendBodyAsync("+41445551111", "+41445552222", "+41445551111");
        body["return_ids"] = true;
        var ids = (await service.PostForJsonAsync("accounts/self/outbox", body))["ids"]!.AsObject();

        Assert.Equal(["+41445551111", "+41445552222"], ids.Select(i => i.Key));
        Assert.All(ids, i => Assert.Matches("^[0-9a-f]{32}$", (string?)i.Value));
        var items = (await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray();
        Assert.Equal(ids.Select(i => (string?)i.Value), items.Select(i => (string?)i!["id"]));
        Assert.Equal(["+41445551111", "+41445552222"], items.Select(i => (string?)Assert.Single(i!["to"]!.AsArray())));
    }

    [Fact]
    public async Task An_item_contains_the_requested_values()
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync(change: body =>
        {
            body["comment"] = new JsonObject { ["text"] = "for Mia", ["tags"] = new JsonArray("a", "b") };
            body["options"] = new JsonObject { ["enhancement"] = false, ["retry"] = new JsonObject { ["count"] = 2, ["delay"] = 15 } };
            body["cover_page"] = new JsonObject { ["name_to"] = "Mia", ["name_from"] = "Ada", ["subject"] = "Hi",
                ["flags"] = new JsonArray("urgent") };
        });
        var item = await service.GetAsync($"accounts/self/outbox/{id}");

        Assert.Equal("submitted", (string?)item["status"]);
        Assert.Equal(TestService.OwnNumber, (string?)item["src"]);
        Assert.Equal("""{"text":"for Mia","tags":["a","b"]}""", item["comment"]!.ToJsonString());
        Assert.Equal("""{"count":2,"delay":15}""", item["retry"]!.ToJsonString());
        Assert.False((bool?)item["should_enhance"]);
        Assert.Equal("Mia", (string?)item["cover_page"]!["name_to"]);
        Assert.Equal(2, (int?)item["page_count"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000$", (string?)item["submit_time"]);
        Assert.Equal("submitted", (string?)Assert.Single(item["status_changes"]!.AsArray())!["status"]);
        Assert.Equal("letter.pdf", (string?)item["file_changes"]![0]!["files"]![0]!["file_name"]);
    }

    [Fact]
    public async Task A_sent_fax_leaves_the_outbox_and_becomes_a_record_with_another_id()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = Soon);
        var id = await service.SendFaxAsync(change: b => b["comment"] = new JsonObject { ["text"] = "for Mia" });
        var submitted = (string)(await service.GetAsync($"accounts/self/outbox/{id}"))["submit_time"]!;
        var fax = await service.WaitForSentAsync();

        await TestService.RefusedAsync(HttpStatusCode.NotFound, id, service.Client.GetAsync($"accounts/self/outbox/{id}"));
        Assert.Empty((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
        Assert.Matches("^[0-9a-f]{24}$", (string?)fax["id"]);
        Assert.Equal("success", (string?)fax["status"]);
        Assert.Equal("outgoing", (string?)fax["direction"]);
        Assert.Equal("for Mia", (string?)fax["comment"]);
        Assert.Equal(submitted, fax["submit_time"] + " +0000");
        Assert.True((decimal?)fax["cost"] > 0);
        Assert.True(JsonNode.DeepEquals(fax, await service.GetAsync($"accounts/self/faxes/{fax["id"]}")));
    }

    [Fact]
    public async Task An_item_has_each_status_in_order()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0.1);
        var id = await service.SendFaxAsync("+41445550098");
        var item = await TestService.EventuallyAsync(async () =>
            await service.GetAsync($"accounts/self/outbox/{id}") is var i && (string?)i["status"] == "sending" ? i : null);

        Assert.Equal(["submitted", "converting", "sending"], item["status_changes"]!.AsArray().Select(c => (string?)c!["status"]));
    }

    [Fact]
    public async Task A_changed_comment_is_copied_to_the_record()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = Soon);
        var id = await service.SendFaxAsync();
        using var changed = await service.PutAsync($"accounts/self/outbox/{id}", new JsonObject { ["comment"] = "changed" });

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("changed", (string?)(await service.WaitForSentAsync())["comment"]);
    }

    [Fact]
    public async Task A_comment_is_a_string_in_a_change_and_an_object_in_a_send()
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync();
        var asObject = new JsonObject { ["comment"] = new JsonObject { ["text"] = "x" } };

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'comment' must be a string",
            service.PutAsync($"accounts/self/outbox/{id}", asObject));
        var body = await service.SendBodyAsync(TestService.Destination);
        body["comment"] = "x";
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'comment' must be an object",
            service.PostAsync("accounts/self/outbox", body));
    }

    [Fact]
    public async Task A_cancelled_item_never_becomes_a_fax()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = Soon);
        var id = await service.SendFaxAsync("+41445551111");
        using var cancelled = await service.DeleteAsync($"accounts/self/outbox/{id}");
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        await TestService.RefusedAsync(HttpStatusCode.NotFound, id, service.DeleteAsync($"accounts/self/outbox/{id}"));

        // A fax that was submitted later has been sent, so the cancelled fax would also have been sent by now.
        await service.SendFaxAsync("+41445552222");
        await service.WaitForSentAsync("+41445552222");
        Assert.Single(TestService.Records(await service.GetAsync("accounts/self/faxes")));
    }

    [Fact]
    public async Task A_scheduled_fax_is_sent_at_its_time()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var id = await service.SendFaxAsync("+41445551111", b => b["send_time"] = "2100-01-31 12:00:00 +0200");
        var item = await service.GetAsync($"accounts/self/outbox/{id}");

        Assert.Equal("scheduled_for_sending", (string?)item["status"]);
        Assert.Equal("2100-01-31 10:00:00 +0000", (string?)item["send_time"]);

        await service.SendFaxAsync("+41445552222", b => b["send_time"] = "2020-01-31 12:00:00 +0000");
        Assert.Equal("2020-01-31 12:00:00", (string?)(await service.WaitForSentAsync("+41445552222"))["scheduled_time"]);
        Assert.Single((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
    }

    [Fact]
    public async Task A_hidden_item_exists_but_is_not_listed()
    {
        await using var service = await TestService.StartAsync(o => o.HideSeconds = 600);
        var id = await service.SendFaxAsync();

        await TestService.RefusedAsync(HttpStatusCode.NotFound, id, service.Client.GetAsync($"accounts/self/outbox/{id}"));
        Assert.Empty((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
        Assert.Equal(id, (string?)Assert.Single((await service.GetAsync("/_emulator/state"))["outbox"]!.AsArray())!["id"]);
        using var cancelled = await service.DeleteAsync($"accounts/self/outbox/{id}");
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
    }

    [Fact]
    public async Task A_hidden_item_appears_after_its_time()
    {
        await using var service = await TestService.StartAsync(o => o.HideSeconds = 0.2);
        var id = await service.SendFaxAsync();
        await TestService.EventuallyAsync(async () =>
        {
            using var answer = await service.Client.GetAsync($"accounts/self/outbox/{id}");
            return answer.IsSuccessStatusCode ? id : null;
        });
    }

    public static TheoryData<string, string> Outcomes => new()
    {
        { "0001", "failed_user_busy" },
        { "0002", "failed_no_answer" },
        { "0003", "failed_unallocated_number" },
        { "0004", "failed_normal_temporary_failure" },
        { "0005", "failed_normal_clearing" },
        { "0006", "failed_to_send" },
        { "0007", "failed_internal_process_error" },
        { "0008", "failed_office_converter_issue" },
        { "0009", "failed_separate_file_pages_issue" },
        { "0010", "failed_render_header_issue" },
        { "0011", "failed_invalid_number_format" },
        { "0012", "failed_mimetype_not_supported" },
        { "0013", "failed_destination_not_supported" },
        { "0014", "failed_image_preparation" },
        { "0015", "failed_unknown_converter_issue" },
        { "0016", "failed_convert_to_tiff_issue" },
        { "0017", "failed_fs_49" },
        { "0018", "failed_fs_2" },
        { "0019", "failed" },
        { "0020", "insufficient_credit" },
        { "0021", "partially_sent" },
        { "0022", "partially_received" },
        { "1234", "success" },
    };

    [Fact]
    public async Task The_last_four_digits_determine_the_outcome()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var body = await service.SendBodyAsync([.. Outcomes.Select(o => $"+4144555{o[0]}")]);
        using var sent = await service.PostAsync("accounts/self/outbox", body);
        var faxes = await TestService.EventuallyAsync(async () =>
            TestService.Records(await service.GetAsync("accounts/self/faxes")) is var all && all.Length == Outcomes.Count() ? all : null);

        Assert.Equal(
            Outcomes.Select(o => $"+4144555{o[0]} {o[1]}"),
            faxes.Select(f => $"{f["to"]} {f["status"]}").OrderBy(f => f, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lingering_fax_is_in_progress_before_it_succeeds()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = Soon);
        await service.SendFaxAsync("+41445550023");
        Assert.Equal("in_progress", (string?)(await service.WaitForSentAsync("+41445550023"))["status"]);
        await TestService.EventuallyAsync(async () =>
            (string?)(await service.WaitForSentAsync("+41445550023"))["status"] == "success" ? "" : null);
    }

    [Fact]
    public async Task The_contents_of_a_fax_can_be_sent_again()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await service.SendFaxAsync("+41445551111");
        var first = await service.WaitForSentAsync("+41445551111");
        await service.SendFaxAsync("+41445552222", body =>
        {
            body.Remove("files");
            body["from_fax"] = (string?)first["id"];
            body["options"] = new JsonObject { ["enhancement"] = false };
        });
        var second = await service.WaitForSentAsync("+41445552222");

        Assert.Equal(
            await service.Client.GetByteArrayAsync($"accounts/self/files/{first["id"]}"),
            await service.Client.GetByteArrayAsync($"accounts/self/files/{second["id"]}"));
    }

    [Fact]
    public async Task An_earlier_fax_follows_the_files_even_by_their_storage_path()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await service.SendFaxAsync("+41445551111");
        var first = await service.WaitForSentAsync("+41445551111");
        await service.SendFaxAsync("+41445552222", body =>
        {
            body["files"] = new JsonArray(((string)body["files"]![0]!).Replace("/transient-", "/storage/", StringComparison.Ordinal));
            body["from_fax"] = (string?)first["id"];
        });
        var second = await service.WaitForSentAsync("+41445552222");
        Assert.Equal(2 * (int)first["pages"]!, (int)second["pages"]!);
    }

    [Theory]
    [InlineData("no_number", null)]
    [InlineData("+16505550100*123", "+16505550100")]
    public async Task A_sender_can_be_no_number_or_have_an_extension(string from, string? source)
    {
        await using var service = await TestService.StartAsync();
        var id = await service.SendFaxAsync(change: body => body["from"] = from);
        var item = await service.GetAsync($"accounts/self/outbox/{id}");

        Assert.Equal(source, (string?)item["src"]);
        Assert.Equal(from, (string?)item["designated_src"]);
    }

    [Fact]
    public async Task Several_senders_are_assigned_to_the_recipients_in_turn()
    {
        await using var service = await TestService.StartAsync(o =>
        {
            o.Numbers.Add("+12125550101");
            o.Numbers.Add("+12125550102");
        });
        var body = await service.SendBodyAsync("+41445551111", "+41445552222");
        body["from"] = "+12125550101,+12125550102";
        using var sent = await service.PostAsync("accounts/self/outbox", body);

        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        Assert.Equal(
            ["+12125550101", "+12125550102"],
            (await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray().Select(i => (string?)i!["src"]));
    }

    [Fact]
    public async Task An_item_of_a_member_is_only_in_the_members_outbox()
    {
        await using var service = await TestService.StartAsync();
        var member = (string)(await service.GetAsync("accounts"))["members"]![1]!["uid"]!;
        using var sent = await service.PostAsync($"accounts/{member}/outbox", await service.SendBodyAsync(TestService.Destination));

        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        Assert.Equal(member, (string?)Assert.Single((await service.GetAsync($"accounts/{member}/outbox"))["records"]!.AsArray())!["uid"]);
        Assert.Empty((await service.GetAsync("accounts/self/outbox"))["records"]!.AsArray());
    }
}
