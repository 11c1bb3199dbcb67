using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class AiCustomFieldTests
{
    private const string Path = "accounts/self/ai/custom-fields";

    [Fact]
    public async Task Custom_fields_are_added_listed_and_changed()
    {
        await using var service = await TestService.StartAsync();
        Assert.Empty((await service.GetAsync(Path))["custom_fields"]!.AsArray());
        using var created = await service.PostAsync(Path, new JsonObject { ["name"] = "Invoice", ["instructions"] = "Top right." });
        var field = (await TestService.ReadAsync(created)).AsObject();

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(["id", "name", "instructions", "enabled"], field.Select(f => f.Key));
        Assert.Equal(("Invoice", "Top right.", true), ((string?)field["name"], (string?)field["instructions"], (bool)field["enabled"]!));

        using var changed = await service.SendAsync(HttpMethod.Patch, $"{Path}/{field["id"]}",
            """{"enabled":false,"instructions":"Below."}""");
        field["enabled"] = false;
        field["instructions"] = "Below.";
        Assert.True(JsonNode.DeepEquals(field, await TestService.ReadAsync(changed)));
        Assert.True(JsonNode.DeepEquals(field, Assert.Single((await service.GetAsync(Path))["custom_fields"]!.AsArray())));
    }

    [Theory]
    [InlineData("""{"instructions":"x"}""", "'name' is required")]
    [InlineData("""{"name":"x"}""", "'instructions' is required")]
    [InlineData("""{"name":"x","instructions":"x","enabled":"yes"}""", "'enabled'")]
    [InlineData("""{"name":"x","instructions":"x","id":"1"}""", "'id'")]
    public async Task A_wrong_field_is_refused_with_a_reason(string body, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.SendAsync(HttpMethod.Post, Path, body));
        Assert.Empty((await service.GetAsync(Path))["custom_fields"]!.AsArray());
    }

    [Fact]
    public async Task An_invalid_change_is_refused_and_has_no_effect()
    {
        await using var service = await TestService.StartAsync();
        await AddAsync(service, "Taken");
        var field = await AddAsync(service, "Invoice");
        var path = $"{Path}/{field["id"]}";

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "is required", service.SendAsync(HttpMethod.Patch, path, "{}"));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'name'", service.SendAsync(HttpMethod.Patch, path, """{"name":""}"""));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'enabled'",
            service.SendAsync(HttpMethod.Patch, path, """{"name":"x","enabled":1}"""));
        await TestService.RefusedAsync(HttpStatusCode.Conflict, "'Taken'",
            service.SendAsync(HttpMethod.Patch, path, """{"name":"Taken"}"""));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "0123",
            service.SendAsync(HttpMethod.Patch, $"{Path}/0123", """{"name":"x"}"""));
        Assert.True(JsonNode.DeepEquals(field, (await service.GetAsync(Path))["custom_fields"]![1]));
    }

    [Fact]
    public async Task A_name_can_be_used_only_once()
    {
        await using var service = await TestService.StartAsync();
        await AddAsync(service, "Invoice");
        await TestService.RefusedAsync(HttpStatusCode.Conflict, "'Invoice'",
            service.PostAsync(Path, new JsonObject { ["name"] = "Invoice", ["instructions"] = "Elsewhere." }));
    }

    private static Task<JsonNode> AddAsync(TestService service, string name) =>
        service.PostForJsonAsync(Path, new JsonObject { ["name"] = name, ["instructions"] = "Look for it." });
}
