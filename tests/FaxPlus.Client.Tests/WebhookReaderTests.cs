using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Client.Webhooks;
using Xunit;
using static FaxPlus.Client.Tests.Support.WebhookMessages;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that a payload becomes an object, and that a truncated, oversized or otherwise invalid payload causes an error.</summary>
public class WebhookReaderTests
{
    private static readonly WebhookReader s_reader = new([]);

    [Fact]
    public void The_object_contains_all_values_of_the_message()
    {
        WebhookEvent read = Read(FaxBody);
        Assert.Equal("5c3f1a2b3c4d5e6f70819200", read.HookId);
        Assert.Equal("fax_received", read.Event);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), read.EventTime);
        Assert.Equal("https://example.com/hook", read.Target);
        Assert.Equal("5c3f1a2b3c4d5e6f70819200", read.FaxId);
        Assert.Equal("7724157c0974440293e45877c57f0703", read.Uid);
        Assert.Equal("self", read.UserId);
        Assert.Equal("+16505550123", read.From);
        Assert.Equal("+16505550100", read.To);
        Assert.Equal(3, read.Pages);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 5, 1, TimeSpan.Zero), read.StartTime);
        Assert.Equal(("5c3f.tiff", "scan.pdf", "success", 0.5m), (read.File, read.FileName, read.Status, read.Cost));
        Assert.False(read.IsRetry);
        Assert.Equal(new KeyValuePair<string, object?>("shade", "grey"), Assert.Single(read.OtherFields));
    }

    [Fact]
    public void Both_spellings_of_the_numbers_are_read()
    {
        WebhookEvent read = Read(FaxBody.Replace("\"from\"", "\"from_number\"", StringComparison.Ordinal)
            .Replace("\"to\"", "\"to_number\"", StringComparison.Ordinal));
        Assert.Equal(("+16505550123", "+16505550100"), (read.From, read.To));
        Assert.DoesNotContain("from_number", read.OtherFields);
    }

    [Fact]
    public void A_fax_whose_id_differs_from_that_of_the_hook_is_a_retry() =>
        Assert.True(Read(FaxBody.Replace("{\"id\": \"5c3f1a2b3c4d5e6f70819200\", \"uid", "{\"id\": \"5c3f1a2b3c4d5e6f70819299\", \"uid",
            StringComparison.Ordinal)).IsRetry);

    [Theory]
    [InlineData("""{"data": {"id": "a1", "id": "a2"}, "hook": {"event": "fax_sent"}}""")]
    [InlineData("""{"data": {"Id": "a1", "ID": "a2"}, "hook": {"event": "fax_sent"}}""")]
    [InlineData("""{"data": {"id": "a1"}, "hook": {"event": "fax_sent"}, "Data": {"id": "a2"}}""")]
    [InlineData("""{"data": {"id": "a1"}, "hook": {"event": "fax_sent", "event": "fax_received"}}""")]
    public void A_duplicate_name_is_an_error(string body) =>
        Assert.Contains("twice", Assert.Throws<FaxPlusException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_and_null_fields_are_null()
    {
        WebhookEvent read = Read("""{"hook": {"event": "fax_sent"}, "data": {"id": "a1", "pages": null, "cost": "nothing"}}""");
        Assert.Equal("a1", read.FaxId);
        Assert.Null(read.Pages);
        Assert.Null(read.Cost);
        Assert.Null(read.EventTime);
        Assert.Null(read.From);
        Assert.False(read.IsRetry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html></html>")]
    [InlineData("{}")]
    [InlineData("{\"hook\": {\"event\": \"fax_sent\"}}")]
    [InlineData("{\"data\": {\"id\": \"a\"}}")]
    [InlineData("{\"hook\": null, \"data\": null}")]
    [InlineData("{\"hook\": {\"event\": \"fax_sent\"}, \"data\": {}}")]
    [InlineData("{\"hook\": {}, \"data\": {\"id\": \"a\"}}")]
    [InlineData("{\"hook\": {\"event\": \"fax_sent\"}, \"data\": {\"id\": \"../../hooks\"}}")]
    [InlineData("{\"hook\": {\"event\": \"fax_sent\"}, \"data\": {\"id\": \"\\u001b[2J\"}}")]
    [InlineData("{\"hook\": {\"event\": \"fax sent\"}, \"data\": {\"id\": \"a\"}}")]
    [InlineData("{\"hook\": {\"event\": \"fax_sent\"}, \"data\": {\"id\": \"a\"}} {}")]
    public void A_payload_that_is_not_a_message_of_the_service_is_an_error(string body) => Unreadable(body);

    [Fact]
    public void A_body_truncated_at_any_position_is_an_error()
    {
        for (int length = 0; length < FaxBody.Length; length++) Unreadable(FaxBody[..length]);
    }

    [Fact]
    public void A_body_of_more_than_a_megabyte_is_an_error_before_it_is_read()
    {
        string padded = FaxBody + new string(' ', (1024 * 1024) - FaxBody.Length);
        Assert.NotNull(Read(padded));
        Assert.Contains("1048577 bytes", Unreadable(padded + " ").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_with_too_many_nested_levels_is_an_error() =>
        Unreadable("{\"data\": " + string.Concat(System.Linq.Enumerable.Repeat("[", 100_000)));

    [Fact]
    public void A_runbooks_WebhookData_as_JSON_is_read_with_its_headers()
    {
        string data = JsonSerializer.Serialize(new { WebhookName = "receive", RequestBody = FaxBody,
            RequestHeader = new Dictionary<string, string> { ["svix-id"] = "msg_1" } });
        WebhookMessage message = s_reader.Open(data);
        Assert.Equal(FaxBody, Encoding.UTF8.GetString(message.Body));
        Assert.Equal(new KeyValuePair<string, string>("svix-id", "msg_1"), Assert.Single(message.Headers));
    }

    [Theory]
    [InlineData("{\"RequestBody\": ")]
    [InlineData("{\"RequestBody\": {}}")]
    [InlineData("RequestBody")]
    public void A_body_that_resembles_WebhookData_is_refused(string text) =>
        Assert.Throws<FaxPlusException>(() => s_reader.Read(s_reader.Open(text)));

    [Theory]
    [InlineData("a, b: c.pdf")]
    [InlineData("x}y.pdf")]
    [InlineData("{x}.pdf")]
    [InlineData("}")]
    [InlineData("[x]")]
    [InlineData("a,b:c")]
    [InlineData("Rechnung, M\u00fcller: {Teil 1}.pdf")]
    [InlineData("12")]
    [InlineData("https://a/b?c=d,e:f")]
    public void A_file_name_is_complete_even_without_quotation_marks(string name)
    {
        string body = "{hook:{id:1,event:fax_received,event_time:2026-03-04 05:06:07,target:https://example.com/h?k=a,b:c},"
            + "data:{id:00123,pages:3,extra:{list:[1,{a:b}],on:true},from:+41 44,file_name:" + name + ",status:success,cost:}}";
        foreach (string text in new[] { body, "{WebhookName:hook,RequestBody:" + body + ",RequestHeader:{Host:x}}" })
        {
            WebhookEvent read = s_reader.Read(s_reader.Open(text));
            Assert.Equal((name, "success", 3, "00123", "1", "https://example.com/h?k=a,b:c", null),
                (read.FileName, read.Status, read.Pages, read.FaxId, read.HookId, read.Target, read.Cost));
        }
    }

    [Theory]
    [InlineData("x,status:failed.pdf")]
    [InlineData("x.pdf},hook:{id:2")]
    [InlineData("a}},RequestHeader:{x:y.pdf")]
    [InlineData("a}},requestHeader:{x:y.pdf")]
    [InlineData("a}},RemoteAddress:y.pdf")]
    [InlineData("a}},RemoteAddress:{{y.pdf")]
    [InlineData("a}}}")]
    [InlineData("a}}.pdf")]
    public void A_file_name_that_resembles_other_fields_is_refused_with_a_recommendation(string name)
    {
        string body = "{hook:{id:1,event:fax_received},data:{id:1,file_name:" + name + ",status:success}}";
        foreach (string text in new[] { body, "{WebhookName:hook,RequestBody:" + body + ",RequestHeader:{Host:x}}",
            "{RequestHeader:{Host:x},WebhookName:hook,RequestBody:" + body + "}" })
        {
            FaxPlusException error = Assert.Throws<FaxPlusException>(() => s_reader.Open(text));
            Assert.Equal(FaxPlusErrorKind.InvalidResponse, error.Kind);
            Assert.Contains("PowerShell 7 runbooks", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Malicious_text_without_quotation_marks_is_refused_quickly()
    {
        foreach (string text in new[] { "{a:" + new string(' ', 200_000) + "b", string.Concat(
            System.Linq.Enumerable.Repeat("{a:", 100_000)), "{file_name:" + string.Concat(System.Linq.Enumerable.Repeat("},", 100_000)) })
        {
            Assert.Throws<FaxPlusException>(() => s_reader.Open(text));
        }
    }

    [Fact]
    public void A_message_that_the_account_confirms_contains_the_values_of_the_account()
    {
        WebhookEvent read = Read(FaxBody);
        Fax fax = Account();
        fax.FileName = "as the account has it.pdf";
        fax.Cost = 0.75m;
        s_reader.Compare(read, fax);
        Assert.Equal(("as the account has it.pdf", 0.75m), (read.FileName, read.Cost));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("owner")]
    [InlineData("sender")]
    [InlineData("receiver")]
    [InlineData("direction")]
    [InlineData("number of pages")]
    [InlineData("status")]
    public void A_message_that_differs_from_the_account_is_refused(string what)
    {
        Fax fax = Account();
        switch (what)
        {
            case "id": fax.Id = "5c3f1a2b3c4d5e6f70819201"; break;
            case "owner": fax.OwnerId = "0000157c0974440293e45877c57f0703"; break;
            case "sender": fax.From = "+16505550199"; break;
            case "receiver": fax.To = "+16505550199"; break;
            case "direction": fax.Direction = "outgoing"; break;
            case "number of pages": fax.Pages = 4; break;
            default: fax.Status = "failed"; break;
        }

        FaxPlusException error = Assert.Throws<FaxPlusException>(() => s_reader.Compare(Read(FaxBody), fax));
        Assert.Equal(FaxPlusErrorKind.Forbidden, error.Kind);
        Assert.Contains($"its {what} differs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_pages_than_in_the_account_are_accepted_while_pages_arrive()
    {
        Fax fax = Account();
        fax.Pages = 7;
        WebhookEvent read = Read(FaxBody.Replace("\"fax_received\"", "\"fax_page_received\"", StringComparison.Ordinal));
        s_reader.Compare(read, fax);
        Assert.Equal(3, read.Pages);
    }

    [Fact]
    public void Values_that_the_account_does_not_have_are_not_accepted_from_an_unknown_sender()
    {
        WebhookEvent read = Read(
            """{"hook":{"id":"forged","event":"fax_received"},"data":"""
            + """{"id":"f1","from":"+19995550000","to":"+19995550001","pages":99,"uid":"forged","status":"new","evil":"x"}}""");
        s_reader.Compare(read, new Fax { Id = "f1", Direction = "incoming" });
        Assert.Equal((null, null, null, null, null, null), (read.HookId, read.From, read.To, read.Pages, read.Uid, read.Status));
        Assert.False(read.IsRetry);
        Assert.Empty(read.OtherFields);
    }

    [Theory]
    [InlineData("fax_received", 5)]
    [InlineData("fax_page_received", 5)]
    public void More_pages_than_in_the_account_are_not_accepted(string name, int pages)
    {
        WebhookEvent read = Read(FaxBody.Replace("\"fax_received\"", $"\"{name}\"", StringComparison.Ordinal)
            .Replace("\"pages\": 3", $"\"pages\": {pages}", StringComparison.Ordinal));
        Fax fax = Account();
        fax.Pages = name == "fax_received" ? null : 3;
        s_reader.Compare(read, fax);
        Assert.Equal(fax.Pages, read.Pages);
    }

    [Fact]
    public void A_signed_message_may_contain_values_that_the_account_does_not_have()
    {
        var reader = new WebhookReader([new Secret(FirstSecret)], () => Now);
        WebhookEvent read = reader.Read(Signed(FaxBody.Replace("{\"id\": \"5c3f1a2b3c4d5e6f70819200\", \"event\"",
            "{\"id\": \"5c3f1a2b3c4d5e6f70819299\", \"event\"", StringComparison.Ordinal)));
        reader.Compare(read, Account());
        Assert.True(read.IsRetry);
        Assert.Equal("grey", read.OtherFields["shade"]);
    }

    [Fact]
    public void An_unpaired_surrogate_in_a_file_name_does_not_affect_the_message() =>
        Assert.Equal("cut \ufffd", Read(FaxBody.Replace("scan.pdf", "cut \\ud83d", StringComparison.Ordinal)).FileName);

    private static Fax Account() => new()
    {
        Id = "5c3f1a2b3c4d5e6f70819200",
        OwnerId = "7724157c0974440293e45877c57f0703",
        Direction = "incoming",
        From = "+1 650 5550123",
        To = "+16505550100",
        Pages = 3,
        Status = "success",
    };

    private static WebhookEvent Read(string body) => s_reader.Read(Of(body));

    private static FaxPlusException Unreadable(string body)
    {
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => Read(body));
        Assert.Equal(FaxPlusErrorKind.InvalidResponse, error.Kind);
        Assert.False(string.IsNullOrWhiteSpace(error.RecommendedAction));
        return error;
    }
}
