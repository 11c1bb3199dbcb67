using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>Tests when and how often a token is refreshed, and how the refresh token is handled.</summary>
public class RenewalTests
{
    [Fact]
    public async Task A_token_is_refreshed_before_its_expiry_so_that_none_is_refused()
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.AccessTokenSeconds = 4);
        OAuthGrant grant = await service.SignInAsync();
        IFaxPlusClient client = service.Client(grant);
        Secret first = grant.Access.AccessToken!;
        DateTimeOffset end = grant.AccessTokenExpiresOn!.Value;

        while (ReferenceEquals(first, grant.Access.AccessToken))
        {
            await client.Accounts.GetAsync(cancellationToken: service.Service.TimeLimit);
            await Task.Delay(50, service.Service.TimeLimit);
        }

        Assert.DoesNotContain(await service.Service.RequestsAsync(), seen => seen.Status == 401);
        Assert.True(grant.AccessTokenExpiresOn > end);
    }

    [Fact]
    public async Task A_new_token_is_not_refreshed()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        for (int i = 0; i < 5; i++) await client.Accounts.GetAsync();
        Assert.Equal(1, await service.TokenRequestsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_token_is_refreshed_and_the_call_is_retried(bool rotate)
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.RotateRefreshTokens = rotate);
        OAuthGrant grant = await service.SignInAsync();
        IFaxPlusClient client = service.Client(grant);
        string before = grant.RefreshToken.Reveal();
        await service.RevokeAsync("access");

        Assert.NotNull((await client.Accounts.GetAsync()).Email);

        Assert.Equal([401, 200], (await service.Service.RequestsAsync("GET", "/accounts/self")).Select(seen => seen.Status));
        Assert.Equal(2, await service.TokenRequestsAsync());
        Assert.Equal(rotate, grant.RefreshToken.Reveal() != before);
    }

    [Fact]
    public async Task A_new_token_that_is_refused_is_not_refreshed_repeatedly()
    {
        await using TokenStub stub =
            await TokenStub.RotatingAsync(api: context => Stub.WriteAsync(context, """{"error":"invalid_token"}""", 401));
        IFaxPlusClient client = stub.Client(out _);
        await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => client.Accounts.GetAsync());
        Assert.Equal(["token R0", "api A1", "token R1", "api A2"], stub.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fifty_calls_with_an_expired_token_make_one_refresh(bool rotate)
    {
        EmulatorOptions emulator = null!;
        await using OAuthService service = await OAuthService.StartAsync(options =>
        {
            emulator = options;
            options.AccessTokenSeconds = 1;
            options.RotateRefreshTokens = rotate;
        });
        OAuthGrant grant = await service.SignInAsync();
        IFaxPlusClient client = service.Client(grant);
        await service.UntilEndedAsync(grant);
        await service.Service.ForgetRequestsAsync();
        emulator.AccessTokenSeconds = 3600;

        // The response is slow, so that all calls need the new token before it arrives.
        await service.Service.FaultAsync("delay", "POST", "/token", more: fault => fault["delayMs"] = 200);
        Account[] answers = await OAuthService.TogetherAsync(50, client, service.Service);

        Assert.Equal(50, answers.Count(account => account.Email is not null));
        Assert.Equal(1, await service.TokenRequestsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fifty_calls_with_a_revoked_token_make_one_refresh(bool rotate)
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.RotateRefreshTokens = rotate);
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.Service.ForgetRequestsAsync();

        Account[] answers = await OAuthService.TogetherAsync(50, client, service.Service);

        Assert.Equal(50, answers.Count(account => account.Email is not null));
        Assert.Equal(1, await service.TokenRequestsAsync());
    }

    [Fact]
    public async Task Clients_with_different_observers_share_the_refresh()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.Service.ForgetRequestsAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.Observe(new Observer()).Accounts.GetAsync())));
        Assert.Equal(1, await service.TokenRequestsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_hundred_calls_across_three_expiries_all_succeed(bool rotate)
    {
        await using OAuthService service = await OAuthService.StartAsync(options =>
        {
            options.AccessTokenSeconds = 1;
            options.RotateRefreshTokens = rotate;
        });
        OAuthGrant grant = await service.SignInAsync();
        var store = new MemoryStore();
        IFaxPlusClient client = service.Client(grant, store);
        var ends = new ConcurrentDictionary<DateTimeOffset, bool>();

        Account[][] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var got = new Account[25];
            for (int i = 0; i < got.Length; i++)
            {
                got[i] = await client.Accounts.GetAsync(cancellationToken: service.Service.TimeLimit);
                ends.TryAdd(grant.AccessTokenExpiresOn!.Value, true);
                await Task.Delay(140, service.Service.TimeLimit);
            }

            return got;
        })));

        Assert.Equal(200, answers.SelectMany(got => got).Count(account => account.Email is not null));
        Assert.True(ends.Count > 3, $"Only {ends.Count} access tokens were issued.");
        int renewals = await service.TokenRequestsAsync() - 1;
        Assert.True(renewals >= ends.Count - 1);
        Assert.Equal(rotate ? renewals : 0, store.Tokens.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"refresh_token\":null")]
    [InlineData(",\"refresh_token\":\"\"")]
    public async Task If_no_new_refresh_token_is_returned_the_old_one_remains_valid(string member)
    {
        await using TokenStub stub = await TokenStub.StartAsync(
            (request, context) => Stub.WriteAsync(context, $$"""{"access_token":"A{{request.Number}}","expires_in":0{{member}} }"""));
        var store = new MemoryStore();
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, store);
        for (int i = 0; i < 3; i++) await client.Accounts.GetAsync();
        Assert.Equal(["token R0", "api A1", "token R0", "api A2", "token R0", "api A3"], stub.Events);
        Assert.Equal("R0", grant.RefreshToken.Reveal());
        Assert.Empty(store.Tokens);
    }

    [Fact]
    public async Task Each_new_refresh_token_is_stored_before_its_access_token_is_used()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync(seconds: 0);
        var store = new MemoryStore(token => stub.Events.Enqueue("kept " + token));
        IFaxPlusClient client = stub.Client(out _, store);
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        Assert.Equal(["token R0", "kept R1", "api A1", "token R1", "kept R2", "api A2"], stub.Events);
    }

    [Fact]
    public async Task A_store_that_fails_is_an_error_and_the_run_continues()
    {
        await using TokenStub stub = await TokenStub.RotatingAsync(seconds: 0);
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, new MemoryStore(_ => throw new IOException("The vault is locked.")));
        for (int i = 0; i < 2; i++) await client.Accounts.GetAsync();
        Assert.Equal(2, stub.Observer.Errors.Length);
        Assert.All(stub.Observer.Errors, error =>
        {
            Assert.Contains("The vault is locked.", error.Message);
            Assert.Contains("Sign in again", error.RecommendedAction);
            Assert.DoesNotContain("R1", error.ToString());
        });
        Assert.Equal("R2", grant.RefreshToken.Reveal());
    }

    [Fact]
    public async Task A_cancelled_caller_ends_immediately_and_does_not_lose_the_new_refresh_token()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TokenStub stub = await TokenStub.StartAsync(async (request, context) =>
        {
            await answer.Task;
            await Stub.WriteAsync(context, TokenStub.Tokens($"A{request.Number}", $"R{request.Number}"));
        });
        var store = new MemoryStore();
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, store);
        using var stop = new CancellationTokenSource();
        Task<Account> call = client.Accounts.GetAsync(cancellationToken: stop.Token);
        while (stub.Requests.IsEmpty) await Task.Delay(5, stub.TimeLimit);

        stop.Cancel();
        await Failing.CancelledAsync(() => call);
        answer.SetResult();
        while (store.Tokens.Length == 0) await Task.Delay(5, stub.TimeLimit);
        await client.Accounts.GetAsync();

        Assert.Equal(["R1"], store.Tokens);
        Assert.Equal("R1", grant.RefreshToken.Reveal());
        Assert.Equal(["token R0", "api A1"], stub.Events);
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_cancel_other_callers()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TokenStub stub = await TokenStub.StartAsync(async (request, context) =>
        {
            await answer.Task;
            await Stub.WriteAsync(context, TokenStub.Tokens($"A{request.Number}", $"R{request.Number}"));
        });
        IFaxPlusClient client = stub.Client(out _);
        using var stop = new CancellationTokenSource();
        Task<Account> first = client.Accounts.GetAsync(cancellationToken: stop.Token);
        while (stub.Requests.IsEmpty) await Task.Delay(5, stub.TimeLimit);
        Task<Account> second = client.Accounts.GetAsync(cancellationToken: stub.TimeLimit);
        stop.Cancel();
        await Failing.CancelledAsync(() => first);
        answer.SetResult();
        Assert.NotNull((await second).Email);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task The_error_for_an_invalid_refresh_token_names_the_sign_in_to_repeat()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.RevokeAsync("refresh");

        for (int i = 0; i < 2; i++)
        {
            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => client.Accounts.GetAsync());
            Assert.Contains("Sign in again in the browser", error.RecommendedAction);
            Assert.Equal(OAuthService.ClientId, error.AdviceValue);
            Assert.Equal("invalid_grant", error.ErrorCode);
            Assert.False(error.IsTransient);
        }
    }

    [Fact]
    public async Task A_refresh_token_older_than_thirty_days_is_invalid()
    {
        await using OAuthService service = await OAuthService.StartAsync(options =>
        {
            options.AccessTokenSeconds = 1;
            options.RefreshTokenSeconds = 1;
        });
        OAuthGrant grant = await service.SignInAsync();
        // Both tokens were issued before the sign-in returned, so both expire within this time.
        await Task.Delay(TimeSpan.FromSeconds(1.1), service.Service.TimeLimit);
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => service.Client(grant).Accounts.GetAsync());
        Assert.Contains("30 days", error.RecommendedAction);
    }

    [Fact]
    public async Task Fifty_calls_with_an_invalid_refresh_token_all_fail()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(new OAuthGrant(service.Application(), new Secret("refresh_dead")));
        FaxPlusException[] errors = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => Task.Run(() => Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => client.Accounts.GetAsync()))));
        Assert.Equal(50, errors.Length);
        Assert.Empty(await service.Service.RequestsAsync("GET"));
    }

    [Fact]
    public async Task A_wrong_client_secret_does_not_count_as_an_invalid_grant()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        OAuthGrant good = await service.SignInAsync();
        IFaxPlusClient client = service.Client(new OAuthGrant(service.Application("another-secret"), good.RefreshToken));
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => client.Accounts.GetAsync());
        Assert.Contains("client secret", error.RecommendedAction);
        Assert.Contains(OAuthService.ClientId, error.Message);
    }

    [Fact]
    public async Task A_refresh_sends_the_basic_header_and_only_documented_parameters()
    {
        foreach (bool inQuery in new[] { false, true })
        {
            await using TokenStub stub = await TokenStub.RotatingAsync();
            IFaxPlusClient client = stub.Client(out _, inQuery: inQuery);
            await client.Accounts.GetAsync();
            TokenRequest request = stub.Single;
            var parameters = inQuery ? request.Query : request.Form;
            Assert.Empty(inQuery ? request.Form : request.Query);
            Assert.Equal(["grant_type", "refresh_token"], parameters.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("refresh_token", parameters["grant_type"]);
            Assert.Equal("R0", parameters["refresh_token"]);
            Assert.StartsWith("Basic ", request.Authorization);
            Assert.DoesNotContain("x-fax-clientid", request.Headers, StringComparer.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_client_id_is_sent_with_every_API_call_and_with_no_token_request()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await client.Accounts.GetAsync();
        await client.Numbers.ListAsync();
        await client.Faxes.List(new FaxQuery()).ReadAsync();
        await client.RequestAsync(new FaxPlusRequest("GET", "/accounts"));
        await client.Outbox.BeginSending().SendAsync(service.Service.Letter());

        SeenRequest[] seen = [.. (await service.Service.RequestsAsync()).Where(request => request.Path != "/login")];
        Assert.True(seen.Length >= 8);
        Assert.All(seen, request =>
            Assert.Equal(request.Path == "/token" ? null : OAuthService.ClientId, request.Header("x-fax-clientid")));
    }

    [Fact]
    public async Task The_client_id_is_never_sent_with_a_personal_access_token()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Service.Client;
        await client.Accounts.GetAsync();
        await client.Outbox.BeginSending().SendAsync(service.Service.Letter());
        Assert.All(await service.Service.RequestsAsync(), request => Assert.Null(request.Header("x-fax-clientid")));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("drop-before")]
    public async Task A_refresh_that_the_service_did_not_accept_is_retried(string kind)
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.Service.FaultAsync(kind, "POST", "/token", times: 2);
        Assert.NotNull((await client.Accounts.GetAsync()).Email);
    }

    [Theory]
    [InlineData("drop-after")]
    [InlineData("garbage")]
    [InlineData("truncate")]
    public async Task A_refresh_whose_response_is_lost_is_retried_if_the_old_token_remains_valid(string kind)
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.RotateRefreshTokens = false);
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.Service.FaultAsync(kind, "POST", "/token", times: 2);
        Assert.NotNull((await client.Accounts.GetAsync()).Email);
    }

    [Fact]
    public async Task A_refresh_whose_response_is_lost_ends_the_session_if_tokens_rotate_strictly()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        await service.RevokeAsync("access");
        await service.Service.FaultAsync("drop-after", "POST", "/token");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.TokenExpired, () => client.Accounts.GetAsync());
        Assert.Contains("Sign in again in the browser", error.RecommendedAction);
    }

    [Theory]
    [InlineData("<html>Sign in to the hotel's network</html>", 200, FaxPlusErrorKind.InvalidResponse)]
    [InlineData("{}", 200, FaxPlusErrorKind.InvalidResponse)]
    [InlineData("busy", 503, FaxPlusErrorKind.ServiceUnavailable)]
    [InlineData("broken", 500, FaxPlusErrorKind.ServiceUnavailable)]
    [InlineData("wait", 429, FaxPlusErrorKind.RateLimited)]
    public async Task The_error_of_a_failing_token_endpoint_is_reported_and_the_grant_is_kept(string answer, int status,
        FaxPlusErrorKind kind)
    {
        bool well = false;
        await using TokenStub stub = await TokenStub.StartAsync((request, context) => well
            ? Stub.WriteAsync(context, TokenStub.Tokens("A", "R"))
            : Stub.WriteAsync(context, answer, status));
        IFaxPlusClient client = stub.Client(out OAuthGrant grant, retries: 2);

        await Failing.WithAsync(kind, () => client.Accounts.GetAsync());
        Assert.Equal("R0", grant.RefreshToken.Reveal());
        Assert.DoesNotContain(stub.Events, item => item.StartsWith("api", StringComparison.Ordinal));
        Assert.InRange(stub.Requests.Count, 1, 9);

        well = true;
        Assert.NotNull((await client.Accounts.GetAsync()).Email);
    }

    [Theory]
    [InlineData("{\"error\":\"invalid_grant\"}", 400, FaxPlusErrorKind.TokenExpired)]
    [InlineData("{\"error\":\"invalid_grant\"}", 401, FaxPlusErrorKind.TokenExpired)]
    [InlineData("{\"error\":\"invalid_client\"}", 401, FaxPlusErrorKind.Unauthorized)]
    [InlineData("not here", 404, FaxPlusErrorKind.Unauthorized)]
    [InlineData("not so", 405, FaxPlusErrorKind.Unauthorized)]
    [InlineData("{\"error\":\"invalid_request\"}", 400, FaxPlusErrorKind.Unauthorized)]
    public async Task A_status_of_the_token_endpoint_does_not_refer_to_a_fax_number_or_member(string answer, int status,
        FaxPlusErrorKind kind)
    {
        bool over = false;
        await using TokenStub stub = await TokenStub.StartAsync(
            (_, context) => over ? Stub.WriteAsync(context, answer, status) : Stub.WriteAsync(context, TokenStub.Tokens("A1", "R1")),
            context => over && !context.Request.Path.Value!.EndsWith("/accounts", StringComparison.Ordinal)
                ? Stub.WriteAsync(context, "{}", 401)
                : Stub.WriteAsync(context,
                    """{"members":[{"uid":"u1"}],"data":{"records":["""
                    + """{"id":"f1","direction":"incoming","status":"success","start_time":"2026-01-01 00:00:00"}]}}"""));
        IFaxPlusClient client = stub.Client(out _);
        using IFaxReceiver receiver = client.Faxes.Receive(
            new ReceiveOptions { State = "", MarkRead = true, After = new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero) });
        receiver.Acknowledge((await receiver.NextAsync(stub.TimeLimit))[0]);
        over = true;

        FaxPlusException error = await Failing.WithAsync(kind, () => client.Members.List().ReadAsync(stub.TimeLimit));
        Assert.True(error.IsFatal);
        Assert.Equal((0, "POST /token"), (error.StatusCode, error.Operation));
        Assert.Contains($"{status}", error.Message);
        string advice = error.RecommendedAction!;
        error = await Failing.WithAsync(kind, () =>
            client.Outbox.BeginSending().SendAsync(new SendRequest { From = "+1", To = ["044 555 12 34"], FaxId = "f" }, stub.TimeLimit));
        Assert.Equal(advice, error.RecommendedAction);
        error = await Failing.WithAsync(kind, () => client.Numbers.GetAsync("+41445551234", cancellationToken: stub.TimeLimit));
        Assert.Equal(advice, error.RecommendedAction);
        await Failing.WithAsync(kind, () => client.AI.ReadTextAsync("f1", TimeSpan.FromMinutes(5), cancellationToken: stub.TimeLimit));
        await Failing.WithAsync(kind, () => receiver.MarkAsync(stub.TimeLimit));
        Assert.Empty(stub.Observer.Warnings);
    }

    [Fact]
    public async Task An_accounts_service_that_is_not_found_does_not_report_a_missing_fax()
    {
        bool over = false;
        await using TokenStub stub = await TokenStub.StartAsync(
            (_, context) => over ? Stub.WriteAsync(context, "not here", 404) : Stub.WriteAsync(context, TokenStub.Tokens("A1", "R1")),
            context => over ? Stub.WriteAsync(context, "{}", 401) : Stub.WriteAsync(context,
                """{"data":{"records":[{"id":"f1","direction":"incoming","status":"success","start_time":"2026-01-01 00:00:00"}]}}"""));
        using IFaxReceiver receiver = stub.Client(out _).Faxes.Receive(
            new ReceiveOptions { State = "", MarkRead = true, After = new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero) });
        receiver.Acknowledge((await receiver.NextAsync(stub.TimeLimit))[0]);
        over = true;
        await Failing.WithAsync(FaxPlusErrorKind.Unauthorized, () => receiver.MarkAsync(stub.TimeLimit));
        Assert.DoesNotContain("was deleted", stub.Observer.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_that_another_process_has_used_is_read_again_regardless_of_the_status()
    {
        await using TokenStub stub = await TokenStub.StartAsync((request, context) => request.Parameter("refresh_token") == "R-kept"
            ? Stub.WriteAsync(context, TokenStub.Tokens("A1", "R1"))
            : Stub.WriteAsync(context, """{"error":"invalid_grant","error_description":"refresh token is old"}""", 401));
        var store = new MemoryStore();
        var other = new OAuthGrant(stub.Application(), new Secret("R-kept"));
        store.Find = (look, _) => look == 1 ? null : other;
        Assert.NotNull((await stub.Client(out _, store).Accounts.GetAsync(cancellationToken: stub.TimeLimit)).Email);
    }

    [Theory]
    [InlineData("A\\nB")]
    [InlineData("A B")]
    [InlineData("A\u00e9")]
    [InlineData(" ")]
    public async Task A_response_with_an_invalid_access_token_is_unreadable(string token)
    {
        await using TokenStub stub = await TokenStub.StartAsync((_, context) => Stub.WriteAsync(context, TokenStub.Tokens(token, "R1")));
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client(out _).Accounts.GetAsync(cancellationToken: stub.TimeLimit));
    }

    [Fact]
    public async Task A_refresh_that_fails_after_all_callers_have_ended_is_not_an_unobserved_exception()
    {
        string words = "unobserved " + Guid.NewGuid().ToString("N");
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TokenStub stub = await TokenStub.StartAsync(async (_, context) =>
        {
            await answer.Task;
            await Stub.WriteAsync(context, $$"""{"error":"invalid_grant","error_description":"{{words}}"}""", 400);
        });
        var seen = new ConcurrentQueue<string>();
        void RecordException(object? sender, UnobservedTaskExceptionEventArgs heard) => seen.Enqueue(heard.Exception.ToString());
        TaskScheduler.UnobservedTaskException += RecordException;
        try
        {
            await GiveUpAsync();
            answer.SetResult();
            while (!stub.Observer.VerboseLines.Any(line => line.Contains(": 400 ", StringComparison.Ordinal)))
                await Task.Delay(5, stub.TimeLimit);
            for (int i = 0; i < 20 && seen.IsEmpty; i++)
            {
                await Task.Delay(20, stub.TimeLimit);
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= RecordException;
        }

        Assert.DoesNotContain(seen, text => text.Contains(words, StringComparison.Ordinal));

        async Task GiveUpAsync()
        {
            using var stop = new CancellationTokenSource();
            Task<Account> call = stub.Client(out _).Accounts.GetAsync(cancellationToken: stop.Token);
            while (stub.Requests.IsEmpty) await Task.Delay(5, stub.TimeLimit);
            stop.Cancel();
            await Failing.CancelledAsync(() => call);
        }
    }

    [Fact]
    public async Task A_fax_with_an_expired_token_is_sent_once()
    {
        await using OAuthService service = await OAuthService.StartAsync(options => options.SendSeconds = 600);
        IFaxPlusClient client = service.Client(await service.SignInAsync());
        SendRequest letter = service.Service.Letter();
        IFaxSender sender = client.Outbox.BeginSending();
        await service.RevokeAsync("access");
        await service.Service.ForgetRequestsAsync();

        // The first access token has been revoked, so the upload refreshes it. The new token is revoked after the upload, so that the first
        // POST to the outbox is refused.
        int revoked = 0;
        service.Service.Observer.OnVerbose = line =>
        {
            if (line.Contains("/files", StringComparison.Ordinal) && line.Contains(": 201", StringComparison.Ordinal)
                && Interlocked.Exchange(ref revoked, 1) == 0) service.RevokeAsync("access").GetAwaiter().GetResult();
        };
        var sent = await sender.SendAsync(letter, service.Service.TimeLimit);

        Assert.Equal(1, revoked);
        Assert.Single(sent);
        Assert.Equal([401, 201], (await service.Service.RequestsAsync("POST", "/outbox")).Select(seen => seen.Status));
        Assert.Equal(1, await service.Service.AcceptedAsync());
        Assert.Empty(await service.Service.RequestsAsync("GET", "/outbox"));
    }

    [Theory]
    [InlineData("dead", FaxPlusErrorKind.TokenExpired)]
    [InlineData("status", FaxPlusErrorKind.ServiceUnavailable)]
    [InlineData("drop-before", FaxPlusErrorKind.Network)]
    [InlineData("garbage", FaxPlusErrorKind.InvalidResponse)]
    public async Task A_refresh_that_fails_before_a_send_leaves_no_doubt(string trouble, FaxPlusErrorKind kind)
    {
        // In the first case, the client detects that the token has expired; in the second case, the service reports the expiry.
        foreach (bool known in new[] { true, false })
        {
            await using OAuthService service = await OAuthService.StartAsync(options => options.RotateRefreshTokens = false);
            OAuthGrant grant = await service.SignInAsync();
            OAuthApplication application = service.Application();
            application.MaxRetries = 1;
            var used = new OAuthGrant(application, grant.RefreshToken, known
                ? null : grant.Access.AccessToken, known ? null : grant.AccessTokenExpiresOn);
            IFaxPlusClient client = service.Client(used, retries: 1);
            await service.RevokeAsync("access");
            if (trouble == "dead") await service.RevokeAsync("refresh");
            else await service.Service.FaultAsync(trouble, "POST", "/token", times: null);
            SendRequest request = service.Service.Letter();
            request.Files = [];
            request.FaxId = "00112233445566778899aabb";

            FaxPlusException error =
                await Failing.WithAsync(kind, () => client.Outbox.BeginSending().SendAsync(request, service.Service.TimeLimit));

            Assert.False(error.MayHaveTakenEffect);
            Assert.Equal(0, await service.Service.AcceptedAsync());
            Assert.Empty(await service.Service.RequestsAsync("GET", "/outbox"));
        }
    }

    [Fact]
    public async Task Without_an_access_token_the_first_call_refreshes()
    {
        await using OAuthService service = await OAuthService.StartAsync();
        OAuthGrant grant = await service.SignInAsync();
        var kept = new OAuthGrant(service.Application(), new Secret(grant.RefreshToken.Reveal()));
        IFaxPlusClient client = service.Client(kept);
        Assert.Equal(1, await service.TokenRequestsAsync());
        Assert.NotNull((await client.Accounts.GetAsync()).Email);
        Assert.Equal(2, await service.TokenRequestsAsync());
        Assert.NotNull(kept.AccessTokenExpiresOn);
    }
}
