using System.Linq;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the scopes and the operations that they permit.</summary>
public class ScopeCatalogueTests
{
    [Fact]
    public void Every_scope_of_the_operations_is_in_the_catalogue_and_permits_an_operation()
    {
        Assert.Equal(
            FaxPlusOperations.All.SelectMany(operation => operation.Scopes).Distinct().Order(),
            FaxPlusScopes.All.Select(info => info.Scope).Order());
        Assert.All(FaxPlusScopes.All, info => Assert.NotEmpty(info.Operations));
    }

    [Fact]
    public void Read_scopes_permit_reading_and_edit_scopes_permit_changes() => Assert.All(
        FaxPlusOperations.All,
        operation => Assert.All(operation.Scopes, scope => Assert.EndsWith(operation.Method == "GET" ? ":read" : ":edit", scope)));

    [Theory]
    [InlineData("fax:use:read", "fax:user:read")]
    [InlineData(" FAX:Fax:Read ", "fax:fax:read")]
    [InlineData("fax:new:read", "fax:new:read")]
    public void Scopes_are_accepted_in_the_spellings_of_people_and_the_vendor(string given, string meant) =>
        Assert.Equal(meant, FaxPlusScopes.Normalize(given));

    [Theory]
    [InlineData("fax:all:read", "fax:shop:read", true)]
    [InlineData("fax:all:edit", "fax:file:edit", true)]
    [InlineData("all", "fax:all:edit", true)]
    [InlineData("fax:all:edit", "fax:fax:read", false)]
    [InlineData("fax:all:read", "fax:fax:edit", false)]
    [InlineData("fax:member:read", "fax:user:read", false)]
    [InlineData("fax:all:read", "all", false)]
    public void Broad_scopes_cover_the_narrow_scopes_of_their_kind(string held, string scope, bool covers) =>
        Assert.Equal(covers, FaxPlusScopes.Covers(held, scope));

    [Theory]
    [InlineData("get", "/accounts/self", "GET /accounts/{user_id}")]
    [InlineData("GET", "/accounts/self/ai/custom-fields", "GET /accounts/self/ai/custom-fields")]
    [InlineData("PUT", "/accounts/self/member-details/x", "PUT /accounts/self/member-details/{user_id}")]
    [InlineData("GET", "/shop/numbers/countries/US/areas/212/numbers", "GET /shop/numbers/countries/{iso}/areas/{calling_code}/numbers")]
    public void Paths_are_assigned_to_their_operation(string method, string path, string operation) =>
        Assert.Equal(operation, FaxPlusOperations.Find(method, path).ToString());
}
