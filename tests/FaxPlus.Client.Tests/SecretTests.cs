using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests that a token is never shown.</summary>
[Trait("Category", "Quick")]
public class SecretTests
{
    // The token contains characters that are encoded in JSON and in addresses.
    private const string Token = "alohi_pat_Recognise+Me/4711==";

    private static string EscapedToken =>
        Token.Replace("+", "\\u002b", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal);

    [Theory]
    [InlineData("https://f.azurewebsites.net/api/hook?code=Recognise_Me==", "https://f.azurewebsites.net/api/hook?code=********")]
    [InlineData("to 'https://x.webhook.we.azure-automation.net/webhooks?token=Recognise%2bMe%3d'.",
        "to 'https://x.webhook.we.azure-automation.net/webhooks?token=********'.")]
    [InlineData("https://a.table.core.windows.net/t?sv=2024&sig=Recognise%2FMe&se=2027",
        "https://a.table.core.windows.net/t?sv=2024&sig=********&se=2027")]
    [InlineData("{\"target\":\"https://a.b/c?x=1\\u0026api_key=RecogniseMe\"}",
        "{\"target\":\"https://a.b/c?x=1\\u0026api_key=********\"}")]
    [InlineData("https://user:Recognise@a.b/c", "https://********@a.b/c")]
    [InlineData("/hooks?Access_Token=RecogniseMe#x", "/hooks?Access_Token=********#x")]
    [InlineData("GET https://a.b/faxes?category=sent&limit=10", "GET https://a.b/faxes?category=sent&limit=10")]
    [InlineData("Is code=1 right? key=2", "Is code=1 right? key=2")]
    public void A_key_in_an_address_is_masked(string text, string masked) => Assert.Equal(masked, AddressSecrets.Hide(text));

    [Theory]
    [InlineData("https://a.b/hook?anything=RecogniseMe&b=Recognise", "fax_sent to https://a.b/hook?anything=********&b=********")]
    [InlineData("https://a.b/hook", "fax_sent to https://a.b/hook")]
    public void The_string_form_of_a_webhook_shows_no_value_in_the_query_of_its_address(string target, string text)
    {
        Assert.Equal(text, new DesiredWebhook(target, "fax_sent").ToString());
        Assert.Equal(text, new Webhook { Event = "fax_sent", Target = target }.ToString());
    }

