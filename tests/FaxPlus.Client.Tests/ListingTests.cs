using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests;

[Trait("Category", "Quick")]
public class ListingTests
{
    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Every_one_of_1037_faxes_is_listed_once_page_by_page(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => (options.SeedFaxes, options.Odd) = (1037, true));

        List<IReadOnlyList<Fax>> pages = await service.ReadPagesAsync(service.Client.Faxes.List(new FaxQuery()));

        string[] ids = [.. pages.SelectMany(page => page).Select(fax => fax.Id!)];
        Assert.Equal(1037, ids.Length);
        Assert.Equal((await service.FaxIdsAsync()).Order(), ids.Order());
        // Pages are returned as they arrive, except that a second with many faxes is returned as one page.
        Assert.All(pages, page => Assert.InRange(page.Count, 1, 100));
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task Listing_takes_little_more_than_one_request_per_page(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => (options.SeedFaxes, options.Odd) = (1037, true));
        Assert.Equal(1037, (await service.ReadAllAsync(new FaxQuery())).Count);

        SeenRequest[] requests = await service.RequestsAsync();
        Assert.All(requests, request => Assert.EndsWith("/faxes", request.Path));
        Assert.InRange(requests.Length, 21, 45);
    }

    [Fact]
    public async Task The_list_of_an_empty_account_is_empty_and_takes_one_request()
    {
        await using Service service = await Service.StartAsync();
        Assert.Empty(await service.ReadAllAsync(new FaxQuery()));
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task No_page_is_requested_before_it_is_read()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 300);
        IPageReader<Fax> reader = service.Client.Faxes.List(new FaxQuery());
        Assert.Empty(await service.RequestsAsync());

        Assert.Equal(50, (await reader.ReadAsync(service.TimeLimit)).Count);

        Assert.Single(await service.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Services.All), MemberType = typeof(Services))]
    public async Task First_10_makes_one_request_for_10(ListBounds bounds, ListOrder order)
    {
        await using Service service = await Service.StartAsync(bounds, order, options => options.SeedFaxes = 300);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { First = 10 });

        Assert.Equal(10, faxes.Select(fax => fax.Id).Distinct().Count());
        SeenRequest request = Assert.Single(await service.RequestsAsync());
        Assert.Equal("?limit=10", request.Query);
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(120, 9)]
    public async Task First_ends_the_requests_when_enough_faxes_were_returned(int first, int mostRequests)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 500);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { First = first });

        Assert.Equal(first, faxes.Select(fax => fax.Id).Distinct().Count());
        Assert.InRange((await service.RequestsAsync()).Length, 1, mostRequests);
    }

    [Fact]
    public async Task First_counts_the_returned_faxes_and_not_the_requested_ones()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 300);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { First = 60, Direction = "outgoing" });

        Assert.Equal(60, faxes.Count);
        Assert.All(faxes, fax => Assert.Equal("outgoing", fax.Direction));
    }

    [Fact]
    public async Task First_0_makes_no_request()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 3);
        Assert.Empty(await service.ReadAllAsync(new FaxQuery { First = 0 }));
        Assert.Empty(await service.RequestsAsync());
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("sent")]
    [InlineData("spam")]
    public async Task Only_the_faxes_of_a_category_are_listed_and_all_of_them(string category)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 400);

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { Category = category });

        string[] wanted = [.. (await service.StateAsync("faxes"))
            .Where(fax => CategoryOf((bool)fax["is_spam"]!, (string?)fax["direction"]) == category).Select(fax => (string)fax["id"]!)];
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted.Order(), faxes.Select(fax => fax.Id).Order());
    }

    [Fact]
    public async Task The_faxes_of_a_member_are_requested_by_uid_and_contain_it()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 3);
        string uid = (await service.Client.Accounts.GetAsync(cancellationToken: service.TimeLimit)).Uid!;

        List<Fax> faxes = await service.ReadAllAsync(new FaxQuery { UserId = uid });

        Assert.Equal(3, faxes.Count);
        Assert.All(faxes, fax => Assert.Equal(uid, fax.UserId));
        Assert.NotEmpty(await service.RequestsAsync("GET", $"/v3/accounts/{uid}/faxes"));
    }

    private static string CategoryOf(bool spam, string? direction) => spam ? "spam" : direction == "outgoing" ? "sent" : "inbox";
}
