using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

public class ConnectionTests
{
    [Theory]
    [InlineData("http://restapi.fax.plus/v3")]
    [InlineData("http://localhost.example.com/v3")]
    [InlineData("http://127.0.0.1.example.com/v3")]
    [InlineData("http://[2001:db8::1]/v3")]
    [InlineData("ftp://127.0.0.1/v3")]
    [InlineData("https://user:password@restapi.fax.plus/v3")]
    [InlineData("https://restapi.fax.plus/v3?x=1")]
    [InlineData("https://restapi.fax.plus/v3#x")]
    [InlineData("/v3")]
    public void An_address_to_which_no_token_may_be_sent_is_refused(string address)
    {
        var connection = new FaxPlusClientOptions(new Secret("t"));
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => connection.ApiUri = new Uri(address, UriKind.RelativeOrAbsolute));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.Contains("https", error.RecommendedAction);
        Assert.DoesNotContain("password", error.ToString());
        Assert.Equal(FaxPlusDefaults.ApiUri, connection.ApiUri);
    }

    [Theory]
    [InlineData("https://restapi.fax.plus/v3")]
    [InlineData("https://proxy.example.com:8443/fax/v3/")]
    [InlineData("http://localhost:5000/v3")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000/v3")]
    public void An_https_address_and_this_machine_are_accepted(string address) =>
        Assert.Equal(new Uri(address), new FaxPlusClientOptions(new Secret("t")) { ApiUri = new Uri(address) }.ApiUri);

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("Schlüssel")]
    public void An_invalid_token_is_refused_and_not_shown(string token)
    {
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => new FaxPlusClientOptions(new Secret(token)));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.NotNull(error.RecommendedAction);
        if (token.Trim().Length > 0) Assert.DoesNotContain(token, error.ToString());
    }

    [Fact]
    public async Task Spaces_around_a_token_are_removed_and_the_rest_is_sent_unchanged()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        using var client = new FaxPlusClient(Service.Connection(stub.ApiUri, " \talohi_pat_x \r\n"));
        await client.Accounts.GetAsync();
        StubRequest request = Assert.Single(stub.Requests);
        Assert.Equal("Bearer alohi_pat_x", request.Authorization);
        Assert.StartsWith("FaxPlus.Client/", request.UserAgent);
    }

    [Fact]
    public async Task No_request_is_made_before_a_call()
    {
        await using Service service = await Service.StartAsync();
        using var client = new FaxPlusClient(Service.Connection(service.ApiUri));
        client.Observe(new Observer()).Faxes.Follow();
        client.Outbox.BeginSending();
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_base_address_with_a_trailing_slash_or_a_longer_path_is_supported()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        foreach (string below in new[] { "/v3/", "/v3", "/gateway/fax/v3/" })
        {
            using var client = new FaxPlusClient(Service.Connection(new Uri(stub.BaseUri, below)));
            await client.Accounts.GetAsync();
        }

        Assert.Equal(["/v3/accounts/self", "/v3/accounts/self", "/gateway/fax/v3/accounts/self"],
            stub.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Ids_and_values_are_encoded_in_the_address()
    {
        await using Service service = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.NotFound, () =>
            service.Client.Faxes.GetAsync("a/b?c#d+e ü", cancellationToken: service.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => service.ReadAllAsync(new FaxQuery { Category = "a&b=c+d" }));
        SeenRequest[] requests = await service.RequestsAsync();
        Assert.Equal("/v3/accounts/self/faxes/a%2Fb%3Fc%23d%2Be%20%C3%BC", requests[0].Path);
        Assert.Equal("?category=a%26b%3Dc%2Bd&limit=50", requests[1].RawQuery);
    }

    [Fact]
    public async Task A_client_supports_many_concurrent_calls()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 60);
        string[] ids = await service.FaxIdsAsync();
        Fax[] faxes = await Task.WhenAll(ids.Select(id => service.Client.Faxes.GetAsync(id, cancellationToken: service.TimeLimit)));
        Assert.Equal(ids, faxes.Select(fax => fax.Id));
    }

    [Fact]
    public async Task A_change_of_one_value_sends_the_other_back_unchanged()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 10);
        Fax fax = (await service.ReadAllAsync(new FaxQuery { Unread = true })).First(fax => fax.Comment is not null);

        await service.Client.Faxes.UpdateAsync(fax.Id!, null, true, cancellationToken: service.TimeLimit);
        Fax read = await service.Client.Faxes.GetAsync(fax.Id!, cancellationToken: service.TimeLimit);
        Assert.Equal((fax.Comment, true), (read.Comment, read.IsRead));

        await service.Client.Faxes.UpdateAsync(fax.Id!, "", null, cancellationToken: service.TimeLimit);
        read = await service.Client.Faxes.GetAsync(fax.Id!, cancellationToken: service.TimeLimit);
        Assert.Equal(("", true), (read.Comment, read.IsRead));

        await service.ForgetRequestsAsync();
        await service.Client.Faxes.UpdateAsync(fax.Id!, "both", false, cancellationToken: service.TimeLimit);
        Assert.Equal("PUT", Assert.Single(await service.RequestsAsync()).Method);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(" .. ")]
    [InlineData(". ")]
    [InlineData(" ")]
    public async Task Dots_and_spaces_are_not_an_id(string id)
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Faxes.DeleteAsync(id, cancellationToken: stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Faxes.DeleteAsync("f1", id, stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Webhooks.DeleteAsync(id, stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Shop.ListAreasAsync(id, stub.TimeLimit));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task The_contents_of_a_file_as_an_id_are_refused()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            stub.Client.Faxes.GetAsync(new string('x', 70_000), cancellationToken: stub.TimeLimit));
    }

    [Fact]
    public async Task A_closed_client_makes_no_request()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}");
        var client = new FaxPlusClient(Service.Connection(stub.ApiUri));
        client.Dispose();
        await Failing.WithAsync(FaxPlusErrorKind.NotConnected, () => client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Closing_a_client_closes_its_connections()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new FaxPlusClient(Service.Connection(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v3")));
        Task<Account> call = client.Accounts.GetAsync();
        using TcpClient connection = await listener.AcceptTcpClientAsync();
        NetworkStream stream = connection.GetStream();
        byte[] buffer = new byte[8192];
        Assert.NotEqual(0, await stream.ReadAsync(buffer, 0, buffer.Length));
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        await stream.WriteAsync(answer, 0, answer.Length);
        await call;

        client.Dispose();

        Assert.Equal(0, await stream.ReadAsync(buffer, 0, buffer.Length).WaitAsync(TimeSpan.FromMinutes(1)));
        listener.Stop();
    }
}
