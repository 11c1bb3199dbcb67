using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class ShopTests
{
    private const string NewYork = "shop/numbers/countries/US/areas/212/numbers";
    private const string Purchase = "shop/numbers/purchase";

    [Fact]
    public async Task The_balance_is_that_of_the_option()
    {
        await using var one = await TestService.StartAsync();
        await using var other = await TestService.StartAsync(o => o.Balance = 7.5m);

        Assert.Equal("""{"amount":100,"currency":"USD"}""", (await one.GetAsync("shop/balance")).ToJsonString());
        Assert.Equal("""{"amount":7.5,"currency":"USD"}""", (await other.GetAsync("shop/balance")).ToJsonString());
    }

    [Fact]
    public async Task Countries_show_whether_they_have_numbers_and_only_those_have_areas()
    {
        await using var service = await TestService.StartAsync();
        var countries = (await service.GetAsync("shop/numbers/countries"))["countries"]!.AsArray();

        Assert.Contains(countries, c => (bool)c!["is_available"]!);
        Assert.Contains(countries, c => !(bool)c!["is_available"]!);
        foreach (var country in countries.Select(c => c!.AsObject()))
        {
            Assert.Equal(["iso", "name", "is_available"], country.Select(c => c.Key));
            var areas = (await service.GetAsync($"shop/numbers/countries/{country["iso"]}/areas"))["areas"]!.AsArray();
            Assert.Equal((bool)country["is_available"]!, areas.Count > 0);
            Assert.All(areas, a => Assert.Equal(["calling_code", "city", "state"], a!.AsObject().Select(f => f.Key)));
        }
    }

    [Fact]
    public async Task Areas_have_a_state_if_the_country_has_states()
    {
        await using var service = await TestService.StartAsync();
        var american = (await service.GetAsync("shop/numbers/countries/US/areas"))["areas"]![0]!;
        var swiss = (await service.GetAsync("shop/numbers/countries/CH/areas"))["areas"]![1]!;

        Assert.Equal("""{"calling_code":"212","city":"New York","state":"NY"}""", american.ToJsonString());
        Assert.Equal("Zürich", (string?)swiss["city"]);
        Assert.Null(swiss["state"]);
    }

    [Theory]
    [InlineData("shop/numbers/countries/XX/areas", "XX")]
    [InlineData("shop/numbers/countries/us/areas", "us")]
    [InlineData("shop/numbers/countries/XX/areas/212/numbers", "XX")]
    [InlineData("shop/numbers/countries/US/areas/999/numbers", "999")]
    [InlineData("shop/numbers/countries/JP/areas/3/numbers", "Japan")]
    public async Task An_unknown_country_or_area_is_not_found(string path, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.NotFound, reason, service.Client.GetAsync(path));
    }

    [Fact]
    public async Task Random_is_the_default_and_returns_the_same_numbers_of_the_area_each_time()
    {
        await using var service = await TestService.StartAsync();
        await using var other = await TestService.StartAsync();
        var offers = await service.GetAsync(NewYork);

        Assert.True(JsonNode.DeepEquals(offers, await service.GetAsync($"{NewYork}?channel=random")));
        Assert.True(JsonNode.DeepEquals(offers, await other.GetAsync(NewYork)));
        var all = offers["numbers"]!.AsArray().Select(o => o!).ToList();
        Assert.Equal(10, all.Select(o => (string?)o["item"]!["number"]).Distinct().Count());
        Assert.All(all, o => Assert.Matches(@"^\+1212[0-9]{7}$", (string?)o["item"]!["number"]));
    }

    [Fact]
    public async Task An_offer_has_an_item_and_its_price()
    {
        await using var service = await TestService.StartAsync();
        var offer = await OfferAsync(service, "shop/numbers/countries/DE/areas/30/numbers");

        Assert.Equal(
            ["type", "currency", "availability", "item", "price", "monthly_fee", "number_of_months"],
            offer.AsObject().Select(f => f.Key));
        Assert.Equal(["id", "country", "number", "country_code", "geographic_area"], offer["item"]!.AsObject().Select(f => f.Key));
        Assert.Equal(("DE", "49", "Berlin"),
            ((string?)offer["item"]!["country"], (string?)offer["item"]!["country_code"], (string?)offer["item"]!["geographic_area"]));
        Assert.Equal((29.97m, 9.99m, 3), ((decimal)offer["price"]!, (decimal)offer["monthly_fee"]!, (int)offer["number_of_months"]!));
    }

    [Theory]
    [InlineData("777", 10)]
    [InlineData("1234567", 1)]
    [InlineData("123456", 10)]
    [InlineData("12345678", 0)]
    public async Task Custom_numbers_contain_the_digits_as_far_as_possible(string digits, int count)
    {
        await using var service = await TestService.StartAsync();
        var offers = (await service.GetAsync($"{NewYork}?channel=custom&contains={digits}"))["numbers"]!.AsArray();

        Assert.Equal(count, offers.Select(o => (string?)o!["item"]!["number"]).Distinct().Count());
        Assert.All(offers, o => Assert.Matches($"^\\+1212[0-9]*{digits}[0-9]*$", (string?)o!["item"]!["number"]));
        Assert.All(offers, o => Assert.Equal(29.99m, (decimal)o!["price"]!));
    }

    [Theory]
    [InlineData("channel=golden", "'channel'")]
    [InlineData("contains=7", "'contains'")]
    [InlineData("channel=random&contains=7", "'contains'")]
    [InlineData("channel=custom&contains=FAX", "'contains'")]
    [InlineData("channel=custom&contains=", "'contains'")]
    public async Task A_wrong_search_is_refused_by_its_name(string query, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, service.Client.GetAsync($"{NewYork}?{query}"));
    }

    [Fact]
    public async Task A_bought_number_belongs_to_the_account_and_its_price_is_deducted()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var offer = await OfferAsync(service);
        using var answer = await BuyAsync(service, offer);
        var bought = await TestService.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal((string?)offer["item"]!["number"], (string?)bought["number"]);
        Assert.Equal(95.01m, (decimal)(await service.GetAsync("shop/balance"))["amount"]!);
        var numbers = (await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray();
        Assert.Equal(2, numbers.Count);
        Assert.True(JsonNode.DeepEquals(bought, numbers[1]));
        Assert.Equal("active", (string?)bought["status"]);
        Assert.Equal((string?)(await service.GetAsync("accounts/self"))["uid"], (string?)Assert.Single(bought["assigned_to"]!.AsArray()));

        await service.SendFaxAsync(change: body => body["from"] = (string?)bought["number"]);
        Assert.Equal((string?)bought["number"], (string?)(await service.WaitForSentAsync())["from"]);
    }

    [Fact]
    public async Task Purchases_can_be_counted_even_if_the_response_was_lost()
    {
        await using var service = await TestService.StartAsync();
        var offer = await OfferAsync(service);
        await service.AddFaultAsync(new JsonObject { ["kind"] = "drop-after", ["path"] = "purchase", ["times"] = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => BuyAsync(service, offer));

        var purchase = Assert.Single((await service.GetAsync("/_emulator/state"))["purchases"]!.AsArray())!;
        Assert.Equal(["item_id", "number", "price", "currency", "uid", "time"], purchase.AsObject().Select(p => p.Key));
        Assert.Equal((string?)offer["item"]!["id"], (string?)purchase["item_id"]);
        Assert.Equal(4.99m, (decimal)purchase["price"]!);
    }

    [Fact]
    public async Task A_sold_number_is_not_offered_again_and_cannot_be_bought_again()
    {
        await using var service = await TestService.StartAsync();
        var offer = await OfferAsync(service);
        using var bought = await BuyAsync(service, offer);

        await TestService.RefusedAsync(HttpStatusCode.Conflict, "sold", BuyAsync(service, offer));
        var left = (await service.GetAsync(NewYork))["numbers"]!.AsArray();
        Assert.Equal(10, left.Count);
        Assert.DoesNotContain((string?)offer["item"]!["id"], left.Select(o => (string?)o!["item"]!["id"]));
        Assert.Single((await service.GetAsync("/_emulator/state"))["purchases"]!.AsArray());
    }

    [Fact]
    public async Task A_number_that_costs_more_than_the_balance_is_not_sold()
    {
        await using var service = await TestService.StartAsync(o => o.Balance = 4.98m);
        var offer = await OfferAsync(service);

        await TestService.RefusedAsync(HttpStatusCode.PaymentRequired, "4.98", BuyAsync(service, offer));
        Assert.Equal(4.98m, (decimal)(await service.GetAsync("shop/balance"))["amount"]!);
        Assert.Single((await service.GetAsync("accounts/self/numbers"))["numbers"]!.AsArray());
        Assert.Empty((await service.GetAsync("/_emulator/state"))["purchases"]!.AsArray());
    }

    [Fact]
    public async Task A_golden_number_exceeds_the_initial_balance()
    {
        await using var service = await TestService.StartAsync();
        var offer = await OfferAsync(service, $"{NewYork}?channel=custom&contains=0000");

        Assert.Equal(250m, (decimal)offer["price"]!);
        await TestService.RefusedAsync(HttpStatusCode.PaymentRequired, "250", BuyAsync(service, offer));
    }

    [Fact]
    public async Task A_number_that_was_never_offered_cannot_be_bought_even_after_a_reset()
    {
        await using var service = await TestService.StartAsync();
        var offer = await OfferAsync(service);
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "0123",
            service.PostAsync(Purchase, new JsonObject { ["item_id"] = "0123" }));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'item_id'", service.PostAsync(Purchase, new JsonObject()));

        using var bought = await BuyAsync(service, offer);
        using var reset = await service.SendAsync(HttpMethod.Post, "/_emulator/reset");
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "never offered", BuyAsync(service, offer));
        Assert.Equal(100m, (decimal)(await service.GetAsync("shop/balance"))["amount"]!);
    }

    [Fact]
    public async Task A_member_can_search_and_not_buy()
    {
        await using var service = await TestService.StartAsync(o => o.MemberPats.Add("member", ["fax:shop:read", "fax:shop:edit"]));
        using var member = service.NewClient("member");
        using var list = await member.GetAsync(NewYork);
        var offer = (await TestService.ReadAsync(list))["numbers"]![0]!;

        await TestService.RefusedAsync(HttpStatusCode.Forbidden, "administrator",
            member.PostAsync(Purchase, TestService.Json($$"""{"item_id":"{{offer["item"]!["id"]}}"}""")));
    }

    private static async Task<JsonNode> OfferAsync(TestService service, string path = NewYork) =>
        (await service.GetAsync(path))["numbers"]![0]!;

    private static Task<HttpResponseMessage> BuyAsync(TestService service, JsonNode offer) =>
        service.PostAsync(Purchase, new JsonObject { ["item_id"] = (string?)offer["item"]!["id"] });
}
