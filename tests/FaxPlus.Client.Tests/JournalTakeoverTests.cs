using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests a journal that was started with another service, usually because of a wrong address.</summary>
public class JournalTakeoverTests
{
    private const string Header = """{"format":"FaxPlus.Journal","version":1,"service":"https://mistyped.example/v3"}""";
    private const string Begun =
        """{"time":"2026-01-01T00:00:00Z","key":"k","state":"sending","mark":"faxplus-m","to":"""
        + """["+41445551234"],"from":"+16505550100","comment":"e3b0c44298fc1c14"}""";
    private const string Refused = """{"time":"2026-01-01T00:00:01Z","key":"k","state":"failed","error":"NotFound","message":"No."}""";
    private const string RefusedBefore =
        """{"time":"2026-01-01T00:00:00Z","key":"k","state":"failed","mark":"","to":"""
        + """["+41445551234"],"from":"+16505550100","error":"Network","message":"No."}""";
    private const string InDoubtLine =
        """{"time":"2026-01-01T00:00:01Z","key":"k","state":"inDoubt","error":"InDoubt","message":"Who knows."}""";
    private const string Sent = """{"time":"2026-01-01T00:00:01Z","key":"k","state":"sent","ids":["o1"]}""";

    [Theory]
    [InlineData]
    [InlineData(RefusedBefore)]
    [InlineData(RefusedBefore, RefusedBefore)]
    [InlineData(Begun, Refused)]
    [InlineData(RefusedBefore, Begun, Refused, Begun, Refused)]
    public async Task A_journal_without_sent_faxes_is_continued_and_all_faxes_are_sent(params string[] lines)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await File.WriteAllLinesAsync(service.Journal(), [Header, .. lines]);
        SendRequest request = service.Letter();
        request.Key = "k";

        await service.RunAsync(request);

        Assert.Equal(1, await service.AcceptedAsync());
        Assert.Equal(JournalState.Sent, service.Item().State);
        Assert.Equal([Header, .. lines], service.Lines().Take(lines.Length + 1));
        Assert.Contains(service.Observer.VerboseLines, text => text.Contains("mistyped.example", StringComparison.Ordinal));
        await service.RunAsync(request);
        Assert.Equal(1, await service.AcceptedAsync());
    }

    [Theory]
    [InlineData(Begun)]
    [InlineData(Begun, Sent)]
    [InlineData(Begun, InDoubtLine)]
    [InlineData(Begun, InDoubtLine, Begun, Refused)]
    [InlineData(Begun, Begun, Refused)]
    [InlineData(Begun, Refused, Begun)]
    public async Task A_journal_with_possibly_sent_faxes_is_refused_and_not_changed(params string[] lines)
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await File.WriteAllLinesAsync(service.Journal(), [Header, .. lines]);
        byte[] before = await File.ReadAllBytesAsync(service.Journal());
        var whatIf = new SendingOptions { Journal = service.Journal(), JournalIsReadOnly = true };

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => service.RunAsync(service.Letter()));
        using (IFaxSender look = service.Client.Outbox.BeginSending(whatIf))
            await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => look.FindSentAsync(service.Letter(), service.TimeLimit));

        Assert.Contains("mistyped.example", error.Message);
        Assert.True(error.IsFatal);
        Assert.Empty(await service.RequestsAsync("POST"));
        Assert.Equal(before, await File.ReadAllBytesAsync(service.Journal()));
    }

    [Fact]
    public async Task A_takeover_interrupted_at_any_byte_leaves_a_journal_of_one_of_the_services()
    {
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        await File.WriteAllLinesAsync(service.Journal(), [Header, RefusedBefore]);
        int before = (int)new FileInfo(service.Journal()).Length;
        using (IFaxSender run = service.Run()) await run.FindSentAsync(service.Letter(), service.TimeLimit);
        byte[] after = await File.ReadAllBytesAsync(service.Journal());
        Assert.True(after.Length > before);
        for (int length = before; length <= after.Length; length++)
        {
            await File.WriteAllBytesAsync(service.Journal(), after[..length]);
            Assert.Equal(JournalState.Failed, service.Item().State);
            using (IFaxSender run = service.Run()) await run.FindSentAsync(service.Letter(), service.TimeLimit);
            Assert.Equal(after, await File.ReadAllBytesAsync(service.Journal()));
        }
    }

    [Fact]
    public async Task A_run_with_a_wrong_address_does_not_prevent_the_use_of_the_journal()
    {
        await using Stub wrong = await Stub.StartAsync(context => Stub.WriteAsync(context, "<html>Not here</html>", 404));
        await using Service service = await Service.StartAsync(options => options.SendSeconds = 600);
        string[] numbers = ["+41445550101", "+41445550102"];
        using (IFaxSender run = wrong.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Journal() }))
        {
            foreach (string to in numbers)
                await Assert.ThrowsAsync<FaxPlusException>(() => run.SendAsync(service.Letter(to), service.TimeLimit));
        }

        foreach (string to in numbers) await service.RunAsync(service.Letter(to));

        Assert.Equal(2, await service.AcceptedAsync());
        Assert.All(service.Items(), item => Assert.Equal(JournalState.Sent, item.State));
        // A run with the first service is now refused, because it must not send the faxes again that the second service has accepted.
        using (IFaxSender run = wrong.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Journal() }))
        {
            await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => run.FindSentAsync(service.Letter(numbers[0]), service.TimeLimit));
        }
    }

    [Fact]
    public async Task A_preview_with_a_journal_of_another_service_makes_no_change()
    {
        await using Service service = await Service.StartAsync();
        await File.WriteAllLinesAsync(service.Journal(), [Header, RefusedBefore]);
        byte[] before = await File.ReadAllBytesAsync(service.Journal());
        using (IFaxSender look = service.Client.Outbox.BeginSending(new SendingOptions { Journal = service.Journal(),
            JournalIsReadOnly = true })) Assert.Null(await look.FindSentAsync(service.Letter(), service.TimeLimit));
        Assert.Equal(before, await File.ReadAllBytesAsync(service.Journal()));
    }
}
