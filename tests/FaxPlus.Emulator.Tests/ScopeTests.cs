using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class ScopeTests
{
    private static readonly string[] AllScopes =
    [
        "fax:all:read", "fax:all:edit", "fax:webhook:read", "fax:webhook:edit", "fax:fax:read", "fax:fax:edit",
        "fax:user:read", "fax:user:edit", "fax:member:read", "fax:member:edit", "fax:numbers:read", "fax:numbers:edit",
        "fax:shop:read", "fax:shop:edit", "fax:file:edit", "fax:ai_settings:read",
    ];

    // The value for operations that any token permits, because no scope is documented for them.
    private static readonly string AnyToken = string.Join(' ', AllScopes.Append("none"));

    public static TheoryData<string, string, string> Operations => new()
    {
        { "GET", "accounts", "fax:all:read fax:member:read" },
        { "POST", "accounts/self/member-invitations", "fax:all:edit fax:member:edit" },
        { "GET", "accounts/self", "fax:all:read fax:member:read fax:user:read" },
        { "PUT", "accounts/self", "fax:all:edit fax:member:edit fax:user:edit" },
        { "GET", "accounts/self/member-details/x", "fax:all:read fax:member:read" },
        { "PUT", "accounts/self/member-details/x", "fax:all:edit fax:member:edit" },
        { "GET", "accounts/self/numbers", "fax:all:read fax:numbers:read" },
        { "GET", "accounts/self/numbers/x", "fax:all:read fax:numbers:read" },
        { "PUT", "accounts/self/numbers/x", "fax:all:edit fax:numbers:edit" },
        { "DELETE", "accounts/self/numbers/x", "fax:all:edit fax:numbers:edit" },
        { "GET", "accounts/self/faxes", "fax:all:read fax:fax:read" },
        { "GET", "accounts/self/faxes/x", "fax:all:read fax:fax:read" },
        { "PUT", "accounts/self/faxes/x", "fax:all:edit fax:fax:edit" },
        { "DELETE", "accounts/self/faxes/x", "fax:all:edit fax:fax:edit" },
        { "GET", "accounts/self/files/x", "fax:all:read fax:fax:read" },
        { "GET", "accounts/self/report/x", "fax:all:read fax:fax:read" },
        { "POST", "accounts/self/files", "fax:all:edit fax:fax:edit fax:file:edit" },
        { "GET", "accounts/self/outbox", "fax:all:read fax:fax:read" },
        { "GET", "accounts/self/outbox/x", "fax:all:read fax:fax:read" },
        { "POST", "accounts/self/outbox", "fax:all:edit fax:fax:edit" },
        { "PUT", "accounts/self/outbox/x", "fax:all:edit fax:fax:edit" },
        { "DELETE", "accounts/self/outbox/x", "fax:all:edit fax:fax:edit" },
        { "GET", "accounts/self/contacts", "fax:all:read" },
        { "POST", "accounts/self/contacts", "fax:all:edit" },
        { "PUT", "accounts/self/contacts/x", "fax:all:edit" },
        { "DELETE", "accounts/self/contacts/x", "fax:all:edit" },
        { "POST", "accounts/self/contacts/assign-groups", "fax:all:edit" },
        { "GET", "accounts/self/contact-groups", "fax:all:read" },
        { "POST", "accounts/self/contact-groups", "fax:all:edit" },
        { "PUT", "accounts/self/contact-groups/x", "fax:all:edit" },
        { "DELETE", "accounts/self/contact-groups/x", "fax:all:edit" },
        { "GET", "hooks?event=fax_sent", "fax:all:read fax:webhook:read" },
        { "POST", "hooks", "fax:all:edit fax:webhook:edit" },
        { "DELETE", "hooks/x", "fax:all:edit fax:webhook:edit" },
        { "GET", "shop/balance", "fax:all:read fax:shop:read" },
        { "GET", "shop/numbers/countries", "fax:all:read fax:shop:read" },
        { "GET", "shop/numbers/countries/US/areas", "fax:all:read fax:shop:read" },
        { "GET", "shop/numbers/countries/US/areas/212/numbers", "fax:all:read fax:shop:read" },
        { "POST", "shop/numbers/purchase", "fax:all:edit fax:shop:edit" },
        { "GET", "accounts/self/ai/custom-fields", "fax:all:read fax:ai_settings:read" },
        { "POST", "accounts/self/ai/custom-fields", AnyToken },
        { "PATCH", "accounts/self/ai/custom-fields/x", AnyToken },
        { "GET", "accounts/self/ai/credits", AnyToken },
        { "GET", "accounts/self/faxes/x/ai/ocr", AnyToken },
        { "POST", "accounts/self/faxes/x/ai/ocr", AnyToken },
        { "GET", "accounts/self/faxes/x/ai/field-extraction", AnyToken },
        { "POST", "accounts/self/faxes/x/ai/field-extraction", AnyToken },
        { "PATCH", "accounts/self/faxes/x/ai/field-extraction", AnyToken },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Any_one_scope_of_an_operation_suffices_and_no_other_scope_does(string method, string path, string sufficient)
    {
        await using var service = await TestService.StartAsync(o =>
        {
            foreach (var scope in AllScopes) o.Pats.Add(scope, [scope]);
            o.Pats.Add("none", []);
        });
        var allowed = new List<string>();
        foreach (var scope in AllScopes.Append("none"))
        {
            using var client = service.NewClient(scope);
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            if (answer.StatusCode == HttpStatusCode.Forbidden)
            {
                Assert.Equal("insufficient_scope", (string?)(await TestService.ReadAsync(answer))["error"]);
            }
            else
            {
                allowed.Add(scope);
            }
        }

        Assert.Equal(sufficient.Split(' ').Order(), allowed.Order());
    }

    [Fact]
    public async Task The_misspelt_scope_of_the_help_permits_reading_the_user()
    {
        await using var service = await TestService.StartAsync(o => o.Pats.Add("misspelt", ["fax:use:read"]));
        using var client = service.NewClient("misspelt");
        using var answer = await client.GetAsync("accounts/self");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
