using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Compares the catalogue of operations and scopes with the reference (2.3) and with the emulator.</summary>
public class OperationsTests
{
    private const string Reference = """
        GET /accounts: fax:all:read fax:member:read
        POST /accounts/self/member-invitations: fax:all:edit fax:member:edit
        GET /accounts/{}: fax:all:read fax:member:read fax:user:read
        PUT /accounts/{}: fax:all:edit fax:member:edit fax:user:edit
        GET /accounts/self/member-details/{}: fax:all:read fax:member:read
        PUT /accounts/self/member-details/{}: fax:all:edit fax:member:edit
        GET /accounts/{}/numbers: fax:all:read fax:numbers:read
        GET /accounts/{}/numbers/{}: fax:all:read fax:numbers:read
        PUT /accounts/{}/numbers/{}: fax:all:edit fax:numbers:edit
        DELETE /accounts/{}/numbers/{}: fax:all:edit fax:numbers:edit
        GET /accounts/{}/faxes: fax:all:read fax:fax:read
        GET /accounts/{}/faxes/{}: fax:all:read fax:fax:read
        GET /accounts/{}/files/{}: fax:all:read fax:fax:read
        GET /accounts/{}/report/{}: fax:all:read fax:fax:read
        GET /accounts/{}/outbox: fax:all:read fax:fax:read
        GET /accounts/{}/outbox/{}: fax:all:read fax:fax:read
        PUT /accounts/{}/faxes/{}: fax:all:edit fax:fax:edit
        DELETE /accounts/{}/faxes/{}: fax:all:edit fax:fax:edit
        POST /accounts/{}/outbox: fax:all:edit fax:fax:edit
        PUT /accounts/{}/outbox/{}: fax:all:edit fax:fax:edit
        DELETE /accounts/{}/outbox/{}: fax:all:edit fax:fax:edit
        POST /accounts/{}/files: fax:all:edit fax:fax:edit fax:file:edit
        GET /accounts/{}/contacts: fax:all:read
        POST /accounts/{}/contacts: fax:all:edit
        PUT /accounts/{}/contacts/{}: fax:all:edit
        DELETE /accounts/{}/contacts/{}: fax:all:edit
        POST /accounts/{}/contacts/assign-groups: fax:all:edit
        GET /accounts/{}/contact-groups: fax:all:read
        POST /accounts/{}/contact-groups: fax:all:edit
        PUT /accounts/{}/contact-groups/{}: fax:all:edit
        DELETE /accounts/{}/contact-groups/{}: fax:all:edit
        GET /hooks: fax:all:read fax:webhook:read
        POST /hooks: fax:all:edit fax:webhook:edit
        DELETE /hooks/{}: fax:all:edit fax:webhook:edit
        GET /shop/balance: fax:all:read fax:shop:read
        GET /shop/numbers/countries: fax:all:read fax:shop:read
        GET /shop/numbers/countries/{}/areas: fax:all:read fax:shop:read
        GET /shop/numbers/countries/{}/areas/{}/numbers: fax:all:read fax:shop:read
        POST /shop/numbers/purchase: fax:all:edit fax:shop:edit
        GET /accounts/self/ai/custom-fields: fax:all:read fax:ai_settings:read
        """;

    [Fact]
    public void The_catalogue_matches_the_table_of_the_reference()
    {
        string[] catalogue = [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Count > 0)
            .Select(operation =>
            $"{operation.Method} {Holes(operation.Template)}: {string.Join(' ', operation.Scopes.Order(StringComparer.Ordinal))}")];
        string[] reference = [.. Reference.Split('\n').Select(line => line.Trim()).Select(line => line.Split(": ", 2))
            .Select(parts => $"{parts[0]}: {string.Join(' ', parts[1].Split(' ').Order(StringComparer.Ordinal))}")];
        Assert.Equal(reference.Order(StringComparer.Ordinal), catalogue.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_is_found_by_its_path_and_has_a_description()
    {
        foreach (FaxPlusOperation operation in FaxPlusOperations.All)
        {
            Assert.Same(operation, FaxPlusOperations.Find(operation.Method.ToLowerInvariant(), Filled(operation)));
            Assert.False(string.IsNullOrWhiteSpace(operation.Description));
        }

        Assert.Empty(FaxPlusOperations.Find("get", "/nobody/knows").Scopes);
        Assert.Equal("GET /nobody/knows", FaxPlusOperations.Find("get", "/nobody/knows").ToString());
    }

    [Fact]
    public async Task Any_one_scope_of_an_operation_suffices_and_no_other_scope_does()
    {
        string[] scopes = [.. FaxPlusOperations.All.SelectMany(operation => operation.Scopes).Distinct()];
        await using Service service = await Service.StartAsync(options =>
        {
            foreach (string scope in scopes) options.Pats[Pat(scope)] = [scope];
            foreach (FaxPlusOperation operation in FaxPlusOperations.All)
                options.Pats[Without(operation)] = [.. scopes.Except(operation.Scopes)];
        });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        int served = 0;
        foreach (FaxPlusOperation operation in FaxPlusOperations.All.Where(operation => operation.Scopes.Count > 0))
        {
            // An operation that the emulator does not implement returns 404 with every token.
            if (await RequestAsync(operation, Service.Token) is (HttpStatusCode.NotFound, string body)
                && body.Contains("There is no endpoint", StringComparison.Ordinal)) continue;
            served++;
            Assert.Equal(HttpStatusCode.Forbidden, (await RequestAsync(operation, Without(operation))).Status);
            foreach (string scope in operation.Scopes)
            {
                (HttpStatusCode status, string words) = await RequestAsync(operation, Pat(scope));
                Assert.True(status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized),
                    $"{operation} with {scope}: {(int)status} {words}");
            }
        }

        Assert.InRange(served, 25, FaxPlusOperations.All.Count);

        async Task<(HttpStatusCode Status, string Body)> RequestAsync(FaxPlusOperation operation, string token)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), service.ApiUri + Filled(operation));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (operation.Method is not ("GET" or "DELETE")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await http.SendAsync(request, service.TimeLimit);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(service.TimeLimit));
        }
    }

    private static string Pat(string scope) => "pat-" + scope;

    private static string Without(FaxPlusOperation operation) => "without-" + operation.ToString().Replace(' ', '-');

    private static string Holes(string template) =>
        string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? "{}" : part));

    private static string Filled(FaxPlusOperation operation) =>
        string.Join('/', operation.Template.Split('/').Select(part => part == "{user_id}" && !operation.Template.Contains("member-details",
        StringComparison.Ordinal) ? "self" : part.StartsWith('{') ? "0123456789abcdef" : part));
}
