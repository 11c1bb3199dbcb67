using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Tests that the C# code in the emulator's README.md is the code in this file, and that it runs.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_printed_code_starts_an_emulator_that_accepts_the_token()
    {
        // The code in README.md:
        var options = new EmulatorOptions { SendSeconds = 0.5 };
        options.Pats.Add("my-token", EmulatorOptions.DefaultScopes);
        await using var emulator = await EmulatorServer.StartAsync(options);
        var api = new Uri(emulator.BaseUri, "/v3/");
        // End of the code.

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "my-token");
        using HttpResponseMessage answer = await client.GetAsync(new Uri(api, "accounts/self"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void The_page_contains_the_code_that_is_run()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FaxPlus.sln"))) root = Path.GetDirectoryName(root)!;
        string page = File.ReadAllText(Path.Combine(root, "src", "FaxPlus.Emulator", "README.md"));
        string source = File.ReadAllText(Path.Combine(root, "tests", "FaxPlus.Emulator.Tests", "ReadmeTests.cs"));
        Assert.Equal(Lines(Between(page, "```csharp", "```")), Lines(Between(source, "// The code in README.md:", "// End of the code.")));
    }

    private static string Between(string text, string first, string last)
    {
        int start = text.IndexOf(first, StringComparison.Ordinal) + first.Length;
        return text[start..text.IndexOf(last, start, StringComparison.Ordinal)];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