    public static TheoryData<string, int> Echoes => new()
    {
        { $$"""{"error":"invalid_token","description":"The token {{Token}} is unknown."}""", 401 },
        { $$"""{"error":"{{Token}}"}""", 403 },
        { $$"""{"error":"{{EscapedToken}}","description":"x"}""", 400 },
        { $$$"""{"message":{"Authorization":"Bearer {{{Token}}}"}}""", 500 },
        { $"<html>Bearer {Token}</html>", 502 },
        { $"address?token={Uri.EscapeDataString(Token)}", 404 },
        { $"not JSON: {Token}", 200 },
        { new string('x', 390) + Token, 400 },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_token_that_the_server_echoes_is_not_in_any_error_or_message(string body, int status)
    {
        await using Stub stub = await Stub.StartAsync(context =>
        {
            StubServer.SetReason(context, "No " + Token);
            return Stub.WriteAsync(context, body, status, "application/json");
        });
        var observer = new Observer();
        FaxPlusClientOptions connection = Service.Connection(stub.ApiUri, Token);
        connection.MaxRetries = 1;
        using var inner = new FaxPlusClient(connection);
        IFaxPlusClient client = inner.Observe(observer);
        var errors = new List<FaxPlusException>();
        using var folder = new Folder();
        Func<Task>[] calls =
        [
            () => client.Accounts.GetAsync(),
            () => client.Faxes.List(new FaxQuery()).ReadAsync(),
            () => client.RequestAsync(new FaxPlusRequest("POST", "/hooks") { JsonBody = "{}" }),
            () => client.Faxes.DeleteAsync("x")
                .ContinueWith(done => status == 200 ? throw new FaxPlusException(FaxPlusErrorKind.NotFound, "") : done).Unwrap(),
            () => client.Files.UploadAsync(folder.File("a.pdf")),
            () => client.Files.SaveReportAsync("x", new SaveOptions(folder.Path("r.pdf"))),
        ];
        foreach (Func<Task> call in calls) errors.Add(await Assert.ThrowsAsync<FaxPlusException>(call));

        Assert.All(errors, error => AssertHidden(Everything(error)));
        AssertHidden(observer.All);
        Assert.NotEmpty(observer.VerboseLines);
        Assert.All(stub.Requests, request => Assert.Equal("Bearer " + Token, request.Authorization));
    }

    [Fact]
    public async Task A_token_in_a_response_that_is_not_HTTP_is_not_in_any_error_or_message()
    {
        // The exception message of the framework contains the text that it could not parse.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync();
        var observer = new Observer();
        using var client = new FaxPlusClient(
            Service.Connection(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v3"), Token));
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Network, () => client.Observe(observer).Accounts.GetAsync());
        listener.Stop();
        await serving;
        AssertHidden(Everything(error));
        AssertHidden(observer.All);

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient connection = await listener.AcceptTcpClientAsync();
                    NetworkStream stream = connection.GetStream();
                    int read = await stream.ReadAsync(new byte[8192]);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"NOHTTP {Token} after {read} bytes\r\n\r\n"));
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test has stopped the listener.
            }
        }
    }

    [Fact]
    public async Task Network_errors_and_doubts_contain_no_token()
    {
        await using Service service = await Service.StartAsync(client: connection => connection.MaxRetries = 1);
        await service.FaultAsync("drop-after", times: null);
        FaxPlusException network =
            await Failing.WithAsync(FaxPlusErrorKind.Network, () => service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit));
        FaxPlusException doubt = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () =>
            service.SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f" }));
        Assert.All([network, doubt], error => Assert.DoesNotContain(Service.Token, Everything(error)));
        Assert.DoesNotContain(Service.Token, service.Observer.All);
    }

    [Theory]
    [InlineData("/accounts/" + Token + "/x")]
    [InlineData("/accounts/" + Token)]
    [InlineData("/../" + Token)]
    [InlineData("/accounts/" + Token + "#x")]
    [InlineData("https://example.com/" + Token)]
    public async Task A_token_in_the_path_of_a_raw_request_is_not_in_its_error(string path)
    {
        await using Stub stub = await Stub.AnsweringAsync("""{"error":"not_found"}""", 404, "application/json");
        using var client = new FaxPlusClient(Service.Connection(stub.ApiUri, Token));
        FaxPlusException error =
            await Assert.ThrowsAsync<FaxPlusException>(() => client.RequestAsync(new FaxPlusRequest("GET", path), stub.TimeLimit));
        AssertHidden(Everything(error));
    }

    [Fact]
    public void Options_client_and_secret_show_no_token()
    {
        FaxPlusClientOptions connection = Service.Connection(new Uri("http://127.0.0.1:1/v3"), Token);
        using var client = new FaxPlusClient(connection);
        foreach (object thing in new object[] { connection, client, connection.Token! }) AssertHidden(Everything(thing));
        AssertHidden(JsonSerializer.Serialize(connection) + JsonSerializer.Serialize(connection.Token));
        Assert.Equal("********", connection.Token!.ToString());
    }

    [Fact]
    public async Task Verbose_output_of_the_service_contains_no_headers_and_bodies()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SendRequest request = service.Letter();
        request.Comment = "private words";
        await service.SendAsync(request);
        Assert.Contains(service.Observer.VerboseLines, line =>
            line.Contains("POST", StringComparison.Ordinal) && line.Contains("201", StringComparison.Ordinal));
        Assert.DoesNotContain("private words", service.Observer.All);
        Assert.DoesNotContain(Service.Token, service.Observer.All);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_the_token_is_not_sent_elsewhere(int status)
    {
        await using Stub elsewhere = await Stub.AnsweringAsync("{}");
        await using Stub stub = await Stub.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = elsewhere.ApiUri + "/accounts/self";
            return Task.CompletedTask;
        });
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Single(stub.Requests);
        // A redirect does not prove that the service refused the fax.
        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f" }, stub.TimeLimit));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("https://example.com/accounts/self")]
    [InlineData("//example.com/accounts/self")]
    [InlineData("http://127.0.0.1:1/v3/accounts/self")]
    [InlineData("\\\\example.com\\accounts")]
    public async Task A_raw_request_is_sent_to_the_API_only(string path)
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            stub.Client.RequestAsync(new FaxPlusRequest("GET", path), stub.TimeLimit));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("accounts/self")]
    [InlineData("@example.com/accounts")]
    [InlineData(".example.com/accounts")]
    [InlineData(":80@example.com/")]
    [InlineData("/../../accounts/self")]
    [InlineData("/%2e%2e/%2e%2e/token")]
    [InlineData("/v3/accounts/self#@example.com")]
    [InlineData("///example.com")]
    [InlineData("/accounts/self\r\nX-Evil: 1")]
    public async Task No_path_refers_to_another_host(string path)
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        try
        {
            await stub.Client.RequestAsync(new FaxPlusRequest("GET", path), stub.TimeLimit);
            Assert.Single(stub.Requests);
        }
        catch (FaxPlusException error)
        {
            Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
            Assert.Empty(stub.Requests);
        }
    }

    private static void AssertHidden(string text)
    {
        Assert.DoesNotContain(Token, text);
        Assert.DoesNotContain(Uri.EscapeDataString(Token), text);
    }

    /// <summary>The string form of an object, its messages, and its public properties to a depth of 5.</summary>
    private static string Everything(object thing)
    {
        var all = new List<string>();
        Walk(thing, 5, all, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return string.Join('\n', all);
    }

    private static void Walk(object? thing, int depth, List<string> all, HashSet<object> seen)
    {
        if (thing is null || depth < 0) return;
        all.Add(thing.ToString() ?? "");
        Type type = thing.GetType();
        if (type.IsPrimitive || thing is string or Enum or Type or Assembly or MemberInfo or Module
            || type.Namespace?.StartsWith("System.Reflection", StringComparison.Ordinal) == true || !seen.Add(thing)) return;
        if (thing is IEnumerable items)
        {
            foreach (object? item in items) Walk(item, depth - 1, all, seen);
        }

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0))
        {
            object? value = null;
            try
            {
                value = property.GetValue(thing);
            }
            catch (TargetInvocationException error)
            {
                all.Add(error.InnerException!.Message);
            }
            catch (NotSupportedException)
            {
                // The value of a by-ref property cannot be read.
            }

            Walk(value, depth - 1, all, seen);
        }
    }
}
