using System;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the shop, which offers and sells numbers.</summary>
internal static class Shop
{
    private const int LongestList = 10;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/shop/balance", Balance).Needs(Scopes.ReadShop);
        api.MapGet("/shop/numbers/countries", Countries).Needs(Scopes.ReadShop);
        api.MapGet("/shop/numbers/countries/{iso}/areas", Areas).Needs(Scopes.ReadShop);
        api.MapGet("/shop/numbers/countries/{iso}/areas/{callingCode}/numbers", Numbers).Needs(Scopes.ReadShop);
        api.MapPost("/shop/numbers/purchase", Buy).Needs(Scopes.Buy);
    }

    private static IResult Balance(ServiceState state)
    {
        lock (state.Gate)
        {
            return Answer.Json(new JsonObject { ["amount"] = state.Shop.Balance, ["currency"] = ShopOffer.Currency });
        }
    }

    private static IResult Countries() => Answer.Json(new JsonObject
    {
        ["countries"] = new JsonArray([.. ShopCatalogue.Countries.Select(c => new JsonObject
        {
            ["iso"] = c.Iso,
            ["name"] = c.Name,
            ["is_available"] = c.IsAvailable,
        })]),
    });

    private static IResult Areas(string iso) => Answer.Json(new JsonObject
    {
        ["areas"] = new JsonArray([.. ShopCatalogue.Country(iso).Areas.Select(a => new JsonObject
        {
            ["calling_code"] = a.CallingCode,
            ["city"] = a.City,
            ["state"] = a.State,
        })]),
    });

    private static IResult Numbers(string iso, string callingCode, string? channel, string? contains, ServiceState state)
    {
        var country = ShopCatalogue.Country(iso);
        var area = ShopCatalogue.Area(country, callingCode);
        var digits = Digits(channel ?? "random", contains);
        lock (state.Gate)
        {
            ShopOffer[] offers =
            [
                .. ShopCatalogue.Numbers(country, area, digits)
                    .Where(o => !state.Shop.IsSold(o) && !state.Numbers.Exists(n => n.Number == o.Number))
                    .Take(LongestList),
            ];
            foreach (var offer in offers) state.Shop.Show(offer);
            return Answer.Json(new JsonObject { ["numbers"] = new JsonArray([.. offers.Select(o => o.ToWire())]) });
        }
    }

    private static string Digits(string channel, string? contains)
    {
        if (channel is not ("random" or "custom")) throw ApiException.BadRequest($"'channel' must be random or custom, not '{channel}'.");
        if (contains is null) return "";
        if (channel != "custom") throw ApiException.BadRequest("'contains' requires the channel 'custom'.");
        return contains.Length > 0 && contains.All(char.IsAsciiDigit)
            ? contains
            : throw ApiException.BadRequest($"'contains' must be digits, not '{contains}'.");
    }

    private static IResult Buy(Caller caller, ServiceState state, JsonBody body)
    {
        caller.RequireAdmin();
        body.AllowOnly("item_id");
        var itemId = body.RequiredText("item_id");
        lock (state.Gate)
        {
            var purchase = state.Shop.Buy(itemId, caller.Account.Uid, state.Clock.Now);
            var number = new PhoneNumber(purchase.Offer.Number, caller.Account.Uid)
            {
                Acquired = purchase.Time,
                Expires = purchase.Time.AddMonths(purchase.Offer.Months),
            };
            state.Numbers.Add(number);
            return Answer.Json(number.ToWire(), StatusCodes.Status201Created);
        }
    }
}
