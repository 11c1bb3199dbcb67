using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Client.Tests.Support;

/// <summary>A server whose responses the test defines, for responses that the emulator does not return.</summary>
internal sealed class Stub : IAsyncDisposable
{
    private readonly StubServer _server;
    private readonly CancellationTokenSource _timeLimit = new(TimeSpan.FromMinutes(5));

    private Stub(StubServer server, ConcurrentQueue<StubRequest> requests)
    {
        _server = server;
        BaseUri = server.BaseUri;
        Requests = requests;
        Client = new FaxPlusClient(Service.Connection(ApiUri)).Observe(Observer);
    }

    public Uri BaseUri { get; }

    public Uri ApiUri => new(BaseUri, "/v3");

    public ConcurrentQueue<StubRequest> Requests { get; }

    public Observer Observer { get; } = new();

    public IFaxPlusClient Client { get; }

    public CancellationToken TimeLimit => _timeLimit.Token;

    public static async Task<Stub> StartAsync(Func<HttpContext, Task> answer)
    {
        var requests = new ConcurrentQueue<StubRequest>();
        return new Stub(
            await StubServer.StartAsync(context =>
            {
                requests.Enqueue(new StubRequest(context.Request.Method, context.Request.Path + context.Request.QueryString,
                    context.Request.Headers.Authorization.ToString(), context.Request.Headers.UserAgent.ToString()));
                return answer(context);
            }),
            requests);
    }

    /// <summary>Starts a server that responds to all requests with the same JSON.</summary>
    public static Task<Stub> AnsweringAsync(string json, int status = 200, string type = "application/json") =>
        StartAsync(context => WriteAsync(context, json, status, type));

    public static async Task WriteAsync(HttpContext context, string text, int status = 200, string type = "application/json")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _timeLimit.Dispose();
        await _server.DisposeAsync();
    }
}

internal sealed record StubRequest(string Method, string Target, string Authorization, string UserAgent);
