using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests when the proxy is used, and that errors and messages do not contain its password.</summary>
public class ServiceProxyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000/v3", null)]
    [InlineData("http://127.8.9.10/v3", null)]
    [InlineData("http://localhost:5000/v3", "")]
    [InlineData("https://[::1]/v3", null)]
    [InlineData("https://restapi.fax.plus/v3", "*")]
    [InlineData("https://restapi.fax.plus/v3", "example.com, *")]
    [InlineData("https://restapi.fax.plus/v3", "fax.plus")]
    [InlineData("https://restapi.fax.plus/v3", ".FAX.plus")]
    [InlineData("https://restapi.fax.plus/v3", "*.fax.plus")]
    [InlineData("https://restapi.fax.plus/v3", "restapi.fax.plus:443")]
    [InlineData("https://10.1.2.3/v3", "10.0.0.0/8")]
    [InlineData("https://10.1.2.3/v3", "192.168.0.0/16 10.1.2.3")]
    [InlineData("https://10.1.2.3:8443/v3", "10.1.2.3:8443")]
    [InlineData("https://172.31.0.1/v3", "172.16.0.0/12")]
    [InlineData("https://[fd00::1]/v3", "fd00::/8")]
    [InlineData("https://[fd00::1]:8443/v3", "[fd00::1]:8443")]
    [InlineData("https://[fd00::1]/v3", "fd00::1")]
    public void No_proxy_is_used(string address, string? exceptions) => Assert.True(ServiceProxy.IsDirect(new Uri(address), exceptions));

    [Theory]
    [InlineData("https://restapi.fax.plus/v3", null)]
    [InlineData("https://restapi.fax.plus/v3", "")]
    [InlineData("https://restapi.fax.plus/v3", "ax.plus")]
    [InlineData("https://restapi.fax.plus/v3", "api.fax.plus,,; .")]
    [InlineData("https://restapi.fax.plus/v3", "restapi.fax.plus:8443")]
    [InlineData("https://10.1.2.3/v3", "11.0.0.0/8")]
    [InlineData("https://10.1.2.3/v3", "10.0.0.0/64,10.0.0.0/x,/8,::/0")]
    [InlineData("https://172.32.0.1/v3", "172.16.0.0/12")]
    [InlineData("https://localhost.example.com/v3", "localhost")]
    public void The_proxy_is_used(string address, string? exceptions) => Assert.False(ServiceProxy.IsDirect(new Uri(address), exceptions));

    [Fact]
    public async Task Requests_to_this_machine_bypass_the_proxy()
    {
        await using Service service = await Service.StartAsync();
        IWebProxy before = HttpClient.DefaultProxy;
        // No program listens at this address. The proxy setting does not affect other tests in this process, because their requests do not
        // use a proxy.
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            Assert.NotNull((await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)).Email);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required")]
    [InlineData("403 Forbidden")]
    public async Task The_password_of_a_proxy_that_refuses_is_not_shown(string refusal)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var observer = new Observer();
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://proxyuser:pr0xyPassw0rd@127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}");
        Task answering = AnswerAsync(proxy, refusal);
        try
        {
            using var client = new FaxPlusClient(new FaxPlusClientOptions(new Secret("t")) { ApiUri = new Uri("https://fax.invalid/v3"),
                MaxRetries = 0, RetryTimeout = TimeSpan.FromSeconds(1) });
            FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => client.Observe(observer).Accounts.GetAsync());
            Assert.Contains(refusal[..3], error.Message);
            foreach (string text in new[] { error.ToString(), observer.All }) Assert.DoesNotContain("pr0xyPassw0rd", text);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
            proxy.Stop();
            await answering;
        }
    }

    private static async Task AnswerAsync(TcpListener proxy, string status)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await proxy.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                await client.GetStream().WriteAsync(
                    System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }
}
