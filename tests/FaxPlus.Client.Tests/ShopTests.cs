using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the search for numbers, and that a purchase is sent once.</summary>
public class ShopTests
{
    [Fact]
    public async Task The_shop_is_read_from_the_countries_to_an_offer()
    {
        await using Service service = await Service.StartAsync();
        IShopOperations shop = service.Client.Shop;

        Country country = (await shop.ListCountriesAsync(service.TimeLimit)).First(item => item.IsAvailable == true);
        Area area = (await shop.ListAreasAsync(country.Iso!.ToLowerInvariant(), service.TimeLimit))[0];
        Assert.Equal(country.Iso, area.Country);
        NumberOffer offer = (await shop.FindNumbersAsync(area.Country, area.CallingCode!, cancellationToken: service.TimeLimit))[0];

        Assert.StartsWith("+1212", offer.Number);
        Assert.NotNull(offer.ItemId);
        Assert.Equal((4.99m, 4.99m, 1, "USD"), (offer.Price, offer.MonthlyFee, offer.NumberOfMonths, offer.Currency));
        Assert.Contains("4.99 USD", offer.Describe());
        Assert.Empty(offer.OtherFields);
    }

    [Fact]
    public async Task A_search_for_digits_uses_the_custom_channel()
    {
        await using Service service = await Service.StartAsync();
        Assert.All(await service.Client.Shop.FindNumbersAsync("US", "212", "4711", service.TimeLimit), offer =>
            Assert.Contains("4711", offer.Number));
        Assert.Equal("?channel=custom&contains=4711", Assert.Single(await service.RequestsAsync()).Query);
    }

    [Fact]
    public async Task A_bought_number_costs_its_price_and_belongs_to_the_account()
    {
        await using Service service = await Service.StartAsync(options => options.Balance = 50m);
        NumberOffer offer = await OfferAsync(service);

        FaxNumber bought = await service.Client.Shop.BuyNumberAsync(offer, service.TimeLimit);

        Assert.Equal(offer.Number, bought.Number);
        Assert.Equal(50m - offer.Price, (await service.Client.Shop.GetBalanceAsync(service.TimeLimit)).Amount);
        Assert.Contains(offer.Number,
            (await service.Client.Numbers.ListAsync(cancellationToken: service.TimeLimit)).Select(number => number.Number));
    }

    [Theory]
    [InlineData("drop-before", 0)]
    [InlineData("drop-after", 1)]
    [InlineData("truncate", 1)]
    [InlineData("garbage", 1)]
    public async Task A_purchase_whose_response_was_lost_is_in_doubt_and_never_retried(string fault, int bought)
    {
        await using Service service = await Service.StartAsync();
        NumberOffer offer = await OfferAsync(service);
        await service.FaultAsync(fault, "POST");

        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.InDoubt, () => service.Client.Shop.BuyNumberAsync(offer, service.TimeLimit));

        Assert.Contains(offer.Number!, error.Message);
        Assert.Equal(FaxPlusAdvice.NumbersAndBalance, error.Advice);
        Assert.False(error.IsTransient);
        Assert.Single(await service.RequestsAsync("POST"));
        Assert.Equal(bought, (await service.StateAsync("purchases")).Length);
    }

    [Theory]
    [InlineData(500, FaxPlusErrorKind.InDoubt)]
    [InlineData(502, FaxPlusErrorKind.InDoubt)]
    [InlineData(429, FaxPlusErrorKind.RateLimited)]
    [InlineData(503, FaxPlusErrorKind.ServiceUnavailable)]
    public async Task No_response_causes_a_second_purchase(int status, FaxPlusErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        NumberOffer offer = await OfferAsync(service);
        await service.AnswerAsync(status, method: "POST", times: 3);
        await Failing.WithAsync(kind, () => service.Client.Shop.BuyNumberAsync(offer, service.TimeLimit));
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task A_raw_purchase_request_is_also_sent_once()
    {
        await using Stub stub = await Stub.AnsweringAsync("{}", 503);
        await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => stub.Client.RequestAsync(
            new FaxPlusRequest("POST", "/shop/numbers/purchase") { JsonBody = """{"item_id":"x"}""" }, stub.TimeLimit));
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Without_a_connection_a_purchase_is_not_in_doubt()
    {
        await using Service service = await Service.StartAsync();
        NumberOffer offer = await OfferAsync(service);
        using var nowhere = new FaxPlusClient(Service.Connection(new Uri("http://127.0.0.1:9/v3")));
        await Failing.WithAsync(FaxPlusErrorKind.Network, () => nowhere.Shop.BuyNumberAsync(offer, service.TimeLimit));
    }

    [Fact]
    public async Task The_error_for_insufficient_funds_contains_advice()
    {
        await using Service service = await Service.StartAsync(options => options.Balance = 1m);
        NumberOffer offer = await OfferAsync(service);
        FaxPlusException error =
            await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () => service.Client.Shop.BuyNumberAsync(offer, service.TimeLimit));
        Assert.Equal(402, error.StatusCode);
        Assert.Equal(FaxPlusAdvice.Balance, error.Advice);
    }

    [Fact]
    public async Task An_offer_without_an_item_makes_no_request()
    {
        await using Service service = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.BadRequest, () =>
            service.Client.Shop.BuyNumberAsync(new NumberOffer { Number = "+1" }, service.TimeLimit));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_response_without_offers_does_not_count_as_an_empty_shop()
    {
        await using Stub stub = await Stub.AnsweringAsync("""{"message":"hello"}""");
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () =>
            stub.Client.Shop.FindNumbersAsync("US", "212", cancellationToken: stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Shop.ListCountriesAsync(stub.TimeLimit));
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Shop.ListAreasAsync("US", stub.TimeLimit));
    }

    private static async Task<NumberOffer> OfferAsync(Service service)
    {
        IReadOnlyList<NumberOffer> offers = await service.Client.Shop.FindNumbersAsync("US", "212", cancellationToken: service.TimeLimit);
        return offers[0];
    }
}
