using System;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests raw requests, which are sent as specified or cause an error.</summary>
public class RawRequestTests
{
    [Theory]
    [InlineData("DELETE", "/accounts/self/faxes/#1")]
    [InlineData("GET", "/hooks?target=a#b")]
    [InlineData("GET", "/accounts/../x")]
    [InlineData("GET", "/accounts/%2E%2e/x")]
    [InlineData("GET", "https://example.com/accounts/self")]
    [InlineData("GET", "//example.com/accounts/self")]
    [InlineData("GET /", "/accounts/self")]
    [InlineData("", "/accounts/self")]
    public async Task A_path_that_would_be_another_request_is_not_sent(string method, string path)
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            stub.Client.RequestAsync(new FaxPlusRequest(method, path), stub.TimeLimit));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("/v3/accounts/self", "/v3/accounts/self")]
    [InlineData("accounts/self", "/v3/accounts/self")]
    [InlineData("/hooks?target=https://example.com/../x\\y", "/v3/hooks?target=https://example.com/../x")]
    [InlineData("/accounts/self/faxes/%231", "/v3/accounts/self/faxes/")]
    public async Task A_path_of_the_API_is_sent(string path, string begin)
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        await stub.Client.RequestAsync(new FaxPlusRequest("GET", path), stub.TimeLimit);
        Assert.StartsWith(begin, Uri.UnescapeDataString(Assert.Single(stub.Requests).Target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unpaired_surrogate_in_a_response_does_not_affect_other_values()
    {
        await using Stub stub = await Stub.AnsweringAsync("[\"a\",\"\\ud800\"]");
        object? answer = (await stub.Client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self"), stub.TimeLimit)).Body;
        Assert.Equal(["a", "\ufffd"], Assert.IsType<object?[]>(answer).Cast<string>());
    }
}
