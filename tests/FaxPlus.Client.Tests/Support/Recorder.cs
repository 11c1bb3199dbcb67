using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Client.Tests.Support;

/// <summary>A server that responds by method and path, and records the request bodies.</summary>
internal sealed class Recorder(Func<string, JsonNode?, (int Status, string Json)> answer)
{
    public List<(string Request, JsonNode? Body)> Seen { get; } = [];

    public Task<Stub> StartAsync() => Stub.StartAsync(AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string text = await reader.ReadToEndAsync();
        JsonNode? body = text.Length == 0 ? null : JsonNode.Parse(text);
        string request = context.Request.Method + " " + context.Request.Path;
        (int status, string json) = Answer(request, body);
        await Stub.WriteAsync(context, json, status);
    }

    private (int Status, string Json) Answer(string request, JsonNode? body)
    {
        lock (Seen)
        {
            Seen.Add((request, body));
            return answer(request, body);
        }
    }
}
