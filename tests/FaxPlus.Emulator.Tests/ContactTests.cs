using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Tests contacts and contact groups as described in the reference (section 3.10).</summary>
public sealed class ContactTests
{
    [Fact]
    public async Task A_contact_is_written_with_group_names_and_read_with_group_ids()
    {
        await using var service = await TestService.StartAsync();
        string group = (string)(await service.PostForJsonAsync("accounts/self/contact-groups",
            new JsonObject { ["name"] = "Vendors" }))["id"]!;
        JsonNode made = await service.PostForJsonAsync("accounts/self/contacts", Ada("Vendors"));
        Assert.Equal(group, (string?)Assert.Single(made["groups"]!.AsArray()));
        Assert.False((bool)made["is_shared"]!);

        JsonNode list = await service.GetAsync($"accounts/self/contacts?ids={made["id"]}");
        Assert.Equal(1, (int)list["total_count"]!);
        Assert.Equal("a@example.com", (string?)list["records"]![0]!["email"]);
    }

    [Fact]
    public async Task A_change_replaces_the_entire_contact()
    {
        await using var service = await TestService.StartAsync();
        JsonNode made = await service.PostForJsonAsync("accounts/self/contacts", Ada());
        using HttpResponseMessage answer = await service.PutAsync($"accounts/self/contacts/{made["id"]}",
            new JsonObject { ["name"] = "Ada", ["fax_number"] = "+14155550124" });
        JsonNode changed = await TestService.ReadAsync(answer);
        Assert.Equal("+14155550124", (string?)changed["fax_number"]);
        Assert.Null(changed["email"]);
    }

    [Fact]
    public async Task Assigning_groups_removes_a_contact_from_the_others()
    {
        await using var service = await TestService.StartAsync();
        foreach (string name in new[] { "A", "B" })
            await service.PostForJsonAsync("accounts/self/contact-groups", new JsonObject { ["name"] = name });
        JsonNode made = await service.PostForJsonAsync("accounts/self/contacts", Ada("A"));
        using HttpResponseMessage answer = await service.PostAsync("accounts/self/contacts/assign-groups",
            new JsonObject { ["contact_ids"] = new JsonArray((string)made["id"]!), ["groups"] = new JsonArray("B") });
        Assert.True(answer.IsSuccessStatusCode);
        JsonNode groups = await service.GetAsync("accounts/self/contact-groups?group=B");
        Assert.Equal((string?)groups["records"]![0]!["id"],
            (string?)Assert.Single((await service.GetAsync("accounts/self/contacts"))["records"]![0]!["groups"]!.AsArray()));
    }

    [Fact]
    public async Task Lists_are_read_by_offset_until_the_total()
    {
        await using var service = await TestService.StartAsync();
        for (int i = 0; i < 60; i++)
            await service.PostForJsonAsync("accounts/self/contacts",
                new JsonObject { ["name"] = $"N{i}", ["fax_number"] = $"+1415555{i:0000}" });
        JsonNode first = await service.GetAsync("accounts/self/contacts?limit=50"),
            second = await service.GetAsync("accounts/self/contacts?limit=50&offset=50");
        Assert.Equal((50, 10, 60), (first["records"]!.AsArray().Count, second["records"]!.AsArray().Count, (int)second["total_count"]!));
        Assert.Equal(20, (await service.GetAsync("accounts/self/contacts"))["records"]!.AsArray().Count);
        Assert.Equal("N7", (string?)Assert.Single(
            (await service.GetAsync("accounts/self/contacts?search=%2B14155550007"))["records"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task Personal_contacts_are_visible_only_to_their_owner()
    {
        await using var service = await TestService.StartAsync();
        JsonObject shared = Ada();
        shared["shared"] = true;
        await service.PostForJsonAsync("accounts/self/contacts", shared);
        JsonObject personal = Ada();
        personal["name"] = "Mine";
        await service.PostForJsonAsync("accounts/self/contacts", personal);
        string member = (string)(await service.GetAsync("accounts"))["members"]!.AsArray().Select(account => account!).Last()["uid"]!;
        Assert.Equal("Ada", (string?)Assert.Single((await service.GetAsync($"accounts/{member}/contacts"))["records"]!.AsArray())!["name"]);
    }

    [Theory]
    [InlineData("""{"fax_number":"+14155550123"}""", "'name' is required")]
    [InlineData("""{"name":"Ada"}""", "'fax_number' is required")]
    [InlineData("""{"name":"Ada","fax_number":"4155550123"}""", "'fax_number'")]
    [InlineData("""{"name":"Ada","fax_number":"+14155550123","is_shared":true}""", "'is_shared'")]
    [InlineData("""{"name":"Ada","fax_number":"+14155550123","groups":["none"]}""", "none")]
    public async Task A_wrong_contact_is_refused_with_a_reason(string body, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason,
            service.SendAsync(HttpMethod.Post, "accounts/self/contacts", body));
    }

    private static JsonObject Ada(params string[] groups) => new()
    {
        ["name"] = "Ada",
        ["fax_number"] = "+14155550123",
        ["email"] = "a@example.com",
        ["groups"] = new JsonArray([.. groups.Select(group => (JsonNode)group)]),
    };
}
