using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests members with roles and quotas, and invitations.</summary>
public class MembersTests
{
    [Fact]
    public async Task All_members_are_returned_with_role_and_quota()
    {
        await using Service service = await Service.StartAsync();
        List<Member> members = await ReadAllAsync(service.Client.Members.List());
        Assert.Equal(["ada@example.com", "max@example.com", "mia@example.com"], members.Select(member => member.Email));
        Assert.All(members, member => Assert.NotNull(member.Role));
        Assert.All(members, member => Assert.NotNull(member.Quota));
    }

    [Fact]
    public async Task Details_are_requested_only_for_the_page_that_is_read()
    {
        string accounts = string.Join(',', Enumerable.Range(1, 11).Select(i => $$"""{"uid":"u{{i}}","email":"m{{i}}@x.example"}"""));
        var recorder = new Recorder((request, _) => (200, request.EndsWith("/accounts", StringComparison.Ordinal)
            ? $$"""{"members":[{{accounts}}]}""" : """{"role":"Member","quota":7}"""));
        await using Stub stub = await recorder.StartAsync();
        IPageReader<Member> reader = stub.Client.Members.List();
        Assert.Empty(recorder.Seen);

        IReadOnlyList<Member> first = await reader.ReadAsync(stub.TimeLimit);

        Assert.Equal(1 + first.Count, recorder.Seen.Count);
        Assert.InRange(first.Count, 1, 10);
        Assert.Equal(Enumerable.Range(first.Count + 1, 11 - first.Count).Select(i => $"u{i}"),
            (await ReadAllAsync(reader)).Select(member => member.Uid));
    }

    [Fact]
    public async Task A_member_whose_details_are_refused_is_listed_with_a_warning()
    {
        await using Service service = await Service.StartAsync();
        string uid = await service.Client.Members.ResolveUserIdAsync("max@example.com", service.TimeLimit);
        await service.AnswerAsync(404, path: "member-details/" + uid);

        List<Member> members = await ReadAllAsync(service.Client.Members.List());

        Assert.Equal(3, members.Count);
        Assert.Null(members.Single(member => member.Uid == uid).Role);
        Assert.Contains("max@example.com", Assert.Single(service.Observer.Warnings));
    }

    [Fact]
    public async Task Unspecified_values_keep_their_current_values()
    {
        await using Service service = await Service.StartAsync();
        string uid = await service.Client.Members.ResolveUserIdAsync("mia@example.com", service.TimeLimit);
        Member before = await service.Client.Members.GetAsync(uid, service.TimeLimit);

        await service.Client.Members.UpdateAsync(uid, null, 77, service.TimeLimit);
        Member after = await service.Client.Members.GetAsync(uid, service.TimeLimit);
        Assert.Equal((before.Role, 77), (after.Role, after.Quota));

        await service.Client.Members.UpdateAsync(uid, "Administrator", null, service.TimeLimit);
        after = await service.Client.Members.GetAsync(uid, service.TimeLimit);
        Assert.Equal(("Administrator", 77), (after.Role, after.Quota));
    }

    [Fact]
    public async Task Both_values_need_no_read_request()
    {
        await using Service service = await Service.StartAsync();
        string uid = await service.Client.Members.ResolveUserIdAsync("mia@example.com", service.TimeLimit);
        await service.ForgetRequestsAsync();
        await service.Client.Members.UpdateAsync(uid, "Member", 0, service.TimeLimit);
        Assert.Equal("PUT", Assert.Single(await service.RequestsAsync()).Method);
    }

