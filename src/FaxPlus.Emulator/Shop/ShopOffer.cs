using System;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A number for sale.</summary>
internal sealed record ShopOffer(ShopCountry Country, ShopArea Area, string Number, bool IsCustom)
{
    public const string Currency = "USD";

    private const decimal CustomSurcharge = 25m;

    // The price is higher than the default balance, so that tests can try to buy a number for which the balance is insufficient.
    private const decimal GoldenPrice = 250m;
    private const string GoldenEnding = "0000";

    public string Id { get; } = Ids.SeededItemId(Number);

    public int Months => Country.Months;

    public decimal Price => Number.EndsWith(GoldenEnding, StringComparison.Ordinal)
        ? GoldenPrice
        : (Country.MonthlyFee * Months) + (IsCustom ? CustomSurcharge : 0m);

    public JsonObject ToWire() => new()
    {
        ["type"] = "local",
        ["currency"] = Currency,
        ["availability"] = "instant",
        ["item"] = new JsonObject
        {
            ["id"] = Id,
            ["country"] = Country.Iso,
            ["number"] = Number,
            ["country_code"] = Country.CountryCode,
            ["geographic_area"] = Area.State is null ? Area.City : $"{Area.City}, {Area.State}",
        },
        ["price"] = Price,
        ["monthly_fee"] = Country.MonthlyFee,
        ["number_of_months"] = Months,
    };
}
