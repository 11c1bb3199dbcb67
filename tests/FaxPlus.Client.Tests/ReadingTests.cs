using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that unexpected values in responses are tolerated.</summary>
public class ReadingTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 31, 23, 59, 58, TimeSpan.Zero);

    [Fact]
    public async Task Every_field_of_a_fax_is_read()
    {
        Fax fax = await FaxAsync("""
            {"id":"f1","owner_id":"o1","status":"partially_sent","pages":3,"comment":"c","cost":1.25,
            "cost_details":{"multiplier":2,"notification_cost":0.5},
            "description":"d","direction":"outgoing","duration":61,"file":"f.tiff","file_name":"f.pdf","from":"+1","to":"+2","header":"h",
            "is_read":true,"is_spam":false,"last_update":"2026-01-31 23:59:58","max_retry":2,"retry_delay":11,
            "scheduled_time":"2026-01-31 23:59:58","start_time":"2026-01-31 23:59:58","submit_time":"2026-01-31 23:59:58",
            "cover_page":{"name_to":"t","name_from":"f","subject":"s","message":"m","flags":["urgent"]}}
            """);

        Assert.Equal(("f1", "o1", "partially_sent", "c", "d", "outgoing"),
            (fax.Id, fax.OwnerId, fax.Status, fax.Comment, fax.Description, fax.Direction));
        Assert.Equal((3, 1.25m, TimeSpan.FromSeconds(61), 2, 11), (fax.Pages, fax.Cost, fax.Duration, fax.MaxRetry, fax.RetryDelay));
        Assert.Equal((2m, 0.5m), (fax.CostDetails!.Multiplier, fax.CostDetails.NotificationCost));
        Assert.Equal(("f.tiff", "f.pdf", "+1", "+2", "h"), (fax.File, fax.FileName, fax.From, fax.To, fax.Header));
        Assert.Equal((true, false, true), (fax.IsRead, fax.IsSpam, fax.IsOutgoing));
        Assert.All([fax.LastUpdate, fax.ScheduledTime, fax.StartTime, fax.SubmitTime, fax.Time], time => Assert.Equal(s_time, time));
        Assert.Equal(("t", "f", "s", "m", "urgent"), (fax.CoverPage!.NameTo, fax.CoverPage.NameFrom, fax.CoverPage.Subject,
            fax.CoverPage.Message, Assert.Single(fax.CoverPage.Flags)));
        Assert.Empty(fax.OtherFields);
        Assert.Equal("self", fax.UserId);
    }

    [Fact]
    public async Task Every_field_of_an_outbox_item_is_read_or_kept()
    {
        OutboxFax item = await ReadAsync("""
            {"id":"i1","uid":"u1","status":"scheduled_for_sending","comment":{"text":"c","tags":["a","b"]},"contact_name":"n",
            "designated_src":"+9","extra_info":{"a":1},
            "file_changes":[{"at":"2026-01-31 23:59:58","files":[{"file_name":"f.pdf","mime_type":"application/pdf","size":12}]}],
            "files":["/transient-1"],"initiated_from":{"from_id":"u1","type":"api"},"ip":"127.0.0.1",
            "last_updated_status_time":"2026-01-31 23:59:58","options":{"enhancement":true},"page_count":4,
            "retry":{"count":1,"delay":7},"send_time":"2026-01-31 23:59:58 +0000","should_enhance":false,"src":"+1",
            "status_changes":[{"at":"2026-01-31 23:59:58","status":"submitted"}],
            "submit_time":"2026-01-31 23:59:58 +0000","to":["+2","+3"],"cover_page":null}
            """, (client, stop) => client.Outbox.GetAsync("i1", cancellationToken: stop));

        Assert.Equal(("i1", "i1", "u1", "scheduled_for_sending", "c", "+1"),
            (item.Id, item.OutboxId, item.Uid, item.Status, item.Comment, item.From));
        Assert.Equal(["a", "b"], item.Tags);
        Assert.Equal(["+2", "+3"], item.To);
        Assert.Equal(["/transient-1"], item.Files);
        Assert.Equal((4, 1, 7, false), (item.PageCount, item.Retry!.Count, item.Retry.Delay, item.ShouldEnhance));
        Assert.Equal(("submitted", s_time), (Assert.Single(item.StatusChanges).Status, item.StatusChanges[0].At));
        Assert.All([item.LastUpdatedStatusTime, item.SendTime, item.SubmitTime], time => Assert.Equal(s_time, time));
        Assert.Null(item.CoverPage);
        Assert.Equal(["contact_name", "designated_src", "extra_info", "file_changes", "initiated_from", "ip", "options"],
            item.OtherFields.Keys.Order());
    }

    [Fact]
    public async Task Every_field_of_an_account_is_read()
    {
        Account account = await ReadAsync("""
            {"uid":"u1","email":"a@example.com","account_type":"corporate_admin","status":"active","creation_date":"2026-01-31 23:59:58",
            "name":"n","lastname":"l","phone":"+1","profile_image":"p",
            "last_password_modification_date":"2026-01-31 23:59:58","member_of":["m1","m2"],
            "account_data":{"company_logo":"cl","company_name":"cn","deactivation_reason":"dr","default_file_type":"tiff","role":"r",
            "save_history":true,"new":1},
            "settings":{"caller_id_name":"ci","options":{"o":true},"send_fax":{"retry":{"count":1,"delay":2},"should_enhance":true}},
            "notifications":{"black_list":{"uids":["x"]},"settings":{"email":{"low_credit":true}}}}
            """, (client, stop) => client.Accounts.GetAsync(cancellationToken: stop));

        Assert.Equal(("u1", "u1", "a@example.com", "corporate_admin", "active"),
            (account.Uid, account.UserId, account.Email, account.AccountType, account.Status));
        Assert.Equal(("n", "l", "+1", "p"), (account.Name, account.Lastname, account.Phone, account.ProfileImage));
        Assert.Equal((s_time, s_time), (account.CreationDate, account.LastPasswordModificationDate));
        Assert.Equal(["m1", "m2"], account.MemberOf);
        Assert.Equal(("cl", "cn", "dr", "tiff", "r", true),
            (account.AccountData!.CompanyLogo, account.AccountData.CompanyName, account.AccountData.DeactivationReason,
            account.AccountData.DefaultFileType, account.AccountData.Role, account.AccountData.SaveHistory));
        Assert.Equal(1L, account.AccountData.OtherFields["new"]);
        Assert.Equal(("ci", true, 1, 2, true), (account.Settings!.CallerIdName, account.Settings.Options!["o"],
            account.Settings.SendFax!.Retry!.Count, account.Settings.SendFax.Retry.Delay, account.Settings.SendFax.ShouldEnhance));
        var blackList = Assert.IsType<Dictionary<string, object?>>(account.Notifications!["black_list"]);
        Assert.Equal(["x"], Assert.IsType<object?[]>(blackList["uids"]));
        Assert.Empty(account.OtherFields);
    }

    [Fact]
    public async Task Every_field_of_a_number_is_read_or_kept()
    {
        FaxNumber number = Assert.Single(await ReadAsync("""
            {"numbers":[{"id":"n1","number":"+1","owner_id":"o","status":"active","acquired_date":"2026-01-31 23:59:58",
            "assigned_to":["u1","u2"],"expiration_date":"2026-01-31T23:59:58Z","is_canceled":true,"notifications":[{"type":"email"}]}]}
            """, (client, stop) => client.Numbers.ListAsync(cancellationToken: stop)));

        Assert.Equal(("n1", "+1", "o", "active", true), (number.Id, number.Number, number.OwnerId, number.Status, number.IsCanceled));
        Assert.Equal((s_time, s_time), (number.AcquiredDate, number.ExpirationDate));
        Assert.Equal(["u1", "u2"], number.AssignedTo);
        Assert.Equal("email", Assert.Single(number.Notifications).Type);
        Assert.Empty(number.OtherFields);
    }

    [Theory]
    [InlineData("""{"from":"+1","to":"+2"}""")]
    [InlineData("""{"from_number":"+1","to_number":"+2"}""")]
    [InlineData("""{"from":null,"from_number":"+1","to_number":"+2","to":null}""")]
    public async Task Both_spellings_of_a_number_are_read(string json)
    {
        Fax fax = await FaxAsync(json);
        Assert.Equal(("+1", "+2"), (fax.From, fax.To));
        Assert.Empty(fax.OtherFields);
    }

    [Theory]
    [InlineData("2026-01-31 23:59:58")]
    [InlineData("2026-01-31 23:59:58 +0000")]
    [InlineData("2026-01-31T23:59:58Z")]
    [InlineData("2026-01-31T23:59:58.000Z")]
    [InlineData("2026-02-01 01:59:58 +0200")]
    public async Task Each_notation_of_a_time_is_the_same_instant_in_UTC(string text)
    {
        Fax fax = await FaxAsync($$"""{"start_time":"{{text}}"}""");
        Assert.Equal(s_time, fax.StartTime);
        Assert.Equal(TimeSpan.Zero, fax.StartTime!.Value.Offset);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"soon\"")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task An_invalid_time_is_null(string value) =>
        Assert.Null((await FaxAsync($$"""{"start_time":{{value}}}""")).StartTime);

    [Fact]
    public async Task Missing_and_null_fields_are_null_and_lists_are_empty()
    {
        foreach (string json in new[] { "{}",
            """{"id":null,"pages":null,"cost":null,"comment":null,"is_read":null,"duration":null,"""
                + """ "cover_page":null,"cost_details":null,"from":null,"submit_time":null}""" })
        {
            Fax fax = await FaxAsync(json);
            Assert.Equal((null, null, null, null, null, null), (fax.Id, fax.Pages, fax.Cost, fax.Comment, fax.IsRead, fax.Duration));
            Assert.Null(fax.Time);
        }

        OutboxFax item = await ReadAsync("""{"to":null,"files":null,"comment":null,"retry":null}""", (client, stop) =>
            client.Outbox.GetAsync("x", cancellationToken: stop));
        Assert.Empty(item.To);
        Assert.Empty(item.Files);
        Assert.Empty(item.Tags);
    }

    [Fact]
    public async Task Numbers_and_booleans_written_as_text_are_read()
    {
        Fax fax = await FaxAsync(
            """{"id":4711,"pages":"3","cost":"0.10","duration":"61.5","is_read":"true","is_spam":0,"from":41445551234,"max_retry":2.0}""");
        Assert.Equal(("4711", 3, 0.10m, TimeSpan.FromSeconds(61.5)), (fax.Id, fax.Pages, fax.Cost, fax.Duration));
        Assert.Equal((true, false, "41445551234", 2), (fax.IsRead, fax.IsSpam, fax.From, fax.MaxRetry));
    }

    [Fact]
    public async Task Invalid_values_are_null_and_do_not_affect_other_values()
    {
        Fax fax = await FaxAsync(
            """{"id":"f1","pages":"many","cost":{"a":1},"duration":[1],"is_read":"maybe","max_retry":99999999999,"status":"success"}""");
        Assert.Equal(("f1", "success"), (fax.Id, fax.Status));
        Assert.Equal((null, null, null, null, null), (fax.Pages, fax.Cost, fax.Duration, fax.IsRead, fax.MaxRetry));
    }

    [Fact]
    public async Task Unknown_fields_are_kept_as_plain_values()
    {
        Fax fax = await FaxAsync(
            """{"text":"a","whole":7,"part":1.5,"yes":true,"nothing":null,"many":[1,"b"],"inner":{"deep":[{"x":false}]}}""");
        Assert.Equal(["inner", "many", "nothing", "part", "text", "whole", "yes"], fax.OtherFields.Keys.Order());
        Assert.Equal(("a", 7L, 1.5, true),
            (fax.OtherFields["text"], fax.OtherFields["whole"], fax.OtherFields["part"], fax.OtherFields["yes"]));
        Assert.Null(fax.OtherFields["nothing"]);
        Assert.Equal([1L, "b"], Assert.IsType<object?[]>(fax.OtherFields["many"]));
        object?[] deep = Assert.IsType<object?[]>(Assert.IsType<Dictionary<string, object?>>(fax.OtherFields["inner"])["deep"]);
        Assert.Equal(false, Assert.IsType<Dictionary<string, object?>>(deep[0])["x"]);
    }

    [Fact]
    public async Task An_unknown_status_is_kept_and_counts_as_finished()
    {
        Fax fax = await FaxAsync("""{"status":"failed_carrier_on_holiday"}""");
        Assert.Equal("failed_carrier_on_holiday", fax.Status);
        Assert.Equal((true, false, false),
            (FaxStatus.IsFinished(fax.Status), FaxStatus.IsSuccess(fax.Status), FaxStatus.IsWorthAnotherTry(fax.Status)));
        Assert.Equal("failed: carrier on holiday", FaxStatus.Describe(fax.Status));
    }

    [Theory]
    [InlineData("\"words\"", "words", "")]
    [InlineData("""{"text":"words","tags":["a"]}""", "words", "a")]
    [InlineData("""{"text":"words"}""", "words", "")]
    [InlineData("""{"tags":["a",null,7]}""", null, "a")]
    [InlineData("7", null, "")]
    public async Task A_comment_is_a_string_in_a_fax_and_an_object_in_an_outbox_item(string comment, string? text, string tags)
    {
        OutboxFax item = await ReadAsync($$"""{"comment":{{comment}}}""", (client, stop) =>
            client.Outbox.GetAsync("x", cancellationToken: stop));
        Assert.Equal((text, tags), (item.Comment, string.Join(',', item.Tags)));
        if (text is not null) Assert.Equal(text, (await FaxAsync($$"""{"comment":{{comment}}}""")).Comment);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("null", 0)]
    [InlineData("\"u1\"", 1)]
    [InlineData("[\"u1\",null]", 1)]
    public async Task A_list_of_uids_may_have_unusual_formats(string value, int count) =>
        Assert.Equal(count, (await ReadAsync($$"""{"member_of":{{value}}}""", (client, stop) =>
            client.Accounts.GetAsync(cancellationToken: stop))).MemberOf.Length);

    [Theory]
    [InlineData("""{"data":{"records":null}}""", 0)]
    [InlineData("""{"data":{"records":[]}}""", 0)]
    [InlineData("""{"data":{"records":[null,{"id":"f1"},null]}}""", 1)]
    [InlineData("""{"data":{"records":[{"id":"f1"}],"total":1},"ok":true}""", 1)]
    public async Task A_list_may_be_null_or_contain_nulls(string json, int count)
    {
        await using Stub stub = await Stub.AnsweringAsync(json);
        Assert.Equal(count, (await stub.Client.Faxes.List(new FaxQuery()).ReadAsync(stub.TimeLimit)).Count);
    }

    [Theory]
    [InlineData("\"cost_details\":[]")]
    [InlineData("\"cost_details\":\"\"")]
    [InlineData("\"cover_page\":[]")]
    [InlineData("\"cover_page\":false")]
    [InlineData("\"cover_page\":\"\"")]
    [InlineData("\"cost_details\":{\"multiplier\":[[]]}")]
    public async Task One_invalid_field_does_not_affect_the_other_faxes_of_a_list(string field)
    {
        await using Stub stub =
            await Stub.AnsweringAsync("{\"data\":{\"records\":[{\"id\":\"f1\"," + field + ",\"status\":\"success\"},{\"id\":\"f2\"}]}}");
        IReadOnlyList<Fax> page = await stub.Client.Faxes.List(new FaxQuery()).ReadAsync(stub.TimeLimit);
        Assert.Equal([("f1", "success"), ("f2", null)], page.Select(fax => (fax.Id, fax.Status)));
    }

    [Theory]
    [InlineData("\"notifications\":[]")]
    [InlineData("\"settings\":[]")]
    [InlineData("\"account_data\":\"\"")]
    [InlineData("\"settings\":{\"options\":[],\"send_fax\":0}")]
    public async Task One_invalid_field_does_not_affect_the_other_fields_of_an_account(string field)
    {
        Account account = await ReadAsync("{\"uid\":\"u\"," + field + ",\"name\":\"Ada\"}", (client, stop) =>
            client.Accounts.GetAsync(cancellationToken: stop));
        Assert.Equal(("u", "Ada"), (account.Uid, account.Name));
    }

    [Theory]
    [InlineData("\"status_changes\":{}", 0)]
    [InlineData("\"status_changes\":[\"submitted\",{\"status\":\"sent\"},[{}]]", 1)]
    [InlineData("\"retry\":0", 0)]
    public async Task One_invalid_field_does_not_affect_the_other_items_of_the_outbox(string field, int changes)
    {
        await using Stub stub =
            await Stub.AnsweringAsync("{\"records\":[{\"id\":\"f1\"," + field + ",\"status\":\"submitted\"},{\"id\":\"f2\"}]}");
        IReadOnlyList<OutboxFax> items = await stub.Client.Outbox.ListAsync(cancellationToken: stub.TimeLimit);
        Assert.Equal([("f1", "submitted"), ("f2", null)], items.Select(item => (item.Id, item.Status)));
        Assert.Equal(changes, items[0].StatusChanges.Length);
    }

    [Theory]
    [InlineData("cut \\ud83d", "cut \ufffd")]
    [InlineData("\\udc00 x", "\ufffd x")]
    [InlineData("\\ud83d\\n\\ud83d\\ude00\\\\ud83d", "\ufffd\n\ud83d\ude00\\ud83d")]
    [InlineData("\\ud83d\\ud83d\\uDE00", "\ufffd\ud83d\ude00")]
    public async Task An_unpaired_surrogate_in_one_comment_does_not_affect_the_list(string written, string comment)
    {
        await using Stub stub = await Stub.AnsweringAsync("{\"data\":{\"records\":[{\"id\":\"f1\",\"comment\":\"" + written
            + "\",\"shade\":\"" + written + "\"},{\"id\":\"f2\"}]}}");
        IReadOnlyList<Fax> page = await stub.Client.Faxes.List(new FaxQuery()).ReadAsync(stub.TimeLimit);
        Assert.Equal([("f1", comment), ("f2", null)], page.Select(fax => (fax.Id, fax.Comment)));
        Assert.Equal(comment, page[0].OtherFields["shade"]);
    }

    [Fact]
    public async Task A_character_in_another_encoding_does_not_affect_the_response()
    {
        byte[] latin = Encoding.Latin1.GetBytes("{\"id\":\"f1\",\"comment\":\"Gr\u00fc\u00dfe\"}");
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = latin.Length;
            await context.Response.Body.WriteAsync(latin);
        });
        Fax fax = await stub.Client.Faxes.GetAsync("f1", cancellationToken: stub.TimeLimit);
        Assert.StartsWith("Gr", fax.Comment, StringComparison.Ordinal);
        Assert.EndsWith("e", fax.Comment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("unknown-1")]
    public async Task A_charset_that_is_not_supported_is_ignored(string charset)
    {
        await using Stub stub = await Stub.AnsweringAsync("{\"uid\":\"u\"}", 200, $"application/json; charset={charset}");
        Assert.Equal("u", (await stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit)).Uid);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_is_ignored() =>
        Assert.Equal("u", (await ReadAsync("\uFEFF{\"uid\":\"u\"}", (client, stop) =>
            client.Accounts.GetAsync(cancellationToken: stop))).Uid);

    private static Task<Fax> FaxAsync(string json) =>
        ReadAsync(json, (client, stop) => client.Faxes.GetAsync("x", cancellationToken: stop));

    private static async Task<T> ReadAsync<T>(string json, Func<IFaxPlusClient, System.Threading.CancellationToken, Task<T>> read)
    {
        await using Stub stub = await Stub.AnsweringAsync(json);
        return await read(stub.Client, stub.TimeLimit);
    }
}