    [Fact]
    public async Task A_role_that_the_service_does_not_return_must_be_specified()
    {
        var recorder = new Recorder((_, _) => (200, """{"role":null,"quota":5}"""));
        await using Stub stub = await recorder.StartAsync();
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Members.UpdateAsync("u1", null, 9, stub.TimeLimit));
        Assert.Contains("role", error.RecommendedAction);
        Assert.All(recorder.Seen, seen => Assert.StartsWith("GET", seen.Request));
    }

    [Fact]
    public async Task A_run_looks_up_addresses_in_one_list_and_uids_in_none()
    {
        await using Service service = await Service.StartAsync();
        IMemberOperations members = service.Client.Members;

        Assert.Equal("0123", await members.ResolveUserIdAsync(" 0123 ", service.TimeLimit));
        Assert.Empty(await service.RequestsAsync());

        Assert.Equal(await members.ResolveUserIdAsync("MAX@example.com", service.TimeLimit),
            await members.ResolveUserIdAsync("max@example.com", service.TimeLimit));
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.NotFound, () => members.ResolveUserIdAsync("nobody@example.com", service.TimeLimit));
        Assert.Contains("nobody@example.com", error.Message);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task Invitations_are_sent_ten_at_a_time_and_each_address_once()
    {
        await using Service service = await Service.StartAsync();
        string[] emails = [.. Enumerable.Range(1, 23).Select(i => $"p{i}@new.example")];

        IReadOnlyList<InvitationOutcome> outcomes =
            await service.Client.Members.InviteAsync([.. emails, "P1@NEW.example"], service.TimeLimit);

        Assert.Equal(emails, outcomes.Select(outcome => outcome.Invitation?.Email));
        Assert.Equal(3, (await service.RequestsAsync("POST")).Length);
        Assert.Equal(emails, (await service.StateAsync("invitations")).Select(email => (string?)email));
    }

    [Fact]
    public async Task The_address_of_an_existing_user_does_not_affect_other_invitations()
    {
        await using Service service = await Service.StartAsync();
        string[] emails = ["a@new.example", "b@new.example", "max@example.com", "c@new.example", "no address", "d@new.example"];

        IReadOnlyList<InvitationOutcome> outcomes = await service.Client.Members.InviteAsync(emails, service.TimeLimit);

        Assert.Equal(emails, outcomes.Select(outcome => outcome.Email));
        Assert.Equal(["max@example.com", "no address"],
            outcomes.Where(outcome => outcome.Error is not null).Select(outcome => outcome.Email));
        Assert.Equal(FaxPlusErrorKind.Conflict, outcomes[2].Error!.Kind);
        Assert.Equal(["a@new.example", "b@new.example", "c@new.example", "d@new.example"],
            (await service.StateAsync("invitations")).Select(email => (string?)email));
    }

    [Fact]
    public async Task A_lost_response_causes_no_second_invitation()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("drop-after", "POST");

        InvitationOutcome outcome = Assert.Single(await service.Client.Members.InviteAsync(["a@new.example"], service.TimeLimit));

        Assert.NotNull(outcome.Error);
        Assert.False(outcome.Error.IsTransient);
        Assert.Single(await service.StateAsync("invitations"));
    }

    [Fact]
    public async Task Addresses_are_sent_as_an_array_and_after_a_400_once_as_an_object()
    {
        bool takesArrays = true;
        var recorder = new Recorder((_, body) => (body is JsonArray && !takesArrays ? 400 : 200, ""));
        await using Stub stub = await recorder.StartAsync();
        IMemberOperations members = stub.Client.Members;
        Assert.Null(Assert.Single(await members.InviteAsync(["a@new.example"], stub.TimeLimit)).Error);
        takesArrays = false;
        Assert.Null(Assert.Single(await members.InviteAsync(["b@new.example"], stub.TimeLimit)).Error);
        Assert.Null(Assert.Single(await members.InviteAsync(["c@new.example"], stub.TimeLimit)).Error);
        Assert.Equal(
            ["""["a@new.example"]""", """["b@new.example"]""", """{"emails":["b@new.example"]}""", """{"emails":["c@new.example"]}"""],
            recorder.Seen.Select(seen => seen.Body!.ToJsonString()));
    }

    [Fact]
    public async Task If_both_bodies_are_refused_the_error_contains_both_reasons()
    {
        var recorder = new Recorder((_, body) =>
            (400, body is JsonArray ? """{"description":"that is no address"}""" : """{"description":"an array is expected"}"""));
        await using Stub stub = await recorder.StartAsync();
        FaxPlusException? error = Assert.Single(await stub.Client.Members.InviteAsync(["a@new"], stub.TimeLimit)).Error;
        Assert.Contains("that is no address", error!.Message);
        Assert.Contains("an array is expected", error.Message);
    }

    private static async Task<List<Member>> ReadAllAsync(IPageReader<Member> reader)
    {
        var all = new List<Member>();
        while (await reader.ReadAsync() is { Count: > 0 } page) all.AddRange(page);
        return all;
    }
}
