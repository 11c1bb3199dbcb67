using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests items for which an earlier run has written only the intent.</summary>
public class JournalDoubtTests
{
    [Fact]
    public async Task A_fax_in_doubt_that_is_in_the_outbox_is_found_by_its_tag()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        SentFax first = await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        Assert.Equal(JournalState.InDoubt, service.Item().State);

        SentFax second = await service.RunAsync(service.Letter());

        Assert.Equal(first.OutboxId, second.OutboxId);
        Assert.Equal((JournalState.Sent, 1), (service.Item().State, service.Item().Attempts));
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_fax_in_doubt_that_has_left_the_outbox_is_found_among_the_sent_faxes()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.1);
        await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);

        SentFax second = await service.RunAsync(service.Letter());

        Assert.Null(second.OutboxId);
        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_fax_that_is_not_found_remains_in_doubt_after_the_visibility_delay_and_is_sent_on_request()
    {
        await using Service service = await Service.StartAsync(options =>
            options.SendSeconds = 600, connection => connection.VisibilityDelay = TimeSpan.FromSeconds(1));
        await service.CrashAfterSendAsync(service.Letter());
        Assert.Equal((JournalState.InDoubt, DoubtReason.NotLookedFor), (service.Item().State, service.Item().Doubt));
        DateTimeOffset begun = DateTimeOffset.UtcNow;

        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.True(DateTimeOffset.UtcNow - begun >= TimeSpan.FromSeconds(1), $"The search ended after {DateTimeOffset.UtcNow - begun}.");
        Assert.Equal((JournalState.InDoubt, DoubtReason.EarlierRun), (service.Item().State, service.Item().Doubt));
        Assert.Empty(await service.RequestsAsync("POST", "/outbox"));

        await service.RunAsync(service.Letter(), resendInDoubt: true);

        Assert.Equal((JournalState.Sent, 2, null), (service.Item().State, service.Item().Attempts, service.Item().Doubt));
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_fax_that_cannot_be_resolved_is_sent_again_only_on_request()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.MaxRetries = 0);
        await service.CrashAfterSendAsync(service.Letter());
        await service.AnswerAsync(500, method: "GET", path: "/(outbox|faxes)", times: null);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));

        Assert.Equal(FaxPlusAdvice.ResendInDoubt, error.Advice);
        Assert.Equal((JournalState.InDoubt, "FaxPlus.InDoubt"), (service.Item().State, service.Item().ErrorId));
        Assert.Empty(await service.RequestsAsync("POST", "/outbox"));

        await service.RunAsync(service.Letter(), resendInDoubt: true);

        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_fax_in_doubt_is_resolved_by_the_next_run_if_the_search_failed_in_this_run()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.MaxRetries = 0);
        SentFax sent = await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.AnswerAsync(500, method: "GET", path: "/(outbox|faxes)", times: null);
        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.RunAsync(service.Letter()));
        await service.ClearFaultsAsync();

        Assert.Equal(sent.OutboxId, (await service.RunAsync(service.Letter())).OutboxId);

        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Fact]
    public async Task A_failure_before_sending_never_replaces_the_state_in_doubt()
    {
        await using Service service =
            await Service.StartAsync(options => options.SendSeconds = 600, connection => connection.MaxRetries = 0);
        SendRequest request = service.Letter();
        request.Key = "k";
        SentFax sent = await service.RunAsync(request);
        service.ForgetLastLine();
        await service.AnswerAsync(500, method: "GET", path: "/(outbox|faxes)", times: null);
        await service.AnswerAsync(500, method: "POST", path: "/files$", times: null);

        // With resendInDoubt, the run fails at the upload, before the fax is sent again.
        await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => service.RunAsync(request, resendInDoubt: true));

        Assert.Equal((JournalState.InDoubt, sent.Tags[^1]), (service.Item().State, service.Item().Tag));
        await service.ClearFaultsAsync();
        Assert.Equal(sent.OutboxId, (await service.RunAsync(request)).OutboxId);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(+3600)]
    [InlineData(-3600)]
    public async Task A_clock_that_was_corrected_between_two_runs_hides_no_fax(int seconds)
    {
        // The time in the journal is changed by this number of seconds, as if the clock had been wrong after a power failure.
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 0.1);
        await service.RunAsync(service.Letter());
        service.ForgetLastLine();
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        string[] lines = service.Lines();
        var intent = System.Text.Json.Nodes.JsonNode.Parse(lines[1])!;
        intent["time"] = DateTimeOffset.Parse((string)intent["time"]!, CultureInfo.InvariantCulture).AddSeconds(seconds)
            .ToString("O", CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(service.Journal(), [lines[0], intent.ToJsonString()]);

        await service.RunAsync(service.Letter());

        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData("""  "submit_time":"{0}" """)]
    [InlineData("""  "start_time":"{0}","comment":"Invoice 4711" """)]
    [InlineData(""" "comment":"Invoice 4711" """)]
    public async Task A_record_that_lacks_the_proof_is_neither_the_fax_nor_ignored(string fields)
    {
        int posts = 0;
        await using Stub stub = await Stub.StartAsync(context =>
        {
            if (context.Request.Method == "POST")
            {
                posts++;
                context.Abort();
                return Task.CompletedTask;
            }

            if (context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal))
                return Stub.WriteAsync(context, """{"records":[]}""");
            string time = DateTime.UtcNow.AddSeconds(1).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            string record = $$"""
                {"id":"f1","direction":"outgoing","to":"{{Service.Destination}}","from":"{{Service.Own}}",
                "status":"success",{{fields.Replace("{0}", time, StringComparison.Ordinal)}}}
                """;
            return Stub.WriteAsync(context, """{"data":{"records":[""" + record + "]}}");
        });

        await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => stub.Client.Outbox.BeginSending().SendAsync(
            new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0", Comment = "Invoice 4711" }, stub.TimeLimit));

        Assert.Equal(1, posts);
    }

    [Fact]
    public async Task If_the_service_does_not_show_all_faxes_of_the_second_a_missing_fax_is_in_doubt_without_a_list_warning()
    {
        // The list is full with 50 faxes of one second, so there may be more.
        string time = DateTimeOffset.UtcNow.AddSeconds(1).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await using Stub stub = await Stub.StartAsync(context =>
        {
            if (context.Request.Method == "POST")
            {
                context.Abort();
                return Task.CompletedTask;
            }

            if (context.Request.Path.Value!.EndsWith("/outbox", StringComparison.Ordinal))
                return Stub.WriteAsync(context, """{"records":[]}""");
            var records = Enumerable.Range(0, 50).Select(i => $$"""
                {"id":"f{{i}}","direction":"outgoing","to":"+4144555{{i:0000}}","from":"{{Service.Own}}",
                "status":"success","submit_time":"{{time}}"}
                """);
            return Stub.WriteAsync(context, """{"data":{"records":[""" + string.Join(',', records) + "]}}");
        });

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => stub.Client.Outbox.BeginSending()
            .SendAsync(new SendRequest { From = Service.Own, To = [Service.Destination], FaxId = "f0" }, stub.TimeLimit));

        Assert.Contains("same second", error.Message);
        Assert.Empty(stub.Observer.Warnings);
        Assert.Single(stub.Requests, request => request.Method == "POST");
    }
}
