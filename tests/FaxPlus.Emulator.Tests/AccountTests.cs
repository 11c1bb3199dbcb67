using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class AccountTests
{
    [Fact]
    public async Task Self_and_its_uid_refer_to_the_same_account()
    {
        await using var service = await TestService.StartAsync();
        var self = await service.GetAsync("accounts/self");

        Assert.Matches("^[0-9a-f]{32}$", (string?)self["uid"]);
        Assert.Equal("corporate_admin", (string?)self["account_type"]);
        Assert.True(JsonNode.DeepEquals(self, await service.GetAsync($"accounts/{self["uid"]}")));
    }

    [Fact]
    public async Task The_administrator_can_list_and_read_members()
    {
        await using var service = await TestService.StartAsync();
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();

        Assert.True(members.Count >= 3);
        foreach (var member in members)
        {
            Assert.True(JsonNode.DeepEquals(member, await service.GetAsync($"accounts/{member!["uid"]}")));
        }
    }

    [Fact]
    public async Task An_unknown_uid_is_not_found()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "0123", service.Client.GetAsync("accounts/0123"));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "0123", service.Client.GetAsync("accounts/0123/faxes"));
    }

    [Fact]
    public async Task A_member_can_neither_list_members_nor_act_for_others()
    {
        await using var service = await TestService.StartAsync(o => o.MemberPats.Add("member", ["fax:all:read"]));
        var admin = (await service.GetAsync("accounts/self"))["uid"];
        using var member = service.NewClient("member");

        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator", member.GetAsync("accounts"));
        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator", member.GetAsync($"accounts/{admin}/faxes"));
        using var self = await member.GetAsync("accounts/self");
        Assert.Equal("corporate_member", (string?)(await TestService.ReadAsync(self))["account_type"]);
    }

    [Fact]
    public async Task A_change_replaces_only_the_fields_that_it_contains()
    {
        await using var service = await TestService.StartAsync();
        var before = await service.GetAsync("accounts/self");
        using var changed = await service.PutAsync("accounts/self", new JsonObject
        {
            ["lastname"] = "Lovelace",
            ["settings"] = new JsonObject { ["caller_id_name"] = "ACME" },
        });
        var after = await service.GetAsync("accounts/self");

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("Lovelace", (string?)after["lastname"]);
        Assert.Equal("""{"caller_id_name":"ACME"}""", after["settings"]!.ToJsonString());
        Assert.Equal((string?)before["name"], (string?)after["name"]);
    }

    [Theory]
    [InlineData("""{"uid":"x"}""", "'uid'")]
    [InlineData("""{"name":1}""", "'name' must be a string")]
    [InlineData("""{"settings":"x"}""", "'settings' must be an object")]
    [InlineData("""[]""", "must be a JSON object")]
    [InlineData("""{"name":""", "not valid JSON")]
    [InlineData("""{"name":"a","name":"b"}""", "not valid JSON")]
    public async Task A_wrong_change_is_refused_with_a_reason(string body, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Put, "accounts/self", body));
    }

    [Fact]
    public async Task Member_details_are_changed()
    {
        await using var service = await TestService.StartAsync();
        var uid = (string)(await service.GetAsync("accounts"))["members"]![1]!["uid"]!;
        var path = $"accounts/self/member-details/{uid}";

        using var changed = await service.PutAsync(path, new JsonObject { ["role"] = "manager", ["quota"] = 0 });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("""{"role":"Manager","quota":0}""", (await service.GetAsync(path)).ToJsonString());
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'quota'",
            service.PutAsync(path, new JsonObject { ["role"] = "Member", ["quota"] = -1 }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'role' or 'quota'", service.PutAsync(path, new JsonObject()));
    }

    [Fact]
    public async Task A_role_must_be_known_or_configured()
    {
        await using var service = await TestService.StartAsync(o => o.Roles.Add("Clerk"));
        var uid = (string)(await service.GetAsync("accounts"))["members"]![1]!["uid"]!;
        var path = $"accounts/self/member-details/{uid}";

        using var clerk = await service.PutAsync(path, new JsonObject { ["role"] = "Clerk", ["quota"] = 7 });
        Assert.Equal(HttpStatusCode.NoContent, clerk.StatusCode);
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "Emperor",
            service.PutAsync(path, new JsonObject { ["role"] = "Emperor", ["quota"] = 7 }));
        Assert.Equal("""{"role":"Clerk","quota":7}""", (await service.GetAsync(path)).ToJsonString());
    }

    [Fact]
    public async Task The_company_always_has_the_same_people_with_roles_and_quotas()
    {
        await using var service = await TestService.StartAsync();
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray().Select(m => m!).ToList();
        var details = new List<string>();
        foreach (var member in members)
        {
            details.Add((await service.GetAsync($"accounts/self/member-details/{member["uid"]}")).ToJsonString());
        }

        Assert.Equal(["ada@example.com", "max@example.com", "mia@example.com"], members.Select(m => (string?)m["email"]));
        Assert.Equal(["[]", $"[\"{members[0]["uid"]}\"]", $"[\"{members[0]["uid"]}\"]"],
            members.Select(m => m["member_of"]!.ToJsonString()));
        Assert.Equal(
            [
                """{"role":"Administrator","quota":1000}""",
                """{"role":"Member","quota":1000}""",
                """{"role":"Manager","quota":500}""",
            ],
            details);
    }

    [Fact]
    public async Task Only_an_administrator_can_read_or_change_member_details_and_invite()
    {
        await using var service = await TestService.StartAsync(o => o.MemberPats.Add("member", ["fax:all:read", "fax:all:edit"]));
        var members = (await service.GetAsync("accounts"))["members"]!.AsArray();
        using var member = service.NewClient("member");
        foreach (var uid in members.Take(2).Select(m => (string?)m!["uid"]))
        {
            await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator",
                member.GetAsync($"accounts/self/member-details/{uid}"));
            await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator",
                member.PutAsync($"accounts/self/member-details/{uid}", TestService.Json("""{"role":"Admin","quota":1}""")));
        }

        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator",
            member.PostAsync("accounts/self/member-invitations", TestService.Json("""["new@example.com"]""")));
    }

    [Fact]
    public async Task Up_to_ten_people_who_are_not_users_can_be_invited()
    {
        const string path = "accounts/self/member-invitations";
        await using var service = await TestService.StartAsync();
        using var invited = await service.PostAsync(path, new JsonObject { ["emails"] = new JsonArray("new@example.com") });
        using var bare = await service.PostAsync(path,
            new JsonArray([.. Enumerable.Range(0, 10).Select(i => JsonValue.Create($"p{i}@example.com"))]));
        var eleven = new JsonArray([.. Enumerable.Range(0, 11).Select(i => JsonValue.Create($"p{i}@example.com"))]);

        Assert.Equal("""{"message":"Invitations sent: 1."}""", (await TestService.ReadAsync(invited)).ToJsonString());
        Assert.Equal("""{"message":"Invitations sent: 10."}""", (await TestService.ReadAsync(bare)).ToJsonString());
        await TestService.RefusedAsync(HttpStatusCode.Conflict, "ada@example.com",
            service.PostAsync(path, new JsonArray("new2@example.com", "ada@example.com")));
        await TestService.RefusedAsync(HttpStatusCode.Conflict, "ADA@example.com",
            service.PostAsync(path, new JsonArray("ADA@example.com")));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "nobody", service.PostAsync(path, new JsonArray("nobody")));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "11", service.PostAsync(path, eleven));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'emails'", service.PostAsync(path, new JsonArray()));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'message'",
            service.PostAsync(path, new JsonObject { ["emails"] = new JsonArray("a@b.c"), ["message"] = "Hi" }));

        var sent = (await service.GetAsync("/_emulator/state"))["invitations"]!.AsArray();
        Assert.Equal(11, sent.Count);
        Assert.Equal("new@example.com", (string?)sent[0]);
    }
}
