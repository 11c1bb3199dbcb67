using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests contacts with responses that differ from those of the emulator.</summary>
public class ContactTests
{
    private const string Ada = """{"id":"c1","name":"Ada","fax_number":"+14155550123","groups":["g1"]}""";

    [Fact]
    public async Task A_list_without_ids_and_total_ends()
    {
        await using Stub stub = await Recorder(contacts: """{"records":[{"name":"Ada"},{"name":"Bob"}]}""").StartAsync();
        var names = new List<string?>();
        IPageReader<Contact> reader = stub.Client.Contacts.List();
        for (int i = 0; i < 3 && await reader.ReadAsync(stub.TimeLimit) is { Count: > 0 } page; i++)
            names.AddRange(page.Select(contact => contact.Name));
        Assert.Equal(["Ada", "Bob"], names);
    }

    [Theory]
    [InlineData("[" + Ada + "]")]
    [InlineData("\"c1\"")]
    public async Task A_record_that_is_not_an_object_is_an_error_and_does_not_shorten_the_list(string record)
    {
        await using Stub stub = await Recorder(contacts: $$"""{"records":[{"id":"c0","name":"Bob"},{{record}}]}""").StartAsync();
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => stub.Client.Contacts.List().ReadAsync(stub.TimeLimit));
        Assert.Equal(FaxPlusErrorKind.InvalidResponse, error.Kind);
    }

    [Fact]
    public async Task A_contact_in_a_group_without_a_known_name_is_changed_only_with_its_groups()
    {
        await using Stub stub = await Recorder(contacts: $$"""{"records":[{{Ada}}]}""", groups: null).StartAsync();
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => stub.Client.Contacts.PrepareAsync("c1",
            new Dictionary<string, object?> { ["name"] = "Ada L." }, cancellationToken: stub.TimeLimit));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.Contains("g1", error.Message);

        ContactChanges changes = await stub.Client.Contacts.PrepareAsync("c1",
            new Dictionary<string, object?> { ["name"] = "Ada L.", ["groups"] = new[] { "Vendors" } }, cancellationToken: stub.TimeLimit);
        Assert.Equal(["name", "groups"], changes.Changes.Select(change => change.Path));
    }

    [Fact]
    public async Task Numbers_and_descriptions_in_the_other_documented_format_are_read_and_written()
    {
        await using Stub stub = await Recorder(
            contacts: """{"data":{"records":[{"id":"c1","name":"Ada","company":"Engines","numbers":["+14155550123","+14155550124"]}]}}""",
            groups: """{"records":[{"id":"g1","name":"Vendors","description":"For offers"}]}""").StartAsync();
        IContactOperations contacts = stub.Client.Contacts;
        Contact ada = await contacts.GetAsync("c1", cancellationToken: stub.TimeLimit);
        Assert.Equal(("+14155550123", "Engines"), (ada.FaxNumber, ada.OtherFields["company"]));
        Assert.Equal("For offers", (await contacts.GetGroupAsync("Vendors", cancellationToken: stub.TimeLimit)).Notes);

        ContactChanges named =
            await contacts.PrepareAsync("c1", new Dictionary<string, object?> { ["name"] = "Ada L." }, cancellationToken: stub.TimeLimit);
        Assert.Equal("""{"name":"Ada L.","company":"Engines","numbers":["+14155550123","+14155550124"],"fax_number":"+14155550123"}""",
            named.Body);
        ContactChanges cleared =
            await contacts.PrepareGroupAsync("g1", new Dictionary<string, object?> { ["notes"] = "" }, cancellationToken: stub.TimeLimit);
        Assert.Equal(("""{"name":"Vendors","notes":""}""", "\"For offers\""), (cleared.Body, Assert.Single(cleared.Changes).OldValue));
    }

    [Fact]
    public async Task A_name_of_several_groups_refers_to_none_of_them()
    {
        await using Stub stub = await Recorder(groups: """
            {"records":[{"id":"g1","name":"Vendors"},{"id":"g2","name":"Vendors"},
            {"id":"g3","name":"archive"},{"id":"g4","name":"Archive"}]}
            """).StartAsync();
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() =>
            stub.Client.Contacts.GetGroupAsync("Vendors", cancellationToken: stub.TimeLimit));
        Assert.Contains("2 groups", error.Message);
        Assert.Equal("g2", (await stub.Client.Contacts.GetGroupAsync("g2", cancellationToken: stub.TimeLimit)).Id);
        Assert.Equal("g4", (await stub.Client.Contacts.GetGroupAsync("Archive", cancellationToken: stub.TimeLimit)).Id);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task Another_contact_with_the_number_is_not_mistaken_for_the_new_contact_after_a_lost_response(int statusOfList)
    {
        var recorder = new Recorder((request, _) =>
            request.StartsWith("POST", StringComparison.Ordinal) ? (502, "{}") : (statusOfList, $$"""{"records":[{{Ada}}]}"""));
        await using Stub stub = await recorder.StartAsync();
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() =>
            stub.Client.Contacts.CreateAsync(new Dictionary<string, object?> { ["name"] = "Bob", ["fax_number"] = "+14155550123" },
                cancellationToken: stub.TimeLimit));
        Assert.Equal("POST /accounts/{user_id}/contacts", error.Operation);
        Assert.True(error.MayHaveTakenEffect);
    }

    [Fact]
    public async Task A_collection_that_is_not_found_may_belong_to_an_unknown_member()
    {
        await using Service service = await Service.StartAsync();
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() =>
            service.Client.Contacts.List(userId: "nobody").ReadAsync(service.TimeLimit));
        Assert.Contains("does not support", error.Message);
        Assert.Equal(FaxPlusAdvice.Member, error.Advice);
    }

    private static Recorder Recorder(string contacts = """{"records":[]}""", string? groups = """{"records":[]}""") => new((request, _) =>
        request.EndsWith("/contacts", StringComparison.Ordinal) ? (200, contacts) : groups is null ? (403, "{}") : (200, groups));
}
