using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the kinds, the messages and the recommendations of errors.</summary>
public class ErrorTests
{
    [Theory]
    [Trait("Category", "Quick")]
    [InlineData(400, FaxPlusErrorKind.BadRequest, false)]
    [InlineData(401, FaxPlusErrorKind.Unauthorized, false)]
    [InlineData(402, FaxPlusErrorKind.Forbidden, false)]
    [InlineData(403, FaxPlusErrorKind.Forbidden, false)]
    [InlineData(404, FaxPlusErrorKind.NotFound, false)]
    [InlineData(405, FaxPlusErrorKind.BadRequest, false)]
    [InlineData(408, FaxPlusErrorKind.Timeout, true)]
    [InlineData(409, FaxPlusErrorKind.Conflict, false)]
    [InlineData(410, FaxPlusErrorKind.NotFound, false)]
    [InlineData(422, FaxPlusErrorKind.BadRequest, false)]
    [InlineData(429, FaxPlusErrorKind.RateLimited, true)]
    [InlineData(500, FaxPlusErrorKind.ServiceUnavailable, true)]
    [InlineData(502, FaxPlusErrorKind.ServiceUnavailable, true)]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable, true)]
    [InlineData(524, FaxPlusErrorKind.ServiceUnavailable, true)]
    [InlineData(302, FaxPlusErrorKind.InvalidResponse, false)]
    public async Task Every_status_has_its_kind_and_the_error_contains_all_known_values(int status, FaxPlusErrorKind kind, bool transient)
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.AnswerAsync(status, new JsonObject { ["error"] = "odd_word", ["description"] = "The moon is full." }, times: null);

        FaxPlusException error =
            await Failing.WithAsync(kind, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));

        Assert.Equal((status, "odd_word", "GET /accounts/{user_id}"), (error.StatusCode, error.ErrorCode, error.Operation));
        Assert.StartsWith("Reading the account failed", error.Message);
        Assert.Contains($"{status}", error.Message);
        Assert.Contains("odd_word: The moon is full.", error.Message);
        Assert.Contains("The moon is full.", error.ResponseBody);
        Assert.Equal(["fax:all:read", "fax:member:read", "fax:user:read"], error.RequiredScopes);
        Assert.Equal(transient, error.IsTransient);
    }

    [Fact]
    public async Task An_invalid_token_and_an_expired_token_are_distinguished()
    {
        await using Service service = await Service.StartAsync(options => options.ExpiredPats.Add("alohi_pat_old"));
        FaxPlusException wrong = await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () =>
            service.NewClient("alohi_pat_strange").Accounts.GetAsync(cancellationToken: service.TimeLimit));
        FaxPlusException expired = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () =>
            service.NewClient("alohi_pat_old").Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.All([wrong, expired], error => Assert.Equal(FaxPlusAdvice.SignIn, error.Advice));
        Assert.All([wrong, expired], error => Assert.Equal(401, error.StatusCode));
        Assert.Equal(2, (await service.RequestsAsync()).Length);
    }

    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_missing_scope_is_named()
    {
        await using Service service = await Service.StartAsync(options => options.Pats["reader"] = ["fax:fax:read"]);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.MissingScope, () =>
            service.NewClient("reader").Outbox.BeginSending().SendAsync(service.Letter(), service.TimeLimit));
        Assert.Equal(["fax:all:edit", "fax:fax:edit", "fax:file:edit"], error.RequiredScopes);
        Assert.All(error.RequiredScopes, scope => Assert.Contains(scope, error.RecommendedAction));
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task An_insufficient_role_is_not_a_missing_scope()
    {
        await using Service service = await Service.StartAsync(options => options.MemberPats["member"] = ["fax:all:read"]);
        string admin = (await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)).Uid!;
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () =>
            service.NewClient("member").Accounts.GetAsync(admin, service.TimeLimit));
        Assert.Contains("administrator", error.Message);
    }

    [Theory]
    [Trait("Category", "Quick")]
    [InlineData("\"plain words\"", "plain words", null)]
    [InlineData("""{"message":"from message"}""", "from message", null)]
    [InlineData("""{"reason":"from reason"}""", "from reason", null)]
    [InlineData("""{"error":"a_code","error_description":"from error_description"}""", "a_code: from error_description", "a_code")]
    [InlineData("""{"error":{"code":"inner_code","message":"from inside"}}""", "inner_code: from inside", "inner_code")]
    [InlineData("""{"error":{"message":"only inside"}}""", "only inside", null)]
    [InlineData("""{"error":"same","description":"Same"}""", "Same", "same")]
    [InlineData("""{"code":1234,"description":"with a number"}""", "1234: with a number", "1234")]
    [InlineData("""{"error":"bad_request","description":"line one\n\n   line two"}""", "line one line two", "bad_request")]
    [InlineData("""{"error":null,"description":null}""", null, null)]
    [InlineData("""{"error":["a","b"]}""", null, null)]
    [InlineData("""[1,2,3]""", null, null)]
    [InlineData("Service says no", "Service says no", null)]
    [InlineData("<html><body>Bad gateway</body></html>", null, null)]
    [InlineData("   ", null, null)]
    [InlineData("", null, null)]
    public async Task The_services_message_is_found_in_any_format(string body, string? words, string? code)
    {
        await using Stub stub = await Stub.AnsweringAsync(body, 400);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Equal(code, error.ErrorCode);
        if (words is null) Assert.EndsWith("(Bad Request).", error.Message);
        else Assert.Contains(words, error.Message);
        Assert.DoesNotContain("<html>", error.Message);
        Assert.Equal(body.Length == 0 ? null : body, error.ResponseBody);
    }

    [Fact]
    public async Task A_large_error_body_is_kept_in_part_and_the_message_is_short()
    {
        await using Stub stub = await Stub.AnsweringAsync(new string('x', 100_000), 400, "text/plain");
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.InRange(error.Message.Length, 100, 600);
        Assert.Equal(64 * 1024, error.ResponseBody!.Length);
    }

    [Theory]
    [InlineData("<html>Welcome</html>", "text/html")]
    [InlineData("", "application/json")]
    [InlineData("{\"uid\":", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("\"text\"", "application/json")]
    public async Task An_unreadable_successful_response_is_retried_and_then_an_error(string body, string type)
    {
        await using Stub stub = await Stub.AnsweringAsync(body, 200, type);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(type, error.Message);
        Assert.Equal(FaxPlusAdvice.ApiAddress, error.Advice);
        Assert.True(error.IsTransient);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [InlineData(400, FaxPlusErrorKind.BadRequest)]
    [InlineData(500, FaxPlusErrorKind.ServiceUnavailable)]
    public async Task An_unpaired_surrogate_in_the_services_message_does_not_affect_the_rest(int status, FaxPlusErrorKind kind)
    {
        await using Stub stub = await Stub.AnsweringAsync("{\"error\":\"bad\",\"description\":\"cut \\ud83d\"}", status);
        FaxPlusException error = await Failing.WithAsync(kind, () => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Contains("bad: cut \ufffd", error.Message);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task A_page_of_a_proxy_is_not_a_successful_change(string method)
    {
        await using Stub stub = await Stub.AnsweringAsync(" <html>Sign in to the hotel's network</html>", 200, "text/html");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => method == "DELETE"
            ? stub.Client.Faxes.DeleteAsync("f1", cancellationToken: stub.TimeLimit)
            : stub.Client.Faxes.UpdateAsync("f1", "words", true, cancellationToken: stub.TimeLimit));
        Assert.Contains("hotel", error.ResponseBody);
        Assert.All(stub.Requests, request => Assert.Equal(method == "DELETE" ? "DELETE" : request.Method, request.Method));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    public async Task A_change_with_a_short_or_empty_response_is_successful(string body)
    {
        // Some web frameworks set this media type if a response specifies none.
        await using Stub stub = await Stub.AnsweringAsync(body, 200, "text/html; charset=utf-8");
        await stub.Client.Faxes.DeleteAsync("f1", cancellationToken: stub.TimeLimit);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_response_without_a_list_is_an_error_and_not_an_empty_list()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Faxes.List(new FaxQuery()).ReadAsync(stub.TimeLimit));
        Assert.Equal("GET /accounts/{user_id}/faxes", error.Operation);
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Outbox.ListAsync(cancellationToken: stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Numbers.ListAsync(cancellationToken: stub.TimeLimit));
    }

    [Fact]
    public async Task The_network_error_for_an_unreachable_address_names_it()
    {
        var uri = new Uri($"http://127.0.0.1:{Ports.Free()}/v3");
        using var client = new FaxPlusClient(Service.Connection(uri));
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => client.Accounts.GetAsync());
        Assert.Contains(uri.GetLeftPart(UriPartial.Authority), error.Message);
        Assert.Contains("could not be reached", error.Message);
        Assert.Equal(FaxPlusAdvice.ApiAddress, error.Advice);
        Assert.Equal(0, error.StatusCode);
        Assert.True(error.IsTransient);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task A_missing_assembly_is_not_a_network_error()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        using var pipeline = new ClientPipeline(Service.Connection(stub.ApiUri)) { TokenSource = new StaticTokenSource(new Secret("x")) };
        var api = new ApiClient(pipeline, NullObserver.Instance, stub.ApiUri);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.FileNotFound, () => api.SendAsync(
            FaxPlusOperations.GetAccount,
            "/accounts/self",
            null,
            (_, _, _) => throw new FileNotFoundException("Could not load file or assembly 'Some.Part'.",
                "Some.Part, Version=1.0.0.0, Culture=neutral"),
            stub.TimeLimit));
        Assert.Contains("Some.Part", error.Message);
        Assert.Contains("Install FaxPlus again", error.RecommendedAction);
        Assert.True(error.IsFatal);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_send_to_an_unreachable_address_is_not_in_doubt()
    {
        using var client = new FaxPlusClient(Service.Connection(new Uri($"http://127.0.0.1:{Ports.Free()}/v3")));
        await Failing.WithAsync(FaxPlusErrorKind.Network, () =>
            client.Outbox.BeginSending().SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f" }));
    }

    [Fact]
    public async Task Inactivity_ends_with_a_timeout_that_contains_its_length()
    {
        await using Service service = await Service.StartAsync(client: connection =>
            (connection.SilenceTimeout, connection.MaxRetries) = (TimeSpan.FromSeconds(2.1), 1));
        // The connection is opened first, because connecting also takes time on a busy machine.
        await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit);
        await service.FaultAsync("delay", times: null, more: fault => fault["delayMs"] = 60_000);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Timeout, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        Assert.Contains("2.1 seconds", error.Message);
        Assert.True(error.IsTransient);
        Assert.Equal(2, service.Observer.VerboseLines.Count(line => line.Contains("no response", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_response_does_not_cause_a_timeout(bool raw)
    {
        // The complete response takes longer than the inactivity timeout, but each pause is short.
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsyncText("{\"uid\":\"u\"");
            for (int i = 0; i < 50; i++)
            {
                await Task.Delay(100, context.RequestAborted);
                await context.Response.WriteAsyncText(" ");
            }

            await context.Response.WriteAsyncText("}");
        });
        FaxPlusClientOptions connection = Service.Connection(stub.ApiUri);
        (connection.SilenceTimeout, connection.MaxRetries) = (TimeSpan.FromSeconds(4.5), 0);
        using var client = new FaxPlusClient(connection);
        if (raw) Assert.NotNull(await client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self"), stub.TimeLimit));
        else Assert.Equal("u", (await client.Accounts.GetAsync(cancellationToken: stub.TimeLimit)).Uid);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    public async Task An_invalid_id_is_refused_without_a_request(string id)
    {
        await using Service service = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.Client.Faxes.DeleteAsync(id, cancellationToken: service.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.Client.Outbox.CancelAsync(id, cancellationToken: service.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.Client.Accounts.GetAsync(id, service.TimeLimit));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_error_of_a_raw_request_that_may_have_been_processed_does_not_recommend_a_retry()
    {
        await using Service service = await Service.StartAsync();
        await service.FaultAsync("drop-after", "POST");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.Client.RequestAsync(new FaxPlusRequest(
            "POST", "/hooks") { JsonBody = """{"target":"http://127.0.0.1/x","event":"fax_sent"}""" }, service.TimeLimit));
        Assert.DoesNotContain("Try again", error.RecommendedAction);
        Assert.False(error.IsTransient);
        Assert.Single(await service.StateAsync("hooks"));
    }
}
