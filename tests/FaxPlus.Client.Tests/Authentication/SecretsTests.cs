using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using FaxPlus.Client.Auth;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Client.Voipex;
using FaxPlus.Emulator;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>
/// Tests that no secret is shown in an observer's messages, in an error, or in the text of an object. Each secret changes when it is
/// encoded for an address or a form, and the tests search for every encoding.
/// </summary>
public class SecretsTests
{
    private const string Code = "code/Recognise+1=";
    private const string Access = "access/Recognise+2=";
    private const string Refresh = "refresh/Recognise+3=";
    private const string NewRefresh = "refresh/Recognise+4=";
    private const string Password = "pass \"word\"/Recognise+5=&ü";

    private static readonly string[] s_secrets = [OAuthService.ClientSecret, Code, Access, Refresh, NewRefresh, Password];

    /// <summary>The behaviors of the token endpoint.</summary>
    public static TheoryData<string> Answers => ["good", "echo-400", "echo-401", "echo-json", "echo-text", "echo-503", "garbage", "drop"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_secret_is_shown_after_a_code_exchange_in_the_body_or_in_the_query(string answer)
    {
        foreach (bool inQuery in new[] { false, true })
        {
            await using TokenStub stub = await StartAsync(answer);
            OAuthApplication application = stub.Application(inQuery: inQuery);
            application.MaxRetries = 1;
            var seen = new Seen(stub.Observer);
            using ISignIn signIn = seen.Inspect(new SignIn(seen.Inspect(application)));
            seen.Inspect(await seen.TryAsync(() => signIn.RedeemAsync(new Secret(Code), stub.Observer)));
            seen.AssertNoSecret();
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_secret_is_shown_after_a_refresh_in_the_body_or_in_the_query(string answer)
    {
        foreach (bool inQuery in new[] { false, true })
        {
            await using TokenStub stub = await StartAsync(answer, context =>
                Stub.WriteAsync(context, "Not so: " + context.Request.Headers.Authorization, 401, "text/plain"));
            OAuthApplication application = stub.Application(inQuery: inQuery);
            application.MaxRetries = 1;
            var seen = new Seen(stub.Observer);
            OAuthGrant grant = seen.Inspect(
                new OAuthGrant(application, new Secret(Refresh), new Secret(Access), DateTimeOffset.UtcNow.AddHours(1)));
            IGrantStore store = new MemoryStore(token => throw new InvalidOperationException("No room."));
            IFaxPlusClient client = seen.Inspect(OAuthService.Client(grant, stub.ApiUri, stub.Observer, store, retries: 1));
            seen.Inspect(await seen.TryAsync(() => client.Accounts.GetAsync()));
            seen.Inspect(grant);
            seen.AssertNoSecret();
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_secret_is_shown_after_a_sign_in_with_a_password(string answer)
    {
        await using TokenStub stub = await StartAsync(answer, context =>
            Stub.WriteAsync(context, "Not so: " + context.Request.Headers.Authorization, 401, "text/plain"));
        var seen = new Seen(stub.Observer);
        var connection = seen.Inspect(new VoipexConnection("ada") { AuthUri = stub.BaseUri, ApiUri = stub.BaseUri, SmsUri = stub.BaseUri,
            MaxRetries = 1, RetryDelay = TimeSpan.FromMilliseconds(2) });
        using IVoipexClient client = seen.Inspect(new VoipexClient(connection));
        await seen.TryAsync<object?>(async () =>
        {
            await client.SignInAsync(new Secret(Password), stub.Observer);
            return await client.RequestAsync(VoipexService.Api, new FaxPlusRequest("GET", "/calls"), stub.Observer);
        });
        seen.Inspect(client);
        seen.AssertNoSecret();
    }

    [Theory]
    [InlineData("code={0}&state=other")]
    [InlineData("code={0}")]
    [InlineData("error=access_denied&code={0}&state={1}")]
    [InlineData("code={0}&state={1}")]
    public async Task No_secret_is_shown_on_the_final_page_in_the_browser(string query)
    {
        await using TokenStub stub = await StartAsync("echo-400");
        OAuthApplication application = stub.Application();
        application.RedirectUri = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        var seen = new Seen(stub.Observer);
        using ISignIn signIn = new SignIn(application);
        signIn.Listen();
        // A request without the state of this sign-in does not complete the sign-in, so a short timeout is used.
        Task<OAuthGrant> waiting = signIn.WaitForRedirectAsync(query.EndsWith("state={1}", StringComparison.Ordinal)
            ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2), stub.Observer);
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        string state = System.Web.HttpUtility.ParseQueryString(signIn.LoginUri.Query)["state"]!;
        using HttpResponseMessage page = await browser.GetAsync(application.RedirectUri + "?"
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, query, Uri.EscapeDataString(Code), state));
        seen.Add(page + await page.Content.ReadAsStringAsync());
        await seen.TryAsync(() => waiting);
        seen.AssertNoSecret();
    }

    [Theory]
    [InlineData("""[{"access_token":"access/Recognise+2=","refresh_token":"refresh/Recognise+4="}]""")]
    [InlineData("""{"access_token":"access/Recognise+2=","refresh_token":"refresh/Recognise+4=","expires_in":3600""")]
    [InlineData("""{"access/Recognise+2=":"refresh/Recognise+4=",}""")]
    public async Task No_secret_is_shown_in_the_error_for_an_unreadable_response_with_new_tokens(string answer)
    {
        await using TokenStub stub = await TokenStub.StartAsync((_, context) => Stub.WriteAsync(context, answer));
        IFaxPlusClient client = stub.Client(out _, retries: 1);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
        Assert.DoesNotContain(Held.By(error), text => text.Contains("Recognise", StringComparison.Ordinal));
        Assert.DoesNotContain("Recognise", error + stub.Observer.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 4096)]
    [InlineData(400, 400)]
    [InlineData(400, 64 * 1024)]
    public async Task No_part_of_a_secret_is_shown_where_a_body_is_truncated(int status, int cut)
    {
        string secret = Service.Token;
        // In each case, the last character of the secret is after the cut.
        foreach (string before in new[] { new string('x', cut - secret.Length + 1),
            new string('x', 10) + new string(' ', cut - 10 - secret.Length + 1), new string(' ', cut - secret.Length + 1) })
        {
            await using Stub stub = await Stub.AnsweringAsync(before + secret + new string('y', 1000), status);
            FaxPlusException error =
                await Assert.ThrowsAsync<FaxPlusException>(() => stub.Client.Accounts.GetAsync(cancellationToken: stub.TimeLimit));
            string part = secret[..(secret.Length - 1)];
            Assert.DoesNotContain(part, error.ResponseBody, StringComparison.Ordinal);
            Assert.DoesNotContain(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_string_form_of_a_secret_is_always_the_same_mask()
    {
        Assert.Equal(new Secret("a").ToString(), new Secret("something longer").ToString());
        Assert.DoesNotContain("Recognise", JsonSerializer.Serialize(new Secret(Access)), StringComparison.Ordinal);
    }

    /// <summary>Starts a token endpoint whose responses contain the secrets wherever possible.</summary>
    private static Task<TokenStub> StartAsync(string answer, Func<HttpContext, Task>? api = null) => TokenStub.StartAsync(
        async (request, context) =>
        {
            string all = string.Join("&", request.Form.Concat(request.Query).Select(item => $"{item.Key}={item.Value}"))
                + " as it came: " + context.Request.QueryString
                + " as a form: " + WebUtility.UrlEncode(request.Parameter("refresh_token") ?? request.Parameter("code")
                    ?? request.Parameter("password"))
                + " with " + request.Authorization
                + (request.Authorization.Length > 0 ? " of " + OAuthService.ClientSecret : "");
            switch (answer)
            {
                case "good":
                    await Stub.WriteAsync(context, TokenStub.Tokens(Access, NewRefresh));
                    break;
                case "echo-400":
                case "echo-401":
                case "echo-503":
                    await Stub.WriteAsync(context, JsonSerializer.Serialize(
                        new Dictionary<string, string> { ["error"] = "invalid_grant", ["error_description"] = all },
                        new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
                            int.Parse(answer[5..], System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case "echo-json":
                    await Stub.WriteAsync(context, JsonSerializer.Serialize(
                        new Dictionary<string, string> { ["error"] = "invalid_grant", ["error_description"] = all }), 400);
                    break;
                case "echo-text":
                    await Stub.WriteAsync(context, all, 400, "text/plain");
                    break;
                case "garbage":
                    await Stub.WriteAsync(context, "{" + all);
                    break;
                default:
                    context.Abort();
                    break;
            }
        },
        api);

    /// <summary>Collects all text that becomes visible during a run.</summary>
    private sealed class Seen(Observer observer)
    {
        private readonly StringBuilder _text = new();

        public void Add(string text) => _text.AppendLine(text);

        /// <summary>Adds the string form of an object, its JSON, and its public properties to a depth of five.</summary>
        public T Inspect<T>(T thing)
        {
            if (thing is not null)
            {
                Add(JsonSerializer.Serialize(thing, thing.GetType(),
                    new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                    ReferenceHandler = System.Text.Json.Serialization.ReferenceHandler.IgnoreCycles, MaxDepth = 64 }));
                Walk(thing, 5);
            }

            return thing;
        }

        public async Task<T?> TryAsync<T>(Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (FaxPlusException error)
            {
                Add(error.ToString());
                Walk(error, 5);
                return default;
            }
        }

        public void AssertNoSecret()
        {
            Add(observer.All);
            string text = _text.ToString();
            Assert.True(text.Length > 100, "No text was collected.");
            foreach (string secret in s_secrets.Append(
                Convert.ToBase64String(Encoding.UTF8.GetBytes(OAuthService.ClientId + ":" + OAuthService.ClientSecret))))
            {
                string[] spellings = [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret),
                    new Uri("http://x/?" + Uri.EscapeDataString(secret)).ToString()[10..], JsonEncodedText.Encode(secret).ToString()];
                foreach (string spelling in spellings) Assert.DoesNotContain(spelling, text, StringComparison.OrdinalIgnoreCase);
            }
        }

        private void Walk(object? thing, int depth)
        {
            if (thing is null || depth == 0) return;
            Add(thing.ToString() ?? "");
            if (thing is string or Uri || thing.GetType().IsPrimitive || thing is MemberInfo) return;
            if (thing is IEnumerable list)
            {
                foreach (object? item in list) Walk(item, depth - 1);
            }

            foreach (PropertyInfo property in thing.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0))
            {
                object? value;
                try
                {
                    value = property.GetValue(thing);
                }
                catch (TargetInvocationException)
                {
                    continue;
                }

                Walk(value, depth - 1);
            }
        }
    }
}
