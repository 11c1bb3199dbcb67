using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the sender number of a fax.</summary>
public class SenderNumberTests
{
    [Fact]
    public async Task The_number_of_the_request_takes_precedence_over_the_default()
    {
        await using Service service =
            await Service.StartAsync(options => { options.Numbers.Add(Service.Own); options.Numbers.Add("+16505550101"); });
        Assert.Equal("+16505550101", await ResolveSenderAsync(service, "+16505550101", Service.Own));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_default_takes_precedence_over_the_accounts_number()
    {
        await using Service service = await Service.StartAsync();
        Assert.Equal("no_number", await ResolveSenderAsync(service, null, "no_number"));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task The_accounts_only_number_is_requested_once_in_a_run()
    {
        await using Service service = await Service.StartAsync();
        IFaxSender sender = service.Client.Outbox.BeginSending();
        SendRequest request = service.Letter();
        request.From = null;

        for (int i = 0; i < 3; i++) Assert.Equal(Service.Own, (await sender.SendAsync(request, service.TimeLimit))[0].From);

        Assert.Single(await service.RequestsAsync("GET", "/numbers"));
    }

    [Fact]
    public async Task Several_numbers_are_an_error_that_lists_them()
    {
        string[] numbers = ["+16505550100", "+16505550101", "+16505550102"];
        await using Service service =
            await Service.StartAsync(options => { foreach (string number in numbers) options.Numbers.Add(number); });

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => ResolveSenderAsync(service, null, null));

        Assert.All(numbers, number => Assert.Contains(number, error.Message));
        Assert.Equal(FaxPlusAdvice.Sender, error.Advice);
    }

    [Fact]
    public async Task No_usable_number_is_an_error()
    {
        await using Stub stub = await Stub.AnsweringAsync(
            """{"numbers":[{"number":"+16505550100","is_canceled":true},{"number":"+16505550101","status":"waiting_verification"}]}""");
        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () => stub.Client.Outbox.BeginSending()
            .ResolveSenderAsync(new SendRequest { To = [Service.Destination], FaxId = "x" }, stub.TimeLimit));
        Assert.Contains("no_number", error.RecommendedAction);
    }

    [Fact]
    public async Task The_error_for_a_token_that_cannot_list_numbers_contains_advice()
    {
        await using Service service = await Service.StartAsync(options => options.Pats["fax-only"] = ["fax:fax:edit"]);
        IFaxPlusClient client = service.NewClient("fax-only");
        SendRequest request = service.Letter();
        request.From = null;

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.MissingScope, () =>
            client.Outbox.BeginSending().ResolveSenderAsync(request, service.TimeLimit));

        Assert.Equal(FaxPlusAdvice.Sender, error.Advice);
        Assert.Contains("fax:numbers:read", error.RecommendedAction);
    }

    [Fact]
    public async Task Several_senders_and_an_extension_are_sent_unchanged()
    {
        await using Service service = await Service.StartAsync(options =>
            { options.SendSeconds = 600; options.Numbers.Add(Service.Own); options.Numbers.Add("+16505550101"); });
        SendRequest request = service.Letter("+41445550101", "+41445550102");
        request.From = Service.Own + "*12,+16505550101";
        await service.SendAsync(request);
        Assert.Equal([Service.Own + "*12", "+16505550101"],
            (await service.StateAsync("outbox")).Select(item => (string?)item["designated_src"]));
    }

    private static Task<string> ResolveSenderAsync(Service service, string? from, string? defaultFrom)
    {
        SendRequest request = service.Letter();
        request.From = from;
        return service.Client.Outbox.BeginSending(new SendingOptions { DefaultFrom = defaultFrom })
            .ResolveSenderAsync(request, service.TimeLimit);
    }
}
